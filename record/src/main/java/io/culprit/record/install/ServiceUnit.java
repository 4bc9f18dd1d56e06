package io.culprit.record.install;

import java.nio.file.Path;
import java.util.List;

/**
 * The unit of the service (systemd.service(5), systemd.exec(5), systemd.resource-control(5)).
 *
 * @param launcher absolute; no character in it that a unit would interpret
 * @param javaHome of the JDK that built it
 * @param state below {@code /var/lib}, the directory of the recording
 * @param rights those that this kernel knows
 */
public record ServiceUnit(Path launcher, Path javaHome, String state, List<Right> rights) {
    public static final String NAME = "culprit-record.service";

    public ServiceUnit {
        rights = List.copyOf(rights);
    }

    /** Whether a path can stand in a unit as it is: no blank, quote, backslash, percent or dollar sign. */
    public static boolean plain(Path path) {
        return path.toString().matches("/[A-Za-z0-9._+@:,/~-]*");
    }

    public String text() {
        return TEXT.replace("@MARK@", Marked.LINE)
                .replace("@LAUNCHER@", launcher.toString())
                .replace(
                        "@JAR@",
                        launcher.resolveSibling(".culprit-build/lib/culprit-cli.jar")
                                .toString())
                .replace("@JAVA_HOME@", javaHome.toString())
                .replace("@STATE@", state)
                .replace("@REASONS@", reasons())
                .replace(
                        "@RIGHTS@",
                        String.join(" ", rights.stream().map(Right::name).toList()));
    }

    private String reasons() {
        StringBuilder lines = new StringBuilder();
        for (Right right : rights) {
            lines.append("# ")
                    .append(right.name())
                    .append(": ")
                    .append(right.purpose())
                    .append('\n');
        }
        return lines.toString().stripTrailing();
    }

    /** Reasons stand beside each line because an administrator decides about them, with no other page at hand. */
    private static final String TEXT = """
            @MARK@
            [Unit]
            Description=Culprit recorder: all processes, every few seconds, for days
            After=local-fs.target
            # A program that was moved, or never built, says so here and not by a JVM that cannot start.
            AssertFileIsExecutable=@LAUNCHER@
            AssertPathExists=@JAR@
            # A disk that is mounted again, or memory that comes free, within half an hour finds it trying; then it counts as failed.
            StartLimitIntervalSec=3600
            StartLimitBurst=60

            [Service]
            Type=exec
            ExecStart=@LAUNCHER@ record --store /var/lib/@STATE@
            ExecReload=/bin/kill -HUP $MAINPID
            # A JVM that was told to end, and did so in order, exits with 143.
            SuccessExitStatus=143
            # An investigation that runs is ended with the service; the samples are on disk within a second.
            KillMode=mixed
            TimeoutStopSec=20
            Restart=on-failure
            RestartSec=30
            # A reload that comes before the JVM can take it ends it, and systemd counts that as a wish.
            RestartForceExitStatus=SIGHUP
            # 2: the command line or the configuration is wrong, and will be so in half a minute too.
            RestartPreventExitStatus=2
            Environment=JAVA_HOME=@JAVA_HOME@ CULPRIT_NICE_OFF=1

            # Not root: a user of its own that exists while the service runs and owns the recording alone.
            DynamicUser=yes
            User=culprit
            StateDirectory=@STATE@
            StateDirectoryMode=0700
            UMask=0077

            # What it may do beyond an ordinary user, each for a reason:
            @REASONS@
            CapabilityBoundingSet=@RIGHTS@
            AmbientCapabilities=@RIGHTS@
            NoNewPrivileges=yes

            # The recorder and the investigation that a spike starts, together. The recorder alone uses a small part of this.
            MemoryHigh=448M
            MemoryMax=640M
            # Out of memory ends the investigation, and not the recorder.
            OOMPolicy=continue
            # Bounded as it is, it must outlive the leak that it is to prove.
            OOMScoreAdjust=-500
            # One CPU, and only for the seconds of an investigation.
            CPUQuota=100%
            TasksMax=256
            LimitNOFILE=65536
            # Before Linux 5.11 the maps of BPF count against this.
            LimitMEMLOCK=infinity
            # A sample that comes late on a host in trouble is the one that is wanted.
            Nice=-5
            CPUWeight=300
            IOSchedulingClass=best-effort
            IOSchedulingPriority=6

            # The whole file system is read-only but for the recording and a /tmp of its own. Home directories can be read, for the
            # programs that run from there.
            ProtectSystem=strict
            ProtectHome=read-only
            PrivateTmp=yes
            # With the right to trace, a writable /proc would be the memory of every process. ProtectKernelTunables= would also
            # hide /proc/kallsyms, and with it the names of kernel functions.
            ReadOnlyPaths=/proc /sys
            ProtectControlGroups=yes
            ProtectKernelModules=yes
            ProtectClock=yes
            ProtectHostname=yes
            # Not ProtectKernelLogs= nor PrivateDevices=: both hide /dev/kmsg.
            DevicePolicy=closed
            DeviceAllow=/dev/kmsg r
            # It must see all processes, and its rights must count outside of a user namespace: PrivateUsers= would end them.
            ProtectProc=default
            ProcSubset=all
            # It sends nothing anywhere: no socket of the network, only those by which the kernel tells of sockets.
            RestrictAddressFamilies=AF_UNIX AF_NETLINK
            IPAddressDeny=any
            # Sockets inside other network namespaces are thus seen through /proc and BPF alone.
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            KeyringMode=private
            RemoveIPC=yes
            # MemoryDenyWriteExecute= stays off: a JVM writes machine code and runs it.
            SystemCallArchitectures=native
            SystemCallFilter=@system-service bpf perf_event_open syslog
            SystemCallFilter=~@chown @setuid @keyring @aio userfaultfd
            SystemCallErrorNumber=EPERM

            [Install]
            WantedBy=multi-user.target
            """;
}
