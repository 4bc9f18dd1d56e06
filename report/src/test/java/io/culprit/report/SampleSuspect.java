package io.culprit.report;

import static io.culprit.report.Sample.MB;
import static io.culprit.report.Sample.id;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.Suspect;
import java.util.List;
import java.util.Optional;

/** One of the twelve workers. */
final class SampleSuspect {
    private SampleSuspect() {}

    static Suspect of(int pid, List<Descriptor.Holder> holders) {
        SocketInfo socket = new SocketInfo(
                55_123,
                "UDP",
                "UNCONNECTED",
                true,
                "239.1.1.1:5000",
                "",
                0,
                0,
                0,
                Optional.of(new SocketInfo.SocketMemory(0, 212_992, 0, 212_992, 0, 0, 0, 0, 0)),
                Optional.empty(),
                List.of("239.1.1.1 on eth0"),
                Optional.empty());
        return new Suspect(
                id(pid),
                "networkingd",
                "/opt/vendor/bin/networkingd",
                "0.92 CPUs",
                false,
                Answer.known(new ProcessMemory(
                        50 * MB,
                        40 * MB,
                        10 * MB,
                        0,
                        0,
                        60 * MB,
                        200 * MB,
                        2048.5,
                        0,
                        Answer.known(88),
                        Answer.known(List.of(
                                new ProcessMemory.Mapping("7f0000000000-7f0001000000", 16 * MB, "rw-p", "", ""))),
                        Answer.known(List.of()),
                        Answer.unavailable("/proc/" + pid + "/maps: not permitted (EACCES)"),
                        Answer.known("madvise"),
                        Optional.of(new ProcessMemory.Smaps(1, 2, 3, 4, 5)))),
                Answer.known(List.of(new Descriptor(
                        11,
                        DescriptorKind.SOCKET,
                        "socket:[55123]",
                        Optional.of(55_123L),
                        "O_RDWR|O_NONBLOCK",
                        true,
                        List.of(new Descriptor.Watch(7, "EPOLLIN|EPOLLET", "socket:[55124]")),
                        "",
                        holders,
                        "socket inode",
                        Optional.of(socket)))),
                Answer.known(
                        new Suspect.CgroupCpu("/system.slice/nd.service", Answer.unavailable("no quota"), 0, 0, 0)),
                Answer.known(new Suspect.CgroupMemory(
                        "/system.slice/nd.service", 700 * MB, Answer.unavailable("no limit"), 0, 0, 0)),
                Answer.known(new Suspect.CgroupPids("/system.slice/nd.service", 13, Answer.known(9000L))));
    }
}
