package io.culprit.kernel.elf;

import io.culprit.kernel.procfs.MapsFile;
import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** The library that the kernel maps into each process (vdso(7)): the same image in all of one kernel, so ours tells. */
public final class Vdso {
    public static final String PATH = "[vdso]";
    /** It has two to four pages. */
    private static final long MAX_BYTES = 1 << 20;

    private Vdso() {}

    public static Read<Elf> open() {
        return MapsFile.of((int) ProcessHandle.current().pid())
                .flatMap(Vdso::image)
                .flatMap(Elf::of);
    }

    private static Read<byte[]> image(List<Mapping> own) {
        Optional<Mapping> vdso = own.stream()
                .filter(m -> m.path().equals(PATH)
                        && m.bytes() <= MAX_BYTES
                        && m.permissions().startsWith("r"))
                .findFirst();
        return vdso.isPresent()
                ? Read.ok(MemorySegment.ofAddress(vdso.get().start())
                        .reinterpret(vdso.get().bytes())
                        .toArray(ValueLayout.JAVA_BYTE))
                : Read.refused("look for the vdso", Errno.ENOENT);
    }
}
