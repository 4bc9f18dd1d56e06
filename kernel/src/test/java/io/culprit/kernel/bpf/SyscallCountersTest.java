package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import io.culprit.kernel.syscalls.SyscallTable;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the running kernel, with ourselves as the target: we know exactly how many calls we made. */
class SyscallCountersTest {
    private static final int OWN = (int) ProcessHandle.current().pid();
    private static final int GETPPID = Arch.current().getppid();
    private static final int CLOSE = Arch.current().close();
    /** No process has so many files open: closing it fails with EBADF and harms nobody. */
    private static final int FREE_DESCRIPTOR = 500_000_000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsEachCallOfOurs(boolean typed) {
        try (SyscallCounters counters = open(typed, OWN)) {
            List<CountedCall> calls = whileAttached(counters, false, () -> repeat(10_000, GETPPID, 0));
            assertThat(count(calls, c -> c.number() == GETPPID)).isEqualTo(10_000);
            assertThat(calls).allMatch(c -> c.process() == OWN && c.timed() == 0);
            assertThat(counters.lost()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsDescriptorAndErrorOfAFailingCall(boolean typed) {
        try (SyscallCounters counters = open(typed, OWN)) {
            List<CountedCall> calls = whileAttached(counters, false, () -> {
                repeat(300, CLOSE, -1);
                repeat(200, CLOSE, FREE_DESCRIPTOR);
            });
            assertThat(count(
                            calls,
                            c -> c.number() == CLOSE
                                    && c.descriptor().equals(OptionalInt.of(-1))
                                    && c.errno() == Errno.EBADF))
                    .isEqualTo(300);
            assertThat(count(calls, c -> c.descriptor().equals(OptionalInt.of(FREE_DESCRIPTOR))))
                    .isEqualTo(200);
        }
    }

    @Test
    void findsUsAmongManyTargetsAndNobodyElse() {
        int[] many = IntStream.concat(IntStream.range(3_000_000, 3_000_040), IntStream.of(OWN))
                .toArray();
        try (SyscallCounters counters = open(true, many)) {
            assertThat(whileAttached(counters, false, () -> repeat(100, GETPPID, 0)))
                    .isNotEmpty()
                    .allMatch(c -> c.process() == OWN);
        }
        try (SyscallCounters counters = open(true, 3_000_000)) {
            assertThat(whileAttached(counters, false, () -> repeat(100, GETPPID, 0)))
                    .isEmpty();
        }
    }

    @Test
    void moreKindsOfCallsThanRowsAreStillCountedOneByOne() {
        int kinds = 6000;
        try (SyscallCounters counters = open(true, OWN)) {
            List<CountedCall> calls = whileAttached(counters, false, () -> {
                for (int round = 0; round < 3; round++) {
                    IntStream.range(0, kinds).forEach(i -> Sys.call(CLOSE, FREE_DESCRIPTOR + i));
                }
            });
            for (int i = 0; i < kinds; i++) {
                OptionalInt fd = OptionalInt.of(FREE_DESCRIPTOR + i);
                assertThat(count(calls, c -> c.descriptor().equals(fd))).isEqualTo(3);
            }
            assertThat(counters.lost()).isZero();
        }
    }

    @Test
    void whatFitsNowhereIsCountedAsLost() {
        int kinds = 40_000;
        try (SyscallCounters counters = open(true, OWN)) {
            List<CountedCall> calls = whileAttached(
                    counters,
                    false,
                    () -> IntStream.range(0, kinds).forEach(i -> Sys.call(CLOSE, FREE_DESCRIPTOR + i)));
            long counted = count(calls, c -> c.descriptor().orElse(0) >= FREE_DESCRIPTOR);
            // Calls of the JVM's own threads may be lost as well.
            assertThat(counters.lost()).isPositive().isBetween(kinds - counted, kinds - counted + 1000);
            assertThat(whileAttached(counters, false, () -> repeat(5, GETPPID, 0)))
                    .anyMatch(c -> c.number() == GETPPID && c.count() == 5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timesCallsThatBeginAndEndWhileAttached(boolean typed) {
        int nanosleep = SyscallTable.current().number("nanosleep").orElseThrow();
        try (SyscallCounters counters = open(typed, OWN)) {
            List<CountedCall> calls = whileAttached(counters, true, () -> {
                repeat(1000, GETPPID, 0);
                sleepNanos(nanosleep, 20_000_000);
            });
            CountedCall cheap = only(calls, c -> c.number() == GETPPID);
            CountedCall slow = only(calls, c -> c.number() == nanosleep);
            assertThat(cheap.timed()).isEqualTo(1000);
            assertThat(cheap.nanos() / cheap.timed()).isBetween(10L, 1_000_000L);
            assertThat(slow.longestNanos()).isBetween(20_000_000L, 10_000_000_000L);
            assertThat(slow.nanos()).isEqualTo(slow.longestNanos());
        }
    }

    private static void sleepNanos(int nanosleep, long nanos) {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            var time = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_LONG, 0, nanos);
            Sys.call(nanosleep, time.address(), 0, 0);
        }
    }

    private static CountedCall only(List<CountedCall> calls, Predicate<CountedCall> which) {
        // A thread may move to another CPU in the midst of it: rows alike are added up.
        return calls.stream()
                .filter(which)
                .reduce((a, b) -> new CountedCall(
                        a.process(),
                        a.number(),
                        a.descriptor(),
                        a.errno(),
                        a.count() + b.count(),
                        a.timed() + b.timed(),
                        a.nanos() + b.nanos(),
                        Math.max(a.longestNanos(), b.longestNanos())))
                .orElseThrow();
    }

    private static void repeat(int times, int number, long argument) {
        for (int i = 0; i < times; i++) {
            Sys.call(number, argument);
        }
    }

    private static long count(List<CountedCall> calls, Predicate<CountedCall> which) {
        return calls.stream().filter(which).mapToLong(CountedCall::count).sum();
    }

    private static List<CountedCall> whileAttached(SyscallCounters counters, boolean timed, Runnable work) {
        try (Attachment attachment = counters.attach(timed).asOptional().orElseThrow()) {
            assertThat(attachment).isNotNull();
            work.run();
        }
        return counters.drain();
    }

    private static SyscallCounters open(boolean typed, int... processes) {
        Read<SyscallCounters> opened = SyscallCounters.open(processes, typed);
        assumeTrue(opened.errno() != Errno.EPERM, "needs root, or CAP_BPF and CAP_PERFMON");
        assertThat(opened.why()).isEmpty();
        return opened.asOptional().orElseThrow();
    }
}
