package io.culprit.kernel.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.MapsFile;
import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.kernel.symbols.Function;
import java.io.IOException;
import java.lang.foreign.Linker;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On this machine's own C library: stripped, as distributions ship it, with dynamic symbols and unwind information. */
class ElfTest {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final long GETPPID =
            Linker.nativeLinker().defaultLookup().findOrThrow("getppid").address();

    private static Mapping libc() {
        return MapsFile.of(SELF).asOptional().orElseThrow().stream()
                .filter(m -> m.contains(GETPPID))
                .findFirst()
                .orElseThrow();
    }

    private static long inFile(Elf elf, Mapping m, long address) {
        return elf.addressOf(address - m.start() + m.offset()).orElseThrow();
    }

    @Test
    void anAddressOfTheRunningLibraryHasTheNameThatTheLinkerKnowsItBy() {
        Mapping m = libc();
        try (Elf elf = MappedFile.open(SELF, m).asOptional().orElseThrow()) {
            long address = inFile(elf, m, GETPPID);
            assertThat(elf.resolve(new long[] {address + 1, address}))
                    .containsExactly(
                            Optional.of(new Function("getppid", "", address)),
                            Optional.of(new Function("getppid", "", address)));
        }
    }

    @Test
    void theUnwindTableKnowsWhereAFunctionBeginsWithoutItsName() throws IOException {
        Mapping m = libc();
        byte[] image = Files.readAllBytes(Path.of(m.path()));
        // No section headers: as after sstrip.
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0).putInt(60, 0);
        try (Elf elf = Elf.of(image).asOptional().orElseThrow()) {
            long address = inFile(elf, m, GETPPID);
            assertThat(elf.resolve(new long[] {address + 1, 1}))
                    .containsExactly(Optional.of(new Function("", "", address)), Optional.empty());
        }
    }

    @Test
    void theBuildIdIsHexadecimal() {
        try (Elf elf = MappedFile.open(SELF, libc()).asOptional().orElseThrow()) {
            assertThat(elf.buildId().orElseThrow()).matches("[0-9a-f]{16,128}");
        }
    }

    @Test
    void theKernelsLibraryHasNames() {
        try (Elf elf = Vdso.open().asOptional().orElseThrow()) {
            long[] all = new long[4096];
            for (int i = 0; i < all.length; i++) {
                all[i] = i;
            }
            assertThat(elf.resolve(all).stream().flatMap(Optional::stream).map(Function::name))
                    .anyMatch(n -> n.contains("clock_gettime"));
        }
    }

    @Test
    void whatIsNoFileIsRefusedInWords() {
        assertThat(Elf.open("/no/such/file").why()).contains("ENOENT");
        assertThat(Elf.open("/dev/zero").why()).contains("not a plain file");
        assertThat(Elf.open("/proc").why()).contains("not a plain file");
        assertThat(Elf.open("/etc/passwd").why()).contains("it is none");
        assertThat(Elf.open("a\0b").why()).contains("cannot be opened");
        assertThat(MappedFile.open(SELF, new Mapping(0, 4096, "r-xp", 0, 1, "/bin/true (deleted)"))
                        .asOptional())
                .isEmpty();
    }

    @Test
    void changedFilesOfAnyKindAreReadToTheirEnd() throws IOException {
        Random random = new Random(42);
        for (String path : List.of("/bin/true", libc().path(), "/proc/self/exe")) {
            byte[] original = Files.readAllBytes(Path.of(path));
            for (int i = 0; i < 400; i++) {
                byte[] image = i % 4 == 0
                        ? java.util.Arrays.copyOf(original, random.nextInt(original.length))
                        : original.clone();
                damage(image, random);
                Elf.of(image).asOptional().ifPresent(ElfTest::askEverything);
            }
        }
    }

    /** Most damage goes to the headers and tables, where numbers are that are believed. */
    private static void damage(byte[] image, Random random) {
        int[] reach = {64, 1024, image.length};
        for (int n = random.nextInt(12); n >= 0 && image.length > 8; n--) {
            int at = random.nextInt(Math.min(image.length, reach[random.nextInt(3)]));
            if (random.nextBoolean()) {
                image[at] = (byte) random.nextInt();
            } else {
                for (int i = at & ~7; i < Math.min(image.length, (at & ~7) + 8); i++) {
                    image[i] = (byte) (random.nextInt(3) - 1);
                }
            }
        }
        if (random.nextInt(3) > 0 && image.length >= 64) {
            // Whole again where the reader would turn away at once.
            System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0, image, 0, 6);
        }
    }

    private static void askEverything(Elf elf) {
        long[] addresses = {0, 1, 0x1000, 0x1234, 0x40000, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        assertThat(elf.resolve(addresses)).hasSize(addresses.length);
        elf.buildId();
        for (long a : addresses) {
            elf.addressOf(a);
        }
        elf.close();
    }
}
