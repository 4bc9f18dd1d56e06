package io.culprit.kernel.kmsg;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.kmsg.KernelMessages.Outcome;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelMessagesTest {
    @Test
    void readsTheLiveBufferOrSaysWhoRefused() {
        List<KmsgRecord> all = new ArrayList<>();
        Read<Outcome> outcome = KernelMessages.read(all::add);
        if (outcome instanceof Read.Ok<Outcome>) {
            assertThat(all).isNotEmpty().isSortedAccordingTo((a, b) -> Long.compare(a.sequence(), b.sequence()));
            assertThat(all.getLast().micros()).isLessThan(KernelMessages.nowMicros() + 2_000_000);
        } else {
            assertThat(outcome.why())
                    .contains("/dev/kmsg")
                    .contains("syslog(2)")
                    .contains("CAP_SYSLOG");
        }
    }

    @Test
    void theFallbackTellsTheSameNewestMessageOfTheKernel() {
        List<KmsgRecord> device = new ArrayList<>();
        List<KmsgRecord> call = new ArrayList<>();
        Read<Outcome> first = KernelMessages.device("/dev/kmsg", device::add);
        Read<Outcome> second = KernelMessages.syslog(call::add);
        if (first instanceof Read.Ok<Outcome> && second instanceof Read.Ok<Outcome>) {
            // Whatever is printed between the two reads comes on top.
            assertThat(call)
                    .extracting(KmsgRecord::micros)
                    .contains(device.getLast().micros());
        } else {
            assertThat(first.why() + second.why()).contains("EPERM");
        }
    }

    @Test
    void anotherDeviceInItsPlaceIsNotRead() {
        assertThat(KernelMessages.device("/dev/null", r -> {}).why())
                .isEqualTo("open /dev/null: is not the kernel's message device here");
    }

    @Test
    void aMissingDeviceIsARefusal() {
        assertThat(KernelMessages.device("/dev/no-kmsg", r -> {}).why()).contains("no such file");
    }
}
