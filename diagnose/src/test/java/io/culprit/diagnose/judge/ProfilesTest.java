package io.culprit.diagnose.judge;

import static io.culprit.diagnose.QuietHost.id;
import static io.culprit.diagnose.QuietHost.process;
import static io.culprit.diagnose.QuietHost.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.QuietHost;
import io.culprit.model.Confidence;
import io.culprit.model.Fact;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The symbols are those of a worker that spins on recvfrom, Linux 6.18. */
class ProfilesTest {
    private final QuietHost host = new QuietHost();
    private final ProcessUsage worker = process(10, "networkingd", 0.3, 0.6);

    ProfilesTest() {
        host.suspect(worker, socket(11)).calls(10, "recvfrom", Optional.of(11), 11, "EAGAIN", 500_000);
    }

    @Test
    void theKernelsShareComesFirstThenItsFunctionsThenThoseOfTheProgram() {
        kernel("do_syscall_64", 18).kernel("__sys_recvfrom", 11).kernel("__skb_recv_udp", 8);
        kernel("udp_recvmsg", 6).kernel("", 30);
        user("networkingd", "", 0x1d20, 14).user("libc.so.6", "recvfrom", 0, 12).user("libc.so.6", "memset", 0, 1);

        assertThat(told())
                .isEqualTo("on-CPU: 73 % kernel (recvfrom path: do_syscall_64 18 %, __sys_recvfrom 11 %,"
                        + " __skb_recv_udp 8 %), 14 % user in networkingd+0x1d20, 12 % user in recvfrom (libc.so.6)");
    }

    @Test
    void whatOurOwnTracingAddsIsLeftOut() {
        kernel("do_syscall_64", 75).kernel("bpf_trace_run2", 60).kernel("__bpf_trace_run2", 5);
        kernel("bpf_prog_e9e6010cfaad4eb2_culprit_exit", 40);
        user("networkingd", "", 0x1d20, 25);

        assertThat(told())
                .isEqualTo("on-CPU: 75 % kernel (recvfrom path: do_syscall_64 75 %), 25 % user in networkingd+0x1d20");
        assertThat(Profiles.samples(Profiles.spots(host.evidence(), List.of(id(10)))))
                .isEqualTo(100);
    }

    @Test
    void theBpfProgramsOfOthersAreTold() {
        kernel("bpf_prog_6deef7357e7b4530_cil_from_netdev", 90).kernel("do_syscall_64", 10);

        assertThat(told()).contains("bpf_prog_6deef7357e7b4530_cil_from_netdev 90 %");
    }

    @Test
    void anothersTracingIsToldWhereWeDoNotTrace() {
        kernel("bpf_trace_run2", 50).user("networkingd", "", 0x1d20, 50);

        assertThat(told(QuietHost.without(host.evidence(), "syscalls", Judged.REASON)))
                .isEqualTo("on-CPU: 50 % kernel (bpf_trace_run2 50 %), 50 % user in networkingd+0x1d20");
    }

    @Test
    void noPathIsNamedWhereTheProgramMakesSeveralCalls() {
        host.calls(10, "sendto", Optional.of(11), 0, "OK", 100_000);
        kernel("do_syscall_64", 100);

        assertThat(told()).isEqualTo("on-CPU: 100 % kernel (do_syscall_64 100 %)");
    }

    @Test
    void aKernelThatHidesItsNamesOrHardlyWorksHasNoneTold() {
        kernel("", 4).kernel("do_syscall_64", 1).user("spin", "wait_for_config", 16, 95);

        assertThat(told()).isEqualTo("on-CPU: 5 % kernel, 95 % user in wait_for_config (spin)");
    }

    @Test
    void colderPlacesWithoutANameAreNotToldAsOne() {
        user("[elsewhere]", "", 0, 100);

        assertThat(told()).isEqualTo("on-CPU: user code, spread thinly");
    }

    @Test
    void aFewSamplesAreAnecdote() {
        kernel("do_syscall_64", Profiles.MIN_SAMPLES - 1);

        assertThat(told()).isEmpty();
    }

    private ProfilesTest kernel(String symbol, int samples) {
        host.spots.add(new HotSpot(id(10), true, "kernel", symbol, 16, samples, 3));
        return this;
    }

    private ProfilesTest user(String module, String symbol, long offset, int samples) {
        host.spots.add(new HotSpot(id(10), false, module, symbol, offset, samples, 3));
        return this;
    }

    private String told() {
        return told(host.evidence());
    }

    private String told(Evidence evidence) {
        Draft draft = new Draft(new CpuConsumer(), Severity.NOTICE, Confidence.HIGH, Subject.host(), "?");
        Profiles.describe(evidence, new Program("networkingd", List.of(worker)), draft);
        return draft.finding().evidence().stream().map(Fact::text).findFirst().orElse("");
    }
}
