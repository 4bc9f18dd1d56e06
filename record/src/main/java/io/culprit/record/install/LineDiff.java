package io.culprit.record.install;

import java.util.ArrayList;
import java.util.List;

/** Which lines a change takes away and which it brings, with those around them. For files of some hundred lines. */
final class LineDiff {
    /** Lines that stay, shown before and after those that change, as diff -u does. */
    private static final int CONTEXT = 2;

    private LineDiff() {}

    /** Lines that begin with {@code -}, {@code +} or a blank; {@code ...} where equal ones are left out. */
    static List<String> of(String before, String after) {
        List<String> all = script(lines(before), lines(after));
        List<String> shown = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < all.size(); i++) {
            if (!near(all, i)) {
                continue;
            }
            if (i > next) {
                shown.add("...");
            }
            shown.add(all.get(i));
            next = i + 1;
        }
        if (next > 0 && next < all.size()) {
            shown.add("...");
        }
        return shown;
    }

    private static boolean near(List<String> script, int i) {
        for (int k = Math.max(0, i - CONTEXT); k <= Math.min(script.size() - 1, i + CONTEXT); k++) {
            if (script.get(k).charAt(0) != ' ') {
                return true;
            }
        }
        return false;
    }

    /** By the longest common subsequence. */
    private static List<String> script(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int k = b.size() - 1; k >= 0; k--) {
                common[i][k] = a.get(i).equals(b.get(k))
                        ? common[i + 1][k + 1] + 1
                        : Math.max(common[i + 1][k], common[i][k + 1]);
            }
        }
        List<String> script = new ArrayList<>();
        int i = 0;
        int k = 0;
        while (i < a.size() || k < b.size()) {
            if (i < a.size() && k < b.size() && a.get(i).equals(b.get(k))) {
                script.add(" " + a.get(i++));
                k++;
            } else if (k == b.size() || (i < a.size() && common[i + 1][k] >= common[i][k + 1])) {
                script.add("-" + a.get(i++));
            } else {
                script.add("+" + b.get(k++));
            }
        }
        return script;
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
