package io.culprit.kernel.tasks;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** What a socket calls its protocol (extended attribute {@code system.sockprotoname}), for many sockets without allocating. */
final class ProtocolNames {
    /** {@code struct proto} has 32 bytes for the name. */
    private static final int NAME_BYTES = 64;

    /** Behind the root: two numbers and {@code /fd/}. */
    private static final int PATH_BYTES = 32;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final byte[] FD = "/fd/".getBytes(StandardCharsets.US_ASCII);

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment attribute = arena.allocateFrom("system.sockprotoname");
    private final MemorySegment name = arena.allocate(NAME_BYTES);
    private final MemorySegment path;
    private final int rootBytes;

    enum Answer {
        TCP,
        OTHER,
        /** The descriptor is gone. */
        GONE,
        /** Not permitted, or not known to this kernel. */
        NONE
    }

    ProtocolNames(String root) {
        byte[] bytes = (root + "/").getBytes(StandardCharsets.UTF_8);
        rootBytes = bytes.length;
        path = arena.allocate(rootBytes + PATH_BYTES);
        MemorySegment.copy(bytes, 0, path, BYTE, 0, rootBytes);
    }

    Answer ask(int pid, int descriptor) {
        put(pid, descriptor);
        long n = Sys.call(Arch.current().getxattr(), path.address(), attribute.address(), name.address(), NAME_BYTES);
        if (n < 0) {
            return n == -Errno.ENOENT || n == -Errno.ESRCH ? Answer.GONE : Answer.NONE;
        }
        // TCP and TCPv6; MPTCP, SCTP and so on begin otherwise.
        boolean tcp = n >= 3 && at(0) == 'T' && at(1) == 'C' && at(2) == 'P';
        return tcp ? Answer.TCP : Answer.OTHER;
    }

    /** As {@link ProcDirectory#link(int, byte[])}. */
    int link(ProcDirectory directory, int pid, int descriptor) {
        put(pid, descriptor);
        return directory.link(Sys.AT_FDCWD, path.address());
    }

    private void put(int pid, int descriptor) {
        int at = ProcDirectory.decimal(path, rootBytes, pid);
        MemorySegment.copy(FD, 0, path, BYTE, at, FD.length);
        at = ProcDirectory.decimal(path, at + FD.length, descriptor);
        path.set(BYTE, at, (byte) 0);
    }

    private byte at(int i) {
        return name.get(BYTE, i);
    }
}
