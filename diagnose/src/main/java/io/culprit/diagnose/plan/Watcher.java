package io.culprit.diagnose.plan;

/** Who waits for the answer. Called from several threads; texts may hold what processes call themselves. */
public interface Watcher {
    /** What is being done now; replaces the previous step. */
    void step(String doing);

    /** Something already known that is worth reading before the answer is complete. */
    void say(String words);
}
