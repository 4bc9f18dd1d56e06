package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.syscalls.SyscallTable;

/** What a counter must know of system calls. */
interface CallNames {
    /** As strace prints it; in words for a number that has none. */
    String name(int number);

    /** Whether the first argument is a descriptor. */
    boolean takesDescriptor(int number);

    static CallNames ofThisMachine() {
        SyscallTable table = SyscallTable.current();
        return new CallNames() {
            @Override
            public String name(int number) {
                return table.name(number);
            }

            @Override
            public boolean takesDescriptor(int number) {
                return table.descriptorFirst(number);
            }
        };
    }
}
