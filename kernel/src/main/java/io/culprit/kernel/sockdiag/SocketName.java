package io.culprit.kernel.sockdiag;

import io.culprit.kernel.procfs.Links;
import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a socket calls its own protocol, for those that are in no list: extended attribute {@code system.sockprotoname}. */
public final class SocketName {
    /** {@code struct proto} has 32 bytes for its name. */
    private static final int NAME_BYTES = 64;

    private SocketName() {}

    /**
     * {@code TCP}, {@code TCPv6}, {@code UDP}, {@code UNIX}, {@code NETLINK}, {@code ALG}, {@code AF_VSOCK} and so on; ESRCH
     * when the descriptor is no longer that socket.
     */
    public static Read<String> of(int pid, int fd, long inode) {
        String path = "/proc/" + pid + "/fd/" + fd;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_BYTES);
            long n = Sys.call(
                    Arch.current().getxattr(),
                    arena.allocateFrom(path).address(),
                    arena.allocateFrom("system.sockprotoname").address(),
                    name.address(),
                    NAME_BYTES);
            if (n < 0) {
                return Read.refused("getxattr system.sockprotoname of " + path, (int) -n);
            }
            // Descriptors are reused at once: only if it is still that socket was it that socket that answered.
            if (!Links.read(path).asOptional().equals(Optional.of("socket:[" + inode + "]"))) {
                return Read.refused("read " + path, Errno.ESRCH);
            }
            byte[] bytes = name.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE);
            return Read.ok(new String(bytes, StandardCharsets.UTF_8).replace("\0", ""));
        }
    }

    /** Owner of the socket, who need not be that of the process. */
    public static Read<Integer> owner(int pid, int fd) {
        String path = "/proc/" + pid + "/fd/" + fd;
        try {
            return Read.ok((Integer) Files.getAttribute(Path.of(path), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return Read.malformed("stat " + path, String.valueOf(e.getMessage()));
        }
    }
}
