package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.Links;

/** Whether the tool lives in the host's own namespaces; the first of each kind has a fixed inode (include/linux/proc_ns.h). */
enum Namespaces {
    PID("pid", "pid:[4026531836]"),
    USER("user", "user:[4026531837]");

    private final String file;
    private final String ofHost;

    Namespaces(String file, String ofHost) {
        this.file = file;
        this.ofHost = ofHost;
    }

    /** False where it cannot be told, as on kernels before 3.8. */
    boolean outside(String root) {
        return Links.read(root + "/proc/self/ns/" + file)
                .asOptional()
                .filter(ns -> !ns.equals(ofHost))
                .isPresent();
    }
}
