package io.culprit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that only knows the others. */
@Command(
        name = "culprit",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Finds the process that is to blame for a CPU spike or a leak on this Linux host.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Diagnose.class,
            RecordCommand.class,
            ShowHistory.class,
            Graph.class,
            Spikes.class,
            Import.class,
            Install.class,
            Learn.class
        },
        footer = {"", "Most people want:  culprit diagnose"})
final class Culprit implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }
}
