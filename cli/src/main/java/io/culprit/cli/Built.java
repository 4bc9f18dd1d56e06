package io.culprit.cli;

/** What the build wrote into the jar. */
final class Built {
    private Built() {}

    static String version() {
        String built = Built.class.getPackage().getImplementationVersion();
        return built == null ? "(not built as a jar)" : built;
    }
}
