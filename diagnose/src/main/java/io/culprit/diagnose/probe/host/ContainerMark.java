package io.culprit.diagnose.probe.host;

import io.culprit.kernel.sys.KernelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What container the tool itself runs in, named as systemd-detect-virt(1) does; it sees only what is in there. */
final class ContainerMark {
    private static final String PREFIX = "container=";
    /** Parts of cgroup paths by which engines are known where no namespace hides them. */
    private static final List<Map.Entry<String, String>> CGROUPS = List.of(
            Map.entry("/docker", "docker"),
            Map.entry("libpod", "podman"),
            Map.entry("/lxc", "lxc"),
            Map.entry("kubepods", "kubernetes"),
            Map.entry("containerd", "containerd"),
            Map.entry("machine.slice", "systemd-nspawn"));

    private ContainerMark() {}

    static String read(String root) {
        return Stream.<Optional<String>>of(
                        text(root + "/run/systemd/container"),
                        text(root + "/run/host/container-manager"),
                        environment(root + "/proc/1/environ"),
                        exists(root + "/run/.containerenv", "podman"),
                        exists(root + "/.dockerenv", "docker"),
                        openvz(root),
                        text(root + "/proc/sys/kernel/osrelease")
                                .filter(r -> r.contains("Microsoft") || r.contains("WSL"))
                                .map(r -> "wsl"),
                        cgroup(root + "/proc/self/cgroup"),
                        Namespaces.PID.outside(root) ? Optional.of("container-other") : Optional.empty())
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("none");
    }

    /** Readable for root alone; what is set there holds for the container as a whole. */
    private static Optional<String> environment(String path) {
        return KernelFile.bytes(path)
                .asOptional()
                .flatMap(b -> Stream.of(new String(b, StandardCharsets.UTF_8).split("\0", -1))
                        .filter(v -> v.startsWith(PREFIX) && v.length() > PREFIX.length())
                        .map(v -> v.substring(PREFIX.length()))
                        .findFirst());
    }

    private static Optional<String> openvz(String root) {
        boolean guest = Files.exists(Path.of(root + "/proc/vz")) && !Files.exists(Path.of(root + "/proc/bc"));
        return guest ? Optional.of("openvz") : Optional.empty();
    }

    private static Optional<String> cgroup(String path) {
        return text(path)
                .flatMap(t -> CGROUPS.stream()
                        .filter(c -> t.contains(c.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    private static Optional<String> exists(String path, String name) {
        return Files.exists(Path.of(path)) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<String> text(String path) {
        return KernelFile.text(path).asOptional().map(String::strip).filter(t -> !t.isEmpty());
    }
}
