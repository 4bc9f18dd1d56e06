package io.culprit.kernel.tasks;

/** Says what an ordinary user may know of itself and of the first process. Started by a test. */
final class AsNobody {
    private AsNobody() {}

    public static void main(String[] args) {
        int all = TaskColumn.DETAILS_READ | TaskColumn.FDS_READ | TaskColumn.SOCKETS_READ;
        TaskTable table = new TaskTable();
        try (ProcTasks tasks = new ProcTasks()) {
            for (int i = 0; i < 20; i++) {
                if (tasks.read(table, all).asOptional().isEmpty()) {
                    System.out.println("refused");
                }
            }
        }
        say("own", table, (int) ProcessHandle.current().pid());
        say("first", table, 1);
    }

    private static void say(String who, TaskTable table, int pid) {
        for (int row = 0; row < table.rows(); row++) {
            if (table.pid(row) == pid) {
                System.out.println(who
                        + " cpu=" + known(table, TaskColumn.CPU_USER, row)
                        + " anon=" + known(table, TaskColumn.RSS_ANON, row)
                        + " io=" + known(table, TaskColumn.READ_BYTES, row)
                        + " fds=" + known(table, TaskColumn.FDS, row)
                        + " sockets=" + known(table, TaskColumn.SOCKETS, row));
            }
        }
    }

    private static String known(TaskTable table, TaskColumn column, int row) {
        return table.column(column)[row] == TaskTable.UNKNOWN ? "unknown" : "known";
    }
}
