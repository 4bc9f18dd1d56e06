package io.culprit.record.imports;

import java.util.ArrayList;
import java.util.List;

/** One record as RFC 4180 has it: fields, quoted where they hold the separator, a quote or a line break. */
final class CsvRecord {
    private CsvRecord() {}

    /** @return whether a quoted field is still open at the end of the text */
    static boolean split(String text, char separator, List<String> fields) {
        fields.clear();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.toString().isBlank()) {
                field.setLength(0);
                quoted = true;
            } else if (c == separator) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return quoted;
    }

    /** @return the separator that makes most fields of the header; a comma where none does */
    static char separator(String header) {
        List<String> fields = new ArrayList<>();
        char best = ',';
        int most = 1;
        for (char c : new char[] {',', ';', '\t'}) {
            split(header, c, fields);
            if (fields.size() > most) {
                most = fields.size();
                best = c;
            }
        }
        return best;
    }
}
