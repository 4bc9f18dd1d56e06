package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The installed service in its life from installation to removal, under a real systemd. One test in many steps: each begins where
 * the one before ended.
 */
class ServiceIT {
    private static final String CULPRIT = "/opt/culprit/culprit";
    private static final String SERVICE = "culprit-record.service";
    private static final String CONFIGURATION = "/etc/culprit/record.conf";
    private final OwnSystemd host = OwnSystemd.start();

    @AfterEach
    void halt() {
        host.close();
    }

    @Test
    void itLivesFromItsInstallationToItsRemovalAsTheDocumentsSay() throws Exception {
        itIsInstalledFromACopyAndRunsThatCopy();
        itRunsAsAUserOfItsOwnWithTheRightsOfTheUnitAlone();
        itSeesWhatOfOthersOnlyItsRightsShow();
        itsLimitsAreInForce();
        aReloadTakesNewSettingsAndAWrongOneChangesNothing();
        anEndIsASuccessAndTheNextStartContinuesTheRecording();
        whatIsKilledIsStartedAnew();
        aWrongConfigurationEndsTheStartForGoodAndAnInstallationMendsIt();
        aDiskThatFillsUpCostsSamplesAndNotTheRecorder();
        anUpgradeShowsEachLineAndRestartsWhatRuns();
        itIsRemovedAndTheRecordingStays();
    }

    private void itIsInstalledFromACopyAndRunsThatCopy() throws Exception {
        assertThat(host.out(CULPRIT, "install", "--dry-run")).contains("ExecStart=" + CULPRIT + " record");
        assertThat(host.run("systemctl", "cat", SERVICE).status()).isNotZero();

        assertThat(host.out(CULPRIT, "install", "--every", "1s")).contains("started; it records to /var/lib/culprit");

        assertThat(host.out("systemctl", "is-enabled", SERVICE)).isEqualTo("enabled");
        host.waitFor("it records", h -> h.journal().contains("recording every 1s to /var/lib/culprit"));
        assertThat(host.sh("tr '\\0' ' ' </proc/" + pid() + "/cmdline"))
                .contains("-jar /opt/culprit/.culprit-build/lib");
        assertThat(host.out("systemctl", "show", "--value", "--property", "NeedDaemonReload", SERVICE))
                .isEqualTo("no");
    }

    private void itRunsAsAUserOfItsOwnWithTheRightsOfTheUnitAlone() {
        String status = host.sh("cat /proc/" + pid() + "/status");
        assertThat(host.out("stat", "-c", "%U", "/proc/" + pid())).isEqualTo("culprit");
        assertThat(status).contains("NoNewPrivs:\t1").contains("Seccomp:\t2");
        for (String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
            assertThat(status).contains(set + ":\t000001c400080004");
        }
        assertThat(host.out("stat", "-L", "-c", "%a %U", "/var/lib/culprit")).isEqualTo("700 culprit");
        assertThat(host.sh("find /var/lib/culprit/ -type f ! -perm 600 -o -type d ! -perm 700"))
                .isEmpty();
        assertThat(host.out("ps", "-o", "nice=", "-p", pid())).isEqualTo("-5");
    }

    private void itSeesWhatOfOthersOnlyItsRightsShow() throws Exception {
        host.sh("setsid setpriv --reuid=33 --regid=33 --clear-groups sleep 300 >/dev/null 2>&1 </dev/null &");
        host.waitFor(
                "the sleeper", h -> h.run("pgrep", "-u", "33", "-x", "sleep").status() == 0);
        String sleeper = host.out("pgrep", "-u", "33", "-x", "sleep");
        assertThat(sleeper).matches("[1-9]\\d*");
        host.waitFor(
                "its descriptors are recorded",
                h -> h.run(CULPRIT, "history", "--pid", sleeper, "--metric", "fds", "--format", "csv")
                        .out()
                        .lines()
                        .anyMatch(l -> l.contains("sleep") && l.matches(".*,3(\\.0)?\\b.*")));
        host.sh("kill " + sleeper);
    }

    private void itsLimitsAreInForce() {
        assertThat(host.property("MemoryMax")).isEqualTo(String.valueOf(640L << 20));
        String group = host.sh("cut -d: -f2- /proc/" + pid() + "/cgroup");
        assertThat(group).contains("/system.slice/culprit-record.service");
        String version1 = "/sys/fs/cgroup/memory/system.slice/" + SERVICE + "/memory.limit_in_bytes";
        String version2 = "/sys/fs/cgroup/system.slice/" + SERVICE + "/memory.max";
        assertThat(host.sh("cat " + version1 + " " + version2 + " 2>/dev/null || true"))
                .isEqualTo(String.valueOf(640L << 20));
        assertThat(host.sh("cat /sys/fs/cgroup/cpu*/system.slice/" + SERVICE + "/cpu.cfs_quota_us"
                                + " /sys/fs/cgroup/system.slice/" + SERVICE + "/cpu.max 2>/dev/null || true")
                        .lines())
                .allMatch(l -> l.startsWith("100000"));
        assertThat(host.property("TasksMax")).isEqualTo("256");
    }

    private void aReloadTakesNewSettingsAndAWrongOneChangesNothing() throws Exception {
        String before = pid();
        host.sh("sed -i 's/^every = .*/every = 2s/' " + CONFIGURATION);
        host.out("systemctl", "reload", SERVICE);
        host.waitFor("the new interval", h -> h.journal().contains("recording every 2s"));
        host.sh("sed -i 's/^every = .*/evry = 3s/' " + CONFIGURATION);
        host.out("systemctl", "reload", SERVICE);
        host.waitFor("a word on the mistake", h -> h.journal().contains("unknown key 'evry'"));
        assertThat(host.property("ActiveState")).isEqualTo("active");
        assertThat(pid()).isEqualTo(before);
        host.sh("sed -i 's/^evry = .*/every = 1s/' " + CONFIGURATION);
        host.out("systemctl", "reload", SERVICE);
    }

    private void anEndIsASuccessAndTheNextStartContinuesTheRecording() throws Exception {
        host.out("systemctl", "stop", SERVICE);
        assertThat(host.property("Result")).isEqualTo("success");
        assertThat(host.property("ExecMainStatus")).isEqualTo("143");
        assertThat(host.property("ActiveState")).isEqualTo("inactive");
        long samples = samples();
        host.out("systemctl", "start", SERVICE);
        host.waitFor("more samples", h -> samples() > samples);
        String info = host.out(CULPRIT, "history", "--info");
        assertThat(info).contains("lost         nothing").contains("stopped: recording ended");
    }

    private void whatIsKilledIsStartedAnew() throws Exception {
        host.out("systemctl", "kill", "--kill-who=main", "--signal=KILL", SERVICE);
        host.waitFor(
                "another process",
                h -> h.property("NRestarts").equals("1")
                        && h.property("ActiveState").equals("active"));
        // As a reload does that comes while the JVM starts.
        host.out("systemctl", "stop", SERVICE);
        host.out("systemctl", "start", SERVICE);
        host.out("systemctl", "reload", SERVICE);
        host.waitFor("it runs", h -> h.property("ActiveState").equals("active"));
        host.waitFor(
                "it records", h -> h.run(CULPRIT, "history", "--info").out().contains("damage       none"));
    }

    private void aWrongConfigurationEndsTheStartForGoodAndAnInstallationMendsIt() throws Exception {
        host.sh("sed -i 's/^every = .*/every = 1ms/' " + CONFIGURATION);
        host.run("systemctl", "restart", SERVICE);
        host.waitFor("a failure", h -> h.property("ActiveState").equals("failed"));
        assertThat(host.property("ExecMainStatus")).isEqualTo("2");
        assertThat(host.journal()).contains(CONFIGURATION + ", line ");
        host.out(CULPRIT, "install", "--every", "1s");
        assertThat(host.property("ActiveState")).isEqualTo("active");
    }

    private void aDiskThatFillsUpCostsSamplesAndNotTheRecorder() throws Exception {
        host.out("systemctl", "stop", SERVICE);
        host.sh("mount -t tmpfs -o size=400k,mode=700 tmpfs /var/lib/private");
        host.sh("dd if=/dev/zero of=/var/lib/private/fill bs=1k 2>/dev/null || true");
        host.out("systemctl", "start", SERVICE);
        host.waitFor("a word on it", h -> h.journal().contains("samples are being lost: No space left on device"));
        assertThat(host.property("ActiveState")).isEqualTo("active");
        host.sh("rm /var/lib/private/fill");
        host.waitFor("it goes on", h -> h.journal().contains("the recording can be written again"));
        host.out("systemctl", "stop", SERVICE);
        host.sh("mount -o remount,ro /var/lib/private");
        host.run("systemctl", "start", SERVICE);
        host.waitFor("a word on it", h -> h.journal().contains("Read-only file system"));
        host.waitFor("it is tried again", h -> h.property("SubState").equals("auto-restart"));
        host.sh("mount -o remount,rw /var/lib/private");
        host.waitFor("it records", h -> h.property("ActiveState").equals("active"));
        host.out("systemctl", "stop", SERVICE);
        host.sh("umount /var/lib/private");
    }

    private void anUpgradeShowsEachLineAndRestartsWhatRuns() throws Exception {
        host.sh("sed -i 's/^Nice=.*/Nice=3/; /^OOMPolicy/d' /etc/systemd/system/" + SERVICE);
        host.out("systemctl", "daemon-reload");
        host.out("systemctl", "start", SERVICE);
        String before = pid();
        Run upgrade = host.run(CULPRIT, "install");
        assertThat(upgrade.status()).as(upgrade.err()).isZero();
        assertThat(upgrade.out())
                .contains("-Nice=3")
                .contains("+Nice=-5")
                .contains("+OOMPolicy=continue")
                .doesNotContain("record.conf");
        String second = pid();
        assertThat(second).isNotEqualTo(before);
        assertThat(host.out(CULPRIT, "install")).contains("nothing to change");
        assertThat(pid()).isEqualTo(second);
        Recorder.pause(1100);
        host.sh("cp -a /opt/culprit /opt/newer && mv /opt/culprit /opt/older && mv /opt/newer /opt/culprit");
        assertThat(host.out(CULPRIT, "install")).contains("nothing to change").contains("it is restarted");
        assertThat(pid()).isNotEqualTo(second);
    }

    private void itIsRemovedAndTheRecordingStays() {
        long samples = samples();
        assertThat(host.out(CULPRIT, "install", "--uninstall")).contains("the recording stays in /var/lib/culprit");
        assertThat(host.run("systemctl", "cat", SERVICE).status()).isNotZero();
        assertThat(host.sh("ls /etc/culprit /etc/systemd/system/" + SERVICE + " 2>/dev/null || true"))
                .isEmpty();
        assertThat(host.sh("find /etc/systemd/system/ -name 'culprit*'")).isEmpty();
        assertThat(samples()).isGreaterThanOrEqualTo(samples);
    }

    /** Never 0, which to kill(1) is the caller's whole process group. */
    private String pid() {
        String pid = host.property("MainPID");
        assertThat(pid)
                .as("the service does not run; it said: " + host.journal())
                .matches("[1-9]\\d*");
        return pid;
    }

    private long samples() {
        Run run = host.run(CULPRIT, "history", "--format", "json");
        return run.status() == 0 ? run.json().path("samples").asLong() : 0;
    }
}
