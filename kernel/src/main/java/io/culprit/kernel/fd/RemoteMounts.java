package io.culprit.kernel.fd;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where a process has file systems that a server answers for ({@code /proc/PID/mountinfo}, proc_pid_mountinfo(5)). Looking at
 * a file there may take for ever when the server is gone, and no signal ends it.
 */
public final class RemoteMounts {
    private static final Set<String> TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ncpfs",
            "9p",
            "ceph",
            "afs",
            "coda",
            "lustre",
            "gpfs",
            "beegfs",
            "orangefs",
            "glusterfs",
            "autofs",
            "virtiofs");
    /** {@code fuse.sshfs} and its like: the server is a process, perhaps the suspect. */
    private static final String FUSE = "fuse";

    private static final String TYPE_FOLLOWS = " - ";
    private static final int POINT_FIELD = 4;

    private final List<byte[]> points;

    private RemoteMounts(List<byte[]> points) {
        this.points = points;
    }

    public static Read<RemoteMounts> of(int pid) {
        return KernelFile.bytes("/proc/" + pid + "/mountinfo").map(RemoteMounts::parse);
    }

    /** Bytes stay bytes: mount points need not be text. */
    public static RemoteMounts parse(byte[] mountinfo) {
        List<byte[]> points = new ArrayList<>();
        for (String line : new String(mountinfo, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            int at = line.lastIndexOf(TYPE_FOLLOWS);
            String[] fields = line.split(" ", POINT_FIELD + 2);
            if (at < 0 || fields.length <= POINT_FIELD) {
                continue;
            }
            String type = line.substring(at + TYPE_FOLLOWS.length()).split(" ", 2)[0];
            if (TYPES.contains(type) || type.startsWith(FUSE)) {
                points.add(unescape(fields[POINT_FIELD]));
            }
        }
        return new RemoteMounts(points);
    }

    /** Also true of what is mounted below one: the way there leads through it. */
    public boolean hold(FdLink link) {
        for (byte[] p : points) {
            boolean root = p.length == 1;
            if (link.length >= p.length
                    && Arrays.equals(link.bytes, 0, p.length, p, 0, p.length)
                    && (root
                            || link.length == p.length
                            || link.bytes[p.length] == '/'
                            || link.bytes[p.length] == ' ')) {
                return true;
            }
        }
        return false;
    }

    /** Blanks, tabs, line ends and backslashes stand as {@code \040}. */
    private static byte[] unescape(String s) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && i + 3 < s.length() && octal(s, i + 1) && octal(s, i + 2) && octal(s, i + 3)) {
                out.write((s.charAt(i + 1) - '0') << 6 | (s.charAt(i + 2) - '0') << 3 | (s.charAt(i + 3) - '0'));
                i += 3;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static boolean octal(String s, int at) {
        return s.charAt(at) >= '0' && s.charAt(at) <= '7';
    }
}
