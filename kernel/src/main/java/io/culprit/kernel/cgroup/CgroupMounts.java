package io.culprit.kernel.cgroup;

import io.culprit.kernel.procfs.CgroupPaths;
import io.culprit.kernel.procfs.MountInfo;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hierarchies that are mounted where this process can see them.
 *
 * @param root what stands before every path; empty for the running system
 */
public record CgroupMounts(String root, List<MountInfo> mounts) {
    private static final String PARENT = "..";

    public CgroupMounts {
        mounts = List.copyOf(mounts);
    }

    public static Read<CgroupMounts> read(String root) {
        return KernelFile.text(root + "/proc/self/mountinfo")
                .map(MountInfo::parse)
                .map(all -> new CgroupMounts(
                        root,
                        all.stream().filter(m -> m.type().startsWith("cgroup")).toList()));
    }

    /** The groups of a process in the hierarchy that has the controller, its own first, then each parent up to the top. */
    public Read<List<Cgroup>> groups(CgroupPaths paths, String controller) {
        String what = "find the " + controller + " cgroup";
        String first = paths.byController().get(controller);
        boolean v2 = first == null;
        String path = v2 ? paths.byController().get("") : first;
        if (path == null) {
            return Read.malformed(what, "the kernel names no cgroup of the process for it");
        }
        List<MountInfo> candidates = mounts.stream()
                .filter(m -> v2 ? m.type().equals("cgroup2") : m.options().contains(controller))
                .toList();
        if (candidates.isEmpty()) {
            return Read.malformed(
                    what,
                    v2
                            ? "no cgroup version 2 and no version 1 hierarchy with this controller is mounted here"
                            : "its version 1 hierarchy is not mounted here");
        }
        for (MountInfo mount : candidates) {
            List<String> below = below(path, mount.root());
            if (below != null) {
                return Read.ok(upwards(mount, path, below, v2));
            }
        }
        return Read.malformed(
                what,
                "the process is in " + path + ", which lies outside of what is mounted at "
                        + candidates.getFirst().point() + ": run this on the host and not in a container");
    }

    private List<Cgroup> upwards(MountInfo mount, String path, List<String> below, boolean v2) {
        List<String> shown = parts(path);
        List<Cgroup> groups = new ArrayList<>();
        for (int up = 0; up <= below.size(); up++) {
            String inMount = String.join("/", below.subList(0, below.size() - up));
            groups.add(new Cgroup(
                    "/" + String.join("/", shown.subList(0, shown.size() - up)),
                    root + mount.point() + (inMount.isEmpty() ? "" : "/" + inMount),
                    v2));
        }
        return groups;
    }

    /**
     * The path from the mount down. Both are relative to the cgroup namespace of the reader, so either may begin with
     * {@code ..}: the mount when it was made outside of the namespace, the process when it lives there.
     */
    private static @Nullable List<String> below(String path, String mountRoot) {
        List<String> process = parts(path);
        List<String> mount = parts(mountRoot);
        if (process.size() < mount.size() || !process.subList(0, mount.size()).equals(mount)) {
            return null;
        }
        List<String> rest = process.subList(mount.size(), process.size());
        return rest.contains(PARENT) ? null : rest;
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/", -1)).filter(p -> !p.isEmpty()).toList();
    }

    /** The groups of a process, or why not. */
    public Read<CgroupPaths> pathsOf(int pid) {
        Read<String> text = KernelFile.text(root + "/proc/" + pid + "/cgroup");
        return text.errno() == Errno.ENOENT
                        && !KernelFile.text(root + "/proc/self/cgroup")
                                .asOptional()
                                .isPresent()
                ? Read.malformed("find the cgroup", "this kernel has no cgroups")
                : text.map(CgroupPaths::parse);
    }
}
