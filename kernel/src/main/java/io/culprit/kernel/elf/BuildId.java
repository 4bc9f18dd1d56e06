package io.culprit.kernel.elf;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/** NT_GNU_BUILD_ID of the notes: the same for all copies of one build, however they are named. */
final class BuildId {
    private static final int TYPE = 3;
    private static final int GNU = 0x00554e47;
    private static final int HEADER_BYTES = 12;
    /** Notes beyond this are not the linker's. */
    private static final int MAX_NOTE_BYTES = 4096;

    private static final int MAX_ID_BYTES = 64;

    private BuildId() {}

    static Optional<String> of(ElfBytes file, ElfHeaders headers) {
        return headers.segments().stream()
                .filter(s -> s.type() == ElfHeaders.PT_NOTE)
                .map(s -> notes(file.read(s.offset(), (int) Math.min(MAX_NOTE_BYTES, s.bytes()))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> notes(ByteBuffer b) {
        int at = 0;
        while (b.remaining() - at > HEADER_BYTES) {
            int nameBytes = b.getInt(at);
            int bytes = b.getInt(at + 4);
            int type = b.getInt(at + 8);
            if (nameBytes < 0 || bytes < 0 || nameBytes > MAX_NOTE_BYTES || bytes > MAX_NOTE_BYTES) {
                return Optional.empty();
            }
            int value = at + HEADER_BYTES + padded(nameBytes);
            if (value + bytes > b.remaining()) {
                return Optional.empty();
            }
            if (type == TYPE && nameBytes == 4 && b.getInt(at + HEADER_BYTES) == GNU && bytes <= MAX_ID_BYTES) {
                byte[] id = new byte[bytes];
                b.get(value, id);
                return Optional.of(HexFormat.of().formatHex(id));
            }
            at = value + padded(bytes);
        }
        return Optional.empty();
    }

    private static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }
}
