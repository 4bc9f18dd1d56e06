package io.culprit.kernel.sys;

/**
 * What differs between architectures: numbers of the calls we make, and where the registers of an interrupted call lie.
 *
 * <p>Sources: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h, and {@code struct pt_regs} of
 * arch/x86/include/asm/ptrace.h and arch/arm64/include/asm/ptrace.h. Only x86_64 was run.
 *
 * @param regsNumberOffset of the call's number in {@code pt_regs} at the end of the call
 * @param regsFirstArgOffset of its first argument there
 */
public record Arch(
        String name,
        int read,
        int openat,
        int close,
        int mmap,
        int munmap,
        int ioctl,
        int getdents64,
        int readlinkat,
        int fstat,
        int statx,
        int getppid,
        int gettid,
        int getxattr,
        int socket,
        int sendto,
        int recvfrom,
        int setns,
        int kcmp,
        int ptrace,
        int wait4,
        int poll,
        int bpf,
        int perfEventOpen,
        int pidfdOpen,
        int clockGettime,
        int regsNumberOffset,
        int regsFirstArgOffset) {

    public static final Arch X86_64 = new Arch(
            "x86_64", 0, 257, 3, 9, 11, 16, 217, 267, 5, 332, 110, 186, 191, 41, 44, 45, 308, 312, 101, 61, 7, 321, 298,
            434, 228, 120, 112);

    /** poll(2) does not exist there: ppoll (73) has other arguments, so callers of poll must not be reached. */
    public static final Arch AARCH64 = new Arch(
            "aarch64", 63, 56, 57, 222, 215, 29, 61, 78, 80, 291, 173, 178, 8, 198, 206, 207, 268, 272, 117, 260, 73,
            280, 241, 434, 113, 280, 272);

    private static final Arch CURRENT = of(System.getProperty("os.arch", ""));

    /** This machine's; x86_64's where the machine is neither, so that a caller fails by ENOSYS and not by a crash. */
    public static Arch current() {
        return CURRENT;
    }

    static Arch of(String javaName) {
        return javaName.equals("aarch64") ? AARCH64 : X86_64;
    }
}
