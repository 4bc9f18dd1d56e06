package io.culprit.model.evidence;

/** What stands behind a descriptor. */
public enum DescriptorKind {
    FILE("file"),
    DELETED_FILE("deleted file"),
    DIRECTORY("directory"),
    DEVICE("device"),
    PIPE("pipe"),
    SOCKET("socket"),
    EPOLL("epoll"),
    EVENTFD("eventfd"),
    TIMERFD("timerfd"),
    SIGNALFD("signalfd"),
    INOTIFY("inotify"),
    FANOTIFY("fanotify"),
    MEMFD("memfd"),
    PIDFD("pidfd"),
    BPF("bpf"),
    PERF_EVENT("perf event"),
    IO_URING("io_uring"),
    OTHER("other");

    private final String words;

    DescriptorKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
