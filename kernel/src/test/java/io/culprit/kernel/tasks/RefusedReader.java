package io.culprit.kernel.tasks;

/** The main class of a process that may not read by BPF, and says why. */
final class RefusedReader {
    private RefusedReader() {}

    public static void main(String[] none) {
        System.out.println("why: " + BpfTasks.open().why());
    }
}
