package io.culprit.cli;

import io.culprit.report.SafeText;
import picocli.CommandLine;

/** Any command line: which command, and what its exit status means. */
final class AllCommands {
    private AllCommands() {}

    static int run(String... args) {
        CommandLine line = new CommandLine(new Culprit());
        line.setParameterExceptionHandler(AllCommands::wrongUsage);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("culprit: " + SafeText.of(String.valueOf(e.getMessage())));
            return e instanceof CannotDo ? Exit.CANNOT : unexpected(e, command);
        });
        return line.execute(args);
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .println("culprit: " + SafeText.of(String.valueOf(e.getMessage())) + " (see '"
                        + command.getCommandSpec().qualifiedName() + " --help')");
        return Exit.USAGE;
    }

    /** A fault of ours: the trace is what its report needs. */
    private static int unexpected(Exception e, CommandLine command) {
        e.printStackTrace(command.getErr());
        return Exit.CANNOT;
    }
}
