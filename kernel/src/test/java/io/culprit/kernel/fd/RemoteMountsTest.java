package io.culprit.kernel.fd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RemoteMountsTest {
    /** Composed after proc_pid_mountinfo(5): a local root, NFS below a name with a blank, FUSE, and a local one named like them. */
    private static final String MOUNTS = """
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            96 27 0:45 / /srv/net\\040home rw,relatime shared:48 - nfs4 server:/home rw,vers=4.2
            97 27 0:46 / /mnt/ssh rw,nosuid - fuse.sshfs user@host:/ rw
            98 27 0:47 / /mnt/nfs rw - tmpfs nfs rw
            """;

    private final RemoteMounts mounts = RemoteMounts.parse(MOUNTS.getBytes(StandardCharsets.UTF_8));

    @Test
    void filesOfServersAreToldFromLocalOnes() {
        assertThat(holds("/srv/net home/a")).isTrue();
        assertThat(holds("/srv/net home")).isTrue();
        assertThat(holds("/mnt/ssh/x (deleted)")).isTrue();
        assertThat(holds("/etc/passwd")).isFalse();
        assertThat(holds("/mnt/nfs/x")).isFalse();
    }

    @Test
    void aNameThatOnlyBeginsAlikeIsNotBelow() {
        assertThat(holds("/mnt/ssh-keys")).isFalse();
        assertThat(holds("/srv/net homes/x")).isFalse();
    }

    @Test
    void onARemoteRootAllIsRemote() {
        RemoteMounts root = RemoteMounts.parse("1 0 0:1 / / rw - nfs s:/ rw\n".getBytes(StandardCharsets.UTF_8));
        assertThat(root.hold(FdLink.of("/x".getBytes(StandardCharsets.UTF_8)))).isTrue();
    }

    @Test
    void tornLinesArePassedOver() {
        RemoteMounts torn = RemoteMounts.parse(
                "\n - nfs\n1 2 3 - nfs\n27 1 0:1 / /x\\04 rw - nfs".getBytes(StandardCharsets.UTF_8));
        assertThat(torn.hold(FdLink.of("/etc".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
        assertThat(torn.hold(FdLink.of("/x\\04/f".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
    }

    @Test
    void readsTheLiveProcess() {
        assertThat(RemoteMounts.of((int) ProcessHandle.current().pid()).asOptional())
                .isPresent();
    }

    private boolean holds(String path) {
        return mounts.hold(FdLink.of(path.getBytes(StandardCharsets.UTF_8)));
    }
}
