package io.culprit.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"culprit " + text()};
    }

    static String text() {
        String built = Version.class.getPackage().getImplementationVersion();
        return built == null ? "(not built as a jar)" : built;
    }
}
