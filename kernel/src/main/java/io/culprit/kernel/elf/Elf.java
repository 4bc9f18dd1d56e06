package io.culprit.kernel.elf;

import io.culprit.kernel.symbols.Function;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One executable or library. Addresses are those of the file's own numbering, as objdump(1) prints them. */
public final class Elf implements AutoCloseable {
    private final ElfBytes file;
    private final ElfHeaders headers;

    private Elf(ElfBytes file, ElfHeaders headers) {
        this.file = file;
        this.headers = headers;
    }

    /** An image in memory, such as the vdso. */
    public static Read<Elf> of(byte[] image) {
        return of(ElfBytes.of(image));
    }

    /** Opens plain files alone: opening a pipe would wait, opening a device may do anything. */
    public static Read<Elf> open(String path) {
        String what = "open " + path;
        try {
            Path p = Path.of(path);
            if (!Files.isRegularFile(p)) {
                return Files.exists(p) ? Read.malformed(what, "not a plain file") : Read.refused(what, Errno.ENOENT);
            }
            FileChannel channel = FileChannel.open(p, StandardOpenOption.READ);
            return of(ElfBytes.of(channel, channel.size()));
        } catch (NoSuchFileException e) {
            return Read.refused(what, Errno.ENOENT);
        } catch (AccessDeniedException e) {
            return Read.refused(what, Errno.EACCES);
        } catch (IOException | IllegalArgumentException e) {
            return Read.malformed(what, "cannot be opened");
        }
    }

    private static Read<Elf> of(ElfBytes file) {
        Read<ElfHeaders> headers = ElfHeaders.parse(file);
        if (headers instanceof Read.Refused<ElfHeaders>) {
            file.close();
        }
        return headers.map(h -> new Elf(file, h));
    }

    /** The address of what is mapped from the offset; empty where no code is loaded from there. */
    public OptionalLong addressOf(long fileOffset) {
        return headers.addressOf(fileOffset);
    }

    /** The function of each address, in the order asked; without a name where only the unwind table knows it. */
    public List<Optional<Function>> resolve(long[] addresses) {
        SymbolTable symbols = SymbolTable.read(file, headers, addresses);
        Optional<UnwindTable> unwind = UnwindTable.read(file, headers);
        List<Optional<Function>> functions = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            OptionalLong start = unwind.map(u -> u.start(address)).orElse(OptionalLong.empty());
            functions.add(symbols.find(address, start).or(() -> nameless(start)));
        }
        return functions;
    }

    private static Optional<Function> nameless(OptionalLong start) {
        return start.isPresent() ? Optional.of(new Function("", "", start.getAsLong())) : Optional.empty();
    }

    /** In hexadecimal. */
    public Optional<String> buildId() {
        return BuildId.of(file, headers);
    }

    @Override
    public void close() {
        file.close();
    }
}
