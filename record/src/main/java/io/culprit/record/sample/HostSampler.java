package io.culprit.record.sample;

import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the host's own series, {@link io.culprit.model.recording.HostKey}, into a frame: all but those of the recorder itself
 * and the number of processes, which who reads those knows. Used by one thread.
 *
 * <p>TCP states are in one sample of six, or in fewer where there are many sockets. Of the network it is the first process's
 * namespace, or our own where that may not be looked at.
 */
public final class HostSampler implements Sources.HostReader {
    /** {@code /proc/stat} of a machine with a thousand CPUs and as many interrupts; the others have some kilobytes. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private final List<HostFile> files;
    private final SocketsText sockets;
    private final InterfacesText interfaces = new InterfacesText();
    private final TcpStateCounts states = new TcpStateCounts();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Cursor cursor = new Cursor();

    public HostSampler() {
        this("/proc", "/proc/" + NetFiles.host().pid() + "/net");
    }

    HostSampler(String proc, String net) {
        AuxVector units = AuxVector.self();
        String ipv4 = proc + "/sys/net/ipv4/";
        sockets = new SocketsText(units.pageBytes());
        files = List.of(
                new HostFile(proc + "/loadavg", new LoadText()),
                new HostFile(proc + "/stat", new CpuText(units.ticksPerSecond())),
                new HostFile(proc + "/pressure/cpu", new PressureText("cpu")),
                new HostFile(proc + "/pressure/memory", new PressureText("memory")),
                new HostFile(proc + "/pressure/io", new PressureText("io")),
                new HostFile(proc + "/meminfo", MemoryText.fields()),
                new HostFile(proc + "/sys/fs/file-nr", new FilesText()),
                new HostFile(
                        ipv4 + "tcp_mem",
                        new NumbersText(
                                units.pageBytes(),
                                HostKey.TCP_MEMORY_LOW,
                                HostKey.TCP_MEMORY_PRESSURE,
                                HostKey.TCP_MEMORY_HIGH)),
                new HostFile(ipv4 + "tcp_max_orphans", new NumbersText(1, HostKey.TCP_ORPHANS_LIMIT)),
                new HostFile(ipv4 + "tcp_max_tw_buckets", new NumbersText(1, HostKey.TCP_TIME_WAIT_LIMIT)),
                new HostFile(net + "/softnet_stat", new SoftnetText()),
                new HostFile(net + "/sockstat", sockets),
                new HostFile(net + "/dev", interfaces));
    }

    /** What could not be read is left out, and told by {@link #refused}. */
    @Override
    public void sample(Frame frame) {
        for (int i = 0; i < files.size(); i++) {
            files.get(i).sample(buffer, cursor, frame);
        }
        states.sample(sockets.waiting(), frame);
    }

    /** What the last samples lack and why, a line for a person each; names in it are not yet safe for a terminal. */
    @Override
    public List<String> refused() {
        List<String> lines = new ArrayList<>();
        for (HostFile file : files) {
            file.refused().ifPresent(lines::add);
        }
        states.refused().ifPresent(lines::add);
        if (interfaces.leftOut() > 0) {
            lines.add("network interfaces beyond the first " + InterfacesText.MAX_INTERFACES + " are not recorded: "
                    + interfaces.leftOut());
        }
        return lines;
    }

    @Override
    public void close() {
        files.forEach(HostFile::close);
        states.close();
    }
}
