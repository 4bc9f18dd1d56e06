package io.culprit.model.recording;

/**
 * How to read a series of the host: what its raw values mean.
 *
 * @param rate the values count up, and their differences mean something
 * @param scale what one step is worth in {@code unit}, of a level; of a counter, one step in a second
 */
public record HostMetric(String key, String unit, boolean rate, double scale) {

    public static HostMetric of(String key) {
        String family = key.substring(0, key.indexOf(':') + 1);
        return switch (family) {
            case HostKey.CPU -> rate(key, Unit.CPU);
            case HostKey.PRESSURE_SOME, HostKey.PRESSURE_FULL -> rate(key, Unit.TIME_SHARE);
            case HostKey.MEMORY -> level(key, Unit.BYTES);
            case HostKey.TCP_STATE -> level(key, Unit.SOCKETS);
            case HostKey.RX_PACKETS, HostKey.TX_PACKETS, HostKey.RX_DROPPED, HostKey.MULTICAST ->
                rate(key, Unit.PACKETS);
            case HostKey.RX_BYTES, HostKey.TX_BYTES -> rate(key, Unit.BYTES_PER_SECOND);
            default -> single(key);
        };
    }

    private static HostMetric single(String key) {
        return switch (key) {
            case HostKey.LOAD_1, HostKey.LOAD_5, HostKey.LOAD_15 -> new HostMetric(key, Unit.LOAD, false, 1e-3);
            case HostKey.RUNNABLE, HostKey.BLOCKED, HostKey.TASKS, HostKey.PROCESSES -> level(key, Unit.TASKS);
            case HostKey.FORKS, HostKey.CONTEXT_SWITCHES, HostKey.INTERRUPTS -> rate(key, Unit.EVENTS);
            case HostKey.SOFTNET_PACKETS, HostKey.SOFTNET_DROPPED, HostKey.SOFTNET_SQUEEZED -> rate(key, Unit.PACKETS);
            case HostKey.TCP_MEMORY,
                    HostKey.TCP_MEMORY_LOW,
                    HostKey.TCP_MEMORY_PRESSURE,
                    HostKey.TCP_MEMORY_HIGH,
                    HostKey.UDP_MEMORY,
                    HostKey.OWN_RSS -> level(key, Unit.BYTES);
            case HostKey.TCP_ORPHANS, HostKey.TCP_TIME_WAIT, HostKey.SOCKETS_USED -> level(key, Unit.SOCKETS);
            case HostKey.FILES_OPEN, HostKey.FILES_LIMIT -> level(key, Unit.DESCRIPTORS);
            case HostKey.OWN_CPU -> rate(key, Unit.CPU);
            case HostKey.OWN_LATE, HostKey.OWN_TOOK -> new HostMetric(key, Unit.MILLISECONDS, false, 1e-3);
            default -> level(key, Unit.NUMBER);
        };
    }

    private static HostMetric level(String key, String unit) {
        return new HostMetric(key, unit, false, 1);
    }

    private static HostMetric rate(String key, String unit) {
        return new HostMetric(key, unit, true, Unit.perSecond(unit));
    }

    /** @return NaN without two readings, when the clock stood still or the counter fell */
    public double value(long earlier, long later, long millis) {
        if (later == ProcessMetric.UNKNOWN) {
            return Double.NaN;
        }
        if (!rate) {
            return later * scale;
        }
        if (earlier == ProcessMetric.UNKNOWN || later < earlier || millis <= 0) {
            return Double.NaN;
        }
        return (later - earlier) * scale * 1000.0 / millis;
    }
}
