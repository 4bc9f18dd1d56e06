package io.culprit.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The JSON that we write and how much of it we are willing to read.
 *
 * <p>Only Jackson's streams are used, with {@link Shape} on top: databind takes several times as long to start. All but ASCII
 * is escaped, so that a document is as harmless on a terminal as the text is.
 */
final class Json {
    /** Evidence of 5 000 processes takes a tenth of it; the heap that our start script grants must hold it all. */
    static final long MOST_BYTES = 64L << 20;
    /** Values and names. Each costs up to 60 bytes once read. */
    static final long MOST_TOKENS = 2_000_000;
    /** Our own documents nest to about 16. */
    private static final int DEEPEST = 40;
    /** Nothing that we save is longer: the longest command line that the kernel allows is 6 MiB (execve(2)). */
    private static final int LONGEST_TEXT = 8 << 20;

    private static final int LONGEST_NAME = 4096;
    /** A double has at most 24 characters. */
    private static final int LONGEST_NUMBER = 40;

    private static final int DELETE = 0x7f;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MOST_BYTES)
                    .maxTokenCount(MOST_TOKENS)
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new Escapes())
            .build();

    private Json() {}

    /** Writes one document and a newline; the stream stays open. */
    static void write(Shape shape, Object value, OutputStream out, boolean exact) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            shape.write(json, value, exact);
            json.writeRaw('\n');
        } catch (JacksonIOException e) {
            throw new IOException(e.getOriginalMessage(), e.getCause());
        }
    }

    /** @throws JacksonException when it is no JSON or more than we read */
    static JsonParser parser(InputStream in) {
        return FACTORY.createParser(ObjectReadContext.empty(), in);
    }

    /** JSON leaves DEL as it is; a terminal does not. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            return null;
        }
    }
}
