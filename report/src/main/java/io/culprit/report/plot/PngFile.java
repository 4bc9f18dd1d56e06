package io.culprit.report.plot;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Pixels as a PNG file (ISO/IEC 15948), eight bits for each of red, green and blue. */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int TRUE_COLOUR = 2;
    /** Each byte is stored as its difference to the one above: flat pictures shrink best by it. */
    private static final int FILTER_UP = 2;

    private PngFile() {}

    static void write(Raster raster, OutputStream out) throws IOException {
        DataOutputStream file = new DataOutputStream(out);
        file.write(SIGNATURE);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(head);
        fields.writeInt(raster.width());
        fields.writeInt(raster.height());
        fields.write(new byte[] {8, TRUE_COLOUR, 0, 0, 0});
        chunk(file, "IHDR", head.toByteArray());
        chunk(file, "IDAT", deflated(raster));
        chunk(file, "IEND", new byte[0]);
        file.flush();
    }

    private static byte[] deflated(Raster raster) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            byte[] above = new byte[3 * raster.width()];
            byte[] row = new byte[3 * raster.width()];
            byte[] line = new byte[3 * raster.width() + 1];
            line[0] = FILTER_UP;
            for (int y = 0; y < raster.height(); y++) {
                for (int x = 0; x < raster.width(); x++) {
                    int pixel = raster.pixel(x, y);
                    row[3 * x] = (byte) (pixel >> 16);
                    row[3 * x + 1] = (byte) (pixel >> 8);
                    row[3 * x + 2] = (byte) pixel;
                }
                for (int i = 0; i < row.length; i++) {
                    line[i + 1] = (byte) (row[i] - above[i]);
                }
                out.write(line);
                System.arraycopy(row, 0, above, 0, row.length);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream file, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        file.writeInt(data.length);
        file.write(name);
        file.write(data);
        file.writeInt((int) crc.getValue());
    }
}
