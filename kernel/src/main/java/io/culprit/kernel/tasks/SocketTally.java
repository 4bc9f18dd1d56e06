package io.culprit.kernel.tasks;

/** The sockets of one process, counted in one go or in several where its descriptors are many. */
final class SocketTally {
    private static final long FROM_THE_BEGIN = 0;

    /** Where in the list of its descriptors to go on. */
    long resumeAt = FROM_THE_BEGIN;

    long sockets;
    long closed;
    long closeWait;
    long unix;
    /** Whether the kinds could be told of all sockets so far; and whether those in no list could. */
    boolean kindsKnown;

    boolean closedKnown;
    /** Its network namespace is that of the lists. */
    boolean listed;

    /** It counts to the end at this reading. */
    boolean finished;

    /** The reading at which it was counted last, and how many descriptors there were; 0 for never. */
    long countedAt;

    long countedDescriptors;

    void forget() {
        countedAt = 0;
        countedDescriptors = TaskTable.UNKNOWN;
        restart();
    }

    void restart() {
        resumeAt = FROM_THE_BEGIN;
        finished = false;
        sockets = 0;
        closed = 0;
        closeWait = 0;
        unix = 0;
        kindsKnown = true;
        closedKnown = true;
        listed = false;
    }

    boolean underway() {
        return resumeAt != FROM_THE_BEGIN;
    }
}
