package io.culprit.kernel.kmsg;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What syslog(2) prints: lines {@code <6>[   12.345678] text}, where the kernel's message may come in several lines. */
final class SyslogText {
    /** With CONFIG_PRINTK_CALLER the thread or CPU that printed follows the time. */
    private static final Pattern LINE =
            Pattern.compile("<(\\d{1,6})>(?:\\[ *(\\d{1,12})\\.(\\d{6})\\])?(?:\\[ *[TC]\\d+\\])? ?(.*)");

    private static final int LEVELS = 8;
    private static final long MICROS = 1_000_000;

    private SyslogText() {}

    /**
     * Lines without a priority belong to none: the first may be cut off, since the kernel hands out what fits. Sequence
     * numbers are made up: from 0 where the boot's first message is still there, which alone has the time 0, else from 1.
     */
    static List<KmsgRecord> parse(String text) {
        List<KmsgRecord> all = new ArrayList<>();
        int from = 0;
        for (String line : text.split("\n", -1)) {
            Matcher m = LINE.matcher(line);
            // Without times (printk.time=0) an age cannot be told: such lines are of no use here.
            if (m.matches() && m.group(2) != null) {
                int priority = Integer.parseInt(m.group(1));
                long micros = Long.parseLong(m.group(2)) * MICROS + Long.parseLong(m.group(3));
                from = all.isEmpty() && micros > 0 ? 1 : from;
                all.add(new KmsgRecord(
                        priority / LEVELS, priority % LEVELS, (long) from + all.size(), micros, m.group(4)));
            }
        }
        return all;
    }
}
