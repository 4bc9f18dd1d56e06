package io.culprit.cli;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.record.install.Change;
import io.culprit.record.install.Installation;
import io.culprit.record.install.Installation.Plan;
import io.culprit.record.install.Program;
import io.culprit.record.install.Right;
import io.culprit.record.install.ServiceUnit;
import io.culprit.record.install.Systemd;
import io.culprit.report.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code culprit install}: the recorder as a service of systemd. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Makes the recorder a service of systemd: writes a unit and a configuration, shows what it changes, and starts it.",
            "The service is not root: it has a user of its own and the capabilities that the unit names with their reasons."
                    + " Settings that are given here go to the configuration; the others there stay as they are."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "2:the command line is wrong",
            "3:it could not be done: one line on stderr says why, and what was done before"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit install --dry-run           show what it would write",
            "  sudo culprit install --keep 90d     install or change, and start",
            "  sudo culprit install --uninstall    remove the service and keep the recording"
        })
final class Install implements Callable<Integer> {
    /** The only place where a user of the service's own can own a directory (StateDirectory= in systemd.exec(5)). */
    private static final Path STATES = Path.of("/var/lib");

    private static final String LAST_RIGHT = "/proc/sys/kernel/cap_last_cap";

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    private boolean dryRun;

    @Mixin
    private final SettingOptions settings = new SettingOptions();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "The service's recording, a directory below /var/lib (default: ${DEFAULT-VALUE}).")
    private Path store = Path.of("/var/lib/culprit");

    @Option(names = "--no-start", description = "Write, but neither start nor restart it, nor at boot.")
    private boolean noStart;

    @Option(
            names = "--force",
            description =
                    "Also where systemd does not run, where somebody else wrote the unit, or where others than root can"
                            + " exchange the program.")
    private boolean force;

    @Option(names = "--uninstall", description = "Stop the service and remove what was written. The recording stays.")
    private boolean uninstall;

    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    private final Installation host = Installation.OF_HOST;

    @Override
    public Integer call() throws CannotDo {
        try {
            if (uninstall) {
                if (!settings.given().isEmpty() || noStart) {
                    throw new ParameterException(
                            spec.commandLine(), "--uninstall goes with --dry-run and --force alone");
                }
                remove();
            } else {
                put();
            }
            return Exit.NOTHING_FOUND;
        } catch (IOException e) {
            throw new CannotDo(
                    "cannot read or write the service's files: " + Change.why(e) + " (" + e.getMessage() + ")");
        }
    }

    private void put() throws IOException, CannotDo {
        String state = state();
        Program program = Program.running()
                .orElseThrow(
                        () -> new CannotDo("the service needs a built copy of Culprit: run install by its launcher,"
                                + " the file 'culprit' at the top of the checkout"));
        List<Right> rights = Right.known(lastRight());
        Plan plan =
                host.install(new ServiceUnit(program.launcher(), program.javaHome(), state, rights), settings.given());
        show(plan, "nothing to change: the service is installed as asked for");
        for (Right right : Right.values()) {
            if (!rights.contains(right)) {
                say("this kernel is too old for " + right.name() + "; without it: " + right.loss());
            }
        }
        refuse(program, plan);
        if (!dryRun) {
            carryOut(plan);
            start(plan, program);
        }
    }

    private void remove() throws IOException, CannotDo {
        Plan plan = host.uninstall();
        var recording = host.recording();
        show(plan, "nothing to remove: the service is not installed");
        if (plan.unit().touchesAnothersFile() && !force) {
            throw new CannotDo(host.unit() + " was not written by culprit install: it stays (--force removes it)");
        }
        if (plan.configuration().after().isPresent()) {
            say(host.configuration() + " bears no mark of ours and stays");
        }
        if (dryRun || plan.changesNothing()) {
            return;
        }
        needRoot("--uninstall");
        if (Systemd.running() && !plan.unit().changesNothing()) {
            must(Systemd.systemctl("disable", "--now", ServiceUnit.NAME));
        }
        carryOut(plan);
        host.removeEmptyDirectory();
        if (Systemd.running()) {
            must(Systemd.systemctl("daemon-reload"));
        }
        recording.ifPresent(r -> say("removed; the recording stays in " + r));
    }

    private void show(Plan plan, String nothing) {
        if (plan.changesNothing()) {
            say(nothing);
        }
        for (Change change : plan.changes()) {
            if (!change.changesNothing()) {
                say(change.file()
                        + (change.before().isEmpty()
                                ? " is new:"
                                : change.after().isEmpty() ? " goes:" : " changes:"));
                change.difference().forEach(line -> say("  " + line));
            }
        }
    }

    private void refuse(Program program, Plan plan) throws IOException, CannotDo {
        if (!dryRun) {
            needRoot("");
        }
        for (String obstacle : program.obstacles()) {
            if (!dryRun) {
                throw new CannotDo(obstacle);
            }
            say("an installation would be refused: " + obstacle);
        }
        List<Path> exchangeable = program.exchangeable();
        if (!exchangeable.isEmpty()) {
            Path first = exchangeable.getFirst();
            refuseUnlessForced("others than root can change " + first
                    + (exchangeable.size() > 1 ? " and " + (exchangeable.size() - 1) + " more" : "")
                    + ", and would so decide what runs with the rights of the service: copy "
                    + program.launcher().getParent() + " to /opt, owned by root, and install from there");
        }
        if (plan.unit().touchesAnothersFile()) {
            refuseUnlessForced(host.unit() + " was not written by culprit install");
        }
        if (!Systemd.running()) {
            refuseUnlessForced("systemd does not run here, so there is nobody to start the service");
        }
    }

    private void refuseUnlessForced(String why) throws CannotDo {
        if (dryRun) {
            say("an installation would be refused: " + why);
        } else if (!force) {
            throw new CannotDo(why + " (nothing was written; --force does it all the same)");
        }
    }

    private void needRoot(String option) throws CannotDo {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new CannotDo("only root can do this; nothing was changed. Run:  sudo "
                    + Program.running().map(p -> p.launcher().toString()).orElse("culprit") + " install"
                    + (option.isEmpty() ? asGiven() : " " + option));
        }
    }

    private String asGiven() {
        StringBuilder words = new StringBuilder();
        settings.given()
                .forEach((key, value) ->
                        words.append(" --").append(key.key()).append(' ').append(value));
        return (store.equals(STATES.resolve("culprit")) ? "" : " --store " + store)
                + words
                + (noStart ? " --no-start" : "")
                + (force ? " --force" : "");
    }

    private void carryOut(Plan plan) throws CannotDo {
        for (Change change : plan.changes()) {
            if (change.changesNothing()) {
                continue;
            }
            try {
                change.carryOut();
            } catch (IOException e) {
                throw new CannotDo("cannot write " + change.file() + ": " + Change.why(e));
            }
        }
    }

    private void start(Plan plan, Program program) throws CannotDo, IOException {
        if (!Systemd.running()) {
            say("written, not started: where systemd runs, do  systemctl enable --now " + ServiceUnit.NAME);
            return;
        }
        must(Systemd.systemctl("daemon-reload"));
        if (noStart) {
            say("not started: do  systemctl enable --now " + ServiceUnit.NAME);
            return;
        }
        must(Systemd.systemctl("enable", ServiceUnit.NAME));
        // What failed before is what this installation shall mend; where nothing did, it is refused, and that does not
        // matter.
        Systemd.systemctl("reset-failed", ServiceUnit.NAME);
        OptionalLong runsSince = Systemd.startedSeconds(ServiceUnit.NAME);
        boolean newer = runsSince.isPresent() && runsSince.getAsLong() <= program.writtenSeconds();
        if (newer) {
            say("the program is newer than the service that runs: it is restarted");
        }
        if (newer || !plan.unit().changesNothing()) {
            must(Systemd.systemctl("restart", ServiceUnit.NAME));
        } else {
            must(Systemd.systemctl("start", ServiceUnit.NAME));
            // What was started this moment reads the file itself, and cannot take a signal yet.
            if (runsSince.isPresent() && !plan.configuration().changesNothing()) {
                must(Systemd.systemctl("reload", ServiceUnit.NAME));
            }
        }
        say("started; it records to " + store + ". What it says:  journalctl -u " + ServiceUnit.NAME);
    }

    private static void must(Optional<String> trouble) throws CannotDo {
        if (trouble.isPresent()) {
            throw new CannotDo(trouble.get());
        }
    }

    private String state() {
        Path wanted = store.normalize();
        if (!wanted.startsWith(STATES)
                || wanted.equals(STATES)
                || !ServiceUnit.plain(wanted)
                || wanted.startsWith(STATES.resolve("private"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--store '" + store
                            + "': the service can own a directory below /var/lib alone; mount the other disk there");
        }
        return STATES.relativize(wanted).toString();
    }

    private static int lastRight() throws CannotDo {
        // Not by java.nio.file: it reads a byte first, and the kernel gives a setting in one piece or not at all.
        Read<String> last = KernelFile.text(LAST_RIGHT);
        try {
            return Integer.parseInt(last.asOptional().orElse(""));
        } catch (NumberFormatException e) {
            throw new CannotDo("cannot tell which capabilities this kernel knows: " + LAST_RIGHT + " " + last.why());
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(SafeText.of(line));
    }
}
