package io.culprit.report.plot;

import io.culprit.report.SafeText;
import java.util.Arrays;

/**
 * Letters made of strokes. Java's own text needs fonts, fontconfig and native libraries, and a bare server has none of them.
 *
 * <p>A line of the table is a letter, its width, and its strokes; a point is x and y on a grid, digits of base 36. Capitals
 * reach from 0 down to 12 ({@code c}), small letters from 4, tails down to 16 ({@code g}).
 */
final class StrokeFont {
    private static final String TABLE = """
            A8 0c 40 8c|18 78
            B7 0c 00 50 72 74 56 06|56 78 7a 5c 0c
            C8 82 60 20 02 0a 2c 6c 8a
            D8 00 50 83 89 5c 0c 00
            E7 70 00 0c 7c|06 66
            F7 70 00 0c|06 56
            G8 82 60 20 02 0a 2c 6c 8a 87 57
            H8 00 0c|80 8c|06 86
            I0 00 0c
            J5 50 5a 3c 2c 0a
            K7 00 0c|70 07|35 7c
            L6 00 0c 6c
            M9 0c 00 47 57 90 9c
            N8 0c 00 8c 80
            O8 20 02 0a 2c 6c 8a 82 60 20
            P7 0c 00 50 72 74 56 06
            Q8 20 02 0a 2c 6c 8a 82 60 20|59 8d
            R7 0c 00 50 72 74 56 06|46 7c
            S7 72 50 20 02 04 26 56 78 7a 5c 2c 0a
            T8 00 80|40 4c
            U8 00 0a 2c 6c 8a 80
            V8 00 4c 80
            Wc 00 3c 63 9c c0
            X8 00 8c|80 0c
            Y8 00 46 80|46 4c
            Z7 00 70 0c 7c
            07 20 02 0a 2c 5c 7a 72 50 20
            15 12 40 4c
            27 03 02 20 50 72 74 0c 7c
            37 02 20 50 72 74 56 36|56 78 7a 5c 2c 0a
            47 5c 50 08 78
            57 60 10 05 45 77 7a 5c 2c 0a
            67 71 50 30 03 0a 2c 5c 7a 78 56 26 08
            77 00 70 3c
            87 20 02 04 26 56 74 72 50 20|26 08 0a 2c 5c 7a 78 56
            97 0b 2c 4c 79 72 50 20 02 04 26 56 74
            a6 15 24 44 66 6c|68 28 09 0b 2c 4c 6a
            b6 00 0c|06 24 44 66 6a 4c 2c 0a
            c6 66 44 24 06 0a 2c 4c 6a
            d6 60 6c|66 44 24 06 0a 2c 4c 6a
            e6 08 68 66 44 24 06 0a 2c 4c 6b
            f5 51 40 30 22 2c|04 44
            g6 64 6e 4g 2g 0f|66 44 24 06 0a 2c 4c 6a
            h6 00 0c|06 24 44 66 6c
            i0 04 0c|00 01
            j2 24 2e 1g 0g|20 21
            k6 00 0c|54 09|27 6c
            l0 00 0c
            ma 04 0c|06 24 34 56 5c|56 74 84 a6 ac
            n6 04 0c|06 24 44 66 6c
            o6 24 06 0a 2c 4c 6a 66 44 24
            p6 04 0g|06 24 44 66 6a 4c 2c 0a
            q6 64 6g|66 44 24 06 0a 2c 4c 6a
            r4 04 0c|07 24 44
            s6 65 44 24 05 07 28 48 69 6b 4c 2c 0b
            t5 21 2a 3c 5c|04 54
            u6 04 0a 2c 4c 6a|64 6c
            v6 04 3c 64
            w8 04 2c 46 6c 84
            x6 04 6c|64 0c
            y6 04 3c|64 3c 1g 0g
            z6 04 64 0c 6c
            .0 0b 0c
            ,1 1b 0e
            :0 05 06|0b 0c
            ;1 15 16|1b 0e
            !0 00 08|0b 0c
            ?6 02 20 40 62 64 37 38|3b 3c
            "2 00 03|20 23
            '0 00 03
            `1 00 12
            -5 08 58
            _7 0d 7d
            +6 08 68|35 3b
            =6 06 66|0a 6a
            /6 0d 60
            \\6 00 6d
            |0 00 0e
            (2 20 03 0a 2d
            )2 00 23 2a 0d
            [2 20 00 0d 2d
            ]2 00 20 2d 0d
            {3 30 11 15 06 17 1c 3d
            }3 00 21 25 36 27 2c 0d
            <6 64 08 6c
            >6 04 68 0c
            %8 20 02 24 42 20|68 4a 6c 8a 68|80 0c
            &8 8c 13 12 20 30 42 43 09 0a 2c 4c 87
            *6 32 38|03 67|63 07
            #7 20 1c|60 5c|04 74|08 78
            @8 65 54 34 25 28 39 59 68 63|68 79 88 84 61 31 04 08 3c 6c
            $7 73 52 22 03 05 26 56 78 7a 5b 2b 0a|40 4d
            ^4 03 20 43
            ~6 09 27 49 67
            """;

    private static final int RADIX = 36;
    /** Grid units. */
    private static final double CAPITAL = 12;

    private static final double GAP = 3.2;
    private static final double BLANK = 3;
    /** Height of a capital in parts of the size, as usual fonts have it. */
    private static final double CAPITAL_SHARE = 0.72;
    /** Thickness in parts of the size. */
    private static final double THIN = 0.09;

    private static final double BOLD = 0.15;
    private static final int ASCII = 128;

    private static final double[] WIDTHS = new double[ASCII];
    private static final int[][][] STROKES = new int[ASCII][][];

    static {
        Arrays.fill(WIDTHS, BLANK);
        Arrays.fill(STROKES, new int[0][]);
        for (String line : TABLE.lines().toList()) {
            char letter = line.charAt(0);
            WIDTHS[letter] = Character.digit(line.charAt(1), RADIX);
            String[] strokes = line.substring(2).replace(" ", "").split("\\|");
            int[][] points = new int[strokes.length][];
            for (int i = 0; i < strokes.length; i++) {
                points[i] =
                        strokes[i].chars().map(c -> Character.digit(c, RADIX)).toArray();
            }
            STROKES[letter] = points;
        }
    }

    private StrokeFont() {}

    static double width(String text, double size) {
        String letters = SafeText.ascii(text);
        double units = 0;
        for (int i = 0; i < letters.length(); i++) {
            units += WIDTHS[letters.charAt(i)] + GAP;
        }
        return Math.max(0, units - GAP) * scale(size);
    }

    private static double scale(double size) {
        return size * CAPITAL_SHARE / CAPITAL;
    }

    static void draw(Raster raster, double x, double baseline, double size, boolean bold, int colour, String text) {
        double scale = scale(size);
        double thickness = size * (bold ? BOLD : THIN);
        // Strokes that lie on whole pixels look sharper.
        double top = Math.rint(baseline) - CAPITAL * scale;
        double left = x;
        String letters = SafeText.ascii(text);
        for (int i = 0; i < letters.length() && left < raster.width(); i++) {
            for (int[] stroke : STROKES[letters.charAt(i)]) {
                for (int k = 0; k + 3 < stroke.length; k += 2) {
                    raster.segment(
                            left + stroke[k] * scale,
                            top + stroke[k + 1] * scale,
                            left + stroke[k + 2] * scale,
                            top + stroke[k + 3] * scale,
                            thickness);
                }
            }
            left += (WIDTHS[letters.charAt(i)] + GAP) * scale;
        }
        raster.ink(colour, 1);
    }
}
