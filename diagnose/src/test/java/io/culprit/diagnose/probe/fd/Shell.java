package io.culprit.diagnose.probe.fd;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A shell that holds what {@code opens} says, and a child of it that inherited all: two processes, one open file each.
 */
final class Shell implements AutoCloseable {
    final int pid;
    final int child;
    private final Process shell;

    /** @param opens redirections as of bash(1), such as {@code 5<>/dev/udp/127.0.0.1/9 6</etc/passwd} */
    Shell(String opens, String... arguments) throws IOException {
        String script = "exec " + opens + "; (echo $BASHPID; kill -STOP $BASHPID) & read x; kill -KILL $!; wait";
        String[] command = new String[arguments.length + 4];
        command[0] = "bash";
        command[1] = "-c";
        command[2] = script;
        command[3] = "holder";
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        shell = new ProcessBuilder(command).redirectErrorStream(true).start();
        pid = (int) shell.pid();
        child = Integer.parseInt(shell.inputReader().readLine());
    }

    /** Both end. */
    @Override
    public void close() throws IOException {
        shell.outputWriter().append("end\n").flush();
        shell.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
