package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.bpf.BtfBytes.Field;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** On kernels that are made up: all members that are wanted, each at a place of its own, some left out or changed. */
class KernelLayoutTest {

    @Test
    void everyMemberOfAMadeUpKernelIsFound() {
        KernelLayout layout = of(kernel(f -> true, 8)).asOptional().orElseThrow();
        for (KernelField field : KernelField.values()) {
            assertThat(layout.has(field)).as("%s", field).isTrue();
        }
        assertThat(layout.rssStride()).isEqualTo(40);
        assertThat(layout.at(KernelField.RSS_OF_CPUS) - layout.at(KernelField.RSS_FIRST))
                .isEqualTo(24);
        assertThat(layout.tasksFunction()).isNotEqualTo(layout.filesFunction()).isPositive();
    }

    @Test
    void whatNotEveryKernelHasMayBeMissing() {
        KernelLayout layout = of(kernel(f -> !f.optional, 8)).asOptional().orElseThrow();
        assertThat(layout.has(KernelField.READ_BYTES)).isFalse();
        assertThat(layout.has(KernelField.RSS_OF_CPUS)).isFalse();
        assertThat(layout.rssStride()).isEqualTo(40);
    }

    @Test
    void countersOfPagesBeforeLinux62AreAnArray() {
        KernelLayout layout = of(kernel(f -> !f.optional, 0)).asOptional().orElseThrow();
        assertThat(layout.rssStride()).isEqualTo(8);
    }

    @Test
    void anythingElseThatIsMissingIsNamed() {
        for (KernelField field : KernelField.values()) {
            if (!field.optional) {
                assertThat(of(kernel(f -> f != field, 8)).why()).as("%s", field).contains("read " + Btf.PATH);
            }
        }
        assertThat(of(kernel(f -> f != KernelField.THREADS, 8)).why()).contains("no member nr_threads");
        assertThat(of(kernel(f -> f != KernelField.MAP_OF_CPUS, 8)).why()).contains("no way to find them");
    }

    @Test
    void aMemberOfAnotherSizeIsNotTheOneThatIsMeant() {
        assertThat(of(kernel(f -> true, 4)).why()).contains("mm_struct.rss_stat[0].count has another form");
    }

    @Test
    void theRunningKernelHasThemAll() {
        assumeTrue(KernelFile.bytes(Btf.PATH).errno() == 0, "kernel without type information");
        assertThat(KernelLayout.ofRunningKernel().why()).isEmpty();
    }

    private static Read<KernelLayout> of(BtfBytes kernel) {
        return Btf.parse(BtfBytes.source(kernel.bytes()), KernelLayout.names()).flatMap(KernelLayout::of);
    }

    /** @param counterBytes size of a page counter; 0 for the form before Linux 6.2 */
    private static BtfBytes kernel(Predicate<KernelField> has, int counterBytes) {
        var b = new BtfBytes();
        Map<String, List<Field>> structs = new LinkedHashMap<>();
        for (KernelField field : KernelField.values()) {
            List<Field> members = structs.computeIfAbsent(field.struct, s -> new ArrayList<>());
            String path = field.paths().getFirst();
            if (!has.test(field) || path.startsWith("rss_stat")) {
                continue;
            }
            String[] steps = path.split("\\.", -1);
            String name = steps[0];
            int type = steps.length == 1 ? b.integer(field.bytes) : within(b, has, field.struct, name);
            if (members.stream().noneMatch(m -> m.name().equals(name))) {
                members.add(new Field(name, type, 128 * members.size() + 64));
            }
        }
        if (has.test(KernelField.RSS_FIRST) && has.test(KernelField.RSS_SECOND)) {
            int offset = 64 * 128;
            structs.getOrDefault("mm_struct", new ArrayList<>())
                    .add(new Field("rss_stat", pages(b, has, counterBytes), offset));
        }
        structs.forEach((name, members) -> b.composite(BtfBytes.STRUCT, name, 1 << 14, members.toArray(Field[]::new)));
        int prototype = b.add(13, "", 0, 0, new int[0]);
        b.of(BtfBytes.FUNCTION, "bpf_iter_task", prototype);
        b.of(BtfBytes.FUNCTION, "bpf_iter_task_file", prototype);
        return b;
    }

    /** A struct without a name, with all its members that are wanted. */
    private static int within(BtfBytes b, Predicate<KernelField> has, String struct, String member) {
        List<Field> fields = new ArrayList<>();
        for (KernelField field : KernelField.values()) {
            String path = field.paths().getFirst();
            if (has.test(field) && field.struct.equals(struct) && path.startsWith(member + ".")) {
                String name = path.substring(member.length() + 1);
                fields.add(new Field(name, b.integer(field.bytes), 8 * fields.size()));
            }
        }
        return b.composite(BtfBytes.STRUCT, "", 128, fields.toArray(Field[]::new));
    }

    private static int pages(BtfBytes b, Predicate<KernelField> has, int counterBytes) {
        if (counterBytes == 0) {
            int atomic = b.composite(BtfBytes.STRUCT, "", 8, new Field("counter", b.integer(8), 0));
            int array = b.array(b.of(BtfBytes.TYPEDEF, "atomic_long_t", atomic), 4);
            return b.composite(BtfBytes.STRUCT, "mm_rss_stat", 32, new Field("count", array, 0));
        }
        var count = new Field("count", b.integer(counterBytes), 8);
        var counters = new Field("counters", b.of(BtfBytes.POINTER, "", 1), 32);
        int counter = has.test(KernelField.RSS_OF_CPUS)
                ? b.composite(BtfBytes.STRUCT, "percpu_counter", 40, count, counters)
                : b.composite(BtfBytes.STRUCT, "percpu_counter", 40, count);
        return b.array(counter, 4);
    }
}
