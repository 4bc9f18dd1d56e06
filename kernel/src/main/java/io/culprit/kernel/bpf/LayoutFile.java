package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.KernelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the type information said of the kernel, kept so that the next start need not look through its megabytes (60 ms of CPU).
 *
 * <p>A number that says what it is, the kernel (its build id and version), a checksum of what was asked, the two functions, the
 * offsets by the name of their field, and a CRC-32C of all before it. What does not fit this kernel and this question is not
 * there. It can be made again at any time.
 */
public final class LayoutFile {
    private static final int MAGIC = 0x43_55_4c_4b;
    /** Some kilobytes: what is larger is something else. */
    private static final int MOST_BYTES = 1 << 16;

    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private final List<Path> places;
    private boolean forgotten;
    private boolean loaded;
    private @Nullable KernelLayout learned;

    /** @param places where to look, one after the other; the first is where it is kept. None: nothing is known or kept */
    public LayoutFile(List<Path> places) {
        this.places = List.copyOf(places);
    }

    Optional<KernelLayout> load() {
        for (Path place : places) {
            Optional<KernelLayout> kept = forgotten ? Optional.empty() : load(place);
            if (kept.isPresent()) {
                loaded = true;
                return kept;
            }
        }
        return Optional.empty();
    }

    void learned(KernelLayout layout) {
        learned = layout;
    }

    /** What was loaded is wrong. @return false when nothing was */
    public boolean forget() {
        forgotten = true;
        return loaded;
    }

    /** Keeps what was learned since, if anything was. Where that is not possible, the next start learns it again. */
    public void save() {
        KernelLayout layout = learned;
        if (layout == null || places.isEmpty()) {
            return;
        }
        Path file = places.getFirst();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(temporary, bytes(layout));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            learned = null;
        } catch (IOException e) {
            temporary.toFile().delete();
        }
    }

    private static Optional<KernelLayout> load(Path file) {
        // The kernel's way to read: start-up has no need of java.nio for it.
        byte[] bytes = KernelFile.bytes(file.toString()).asOptional().orElse(new byte[0]);
        if (bytes.length <= CHECKSUM_BYTES || bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int end = bytes.length - CHECKSUM_BYTES;
            if (checksum(bytes, end)
                            != new DataInputStream(new ByteArrayInputStream(bytes, end, CHECKSUM_BYTES)).readInt()
                    || in.readInt() != MAGIC
                    || !Arrays.equals(in.readNBytes(in.readUnsignedShort()), kernel())
                    || in.readInt() != question()) {
                return Optional.empty();
            }
            return layout(in);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<KernelLayout> layout(DataInputStream in) throws IOException {
        int tasks = in.readInt();
        int files = in.readInt();
        Map<KernelField, Integer> offsets = new EnumMap<>(KernelField.class);
        for (KernelField field : KernelField.values()) {
            int offset = in.readShort();
            if (offset >= 0) {
                offsets.put(field, offset);
            } else if (!field.optional) {
                return Optional.empty();
            }
        }
        return Optional.of(KernelLayout.of(offsets, tasks, files));
    }

    private static byte[] bytes(KernelLayout layout) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] kernel = kernel();
        out.writeInt(MAGIC);
        out.writeShort(kernel.length);
        out.write(kernel);
        out.writeInt(question());
        out.writeInt(layout.tasksFunction());
        out.writeInt(layout.filesFunction());
        for (KernelField field : KernelField.values()) {
            out.writeShort(layout.has(field) ? layout.at(field) : -1);
        }
        out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    /** A kernel that was built anew has another build id, another build time in its version, or both. */
    private static byte[] kernel() {
        byte[] notes = KernelFile.bytes("/sys/kernel/notes").asOptional().orElse(new byte[0]);
        byte[] version = KernelFile.bytes("/proc/version").asOptional().orElse(new byte[0]);
        byte[] both = Arrays.copyOf(notes, notes.length + version.length);
        System.arraycopy(version, 0, both, notes.length, version.length);
        return both;
    }

    private static int question() {
        byte[] text = KernelField.questions().getBytes(StandardCharsets.UTF_8);
        return checksum(text, text.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
