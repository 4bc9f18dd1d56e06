/*
 * hostile-name: a process whose name and arguments are an attack on whoever prints them.
 *
 * Not a case with a verdict: any user can call a process anything. It tests that a tool parses /proc/PID/stat from the last
 * parenthesis, and escapes names in terminals, HTML, JSON, CSV and file names.
 *
 * --name N chooses the name (see the table below); --spin makes it burn a core, so that it becomes a suspect.
 * The twin keeps its plain name, and sleeps.
 */
#include "scenario.h"

static const char *const names[] = {
    "\033[31mX\033[0m",      /* 0: colours, and worse, in a terminal */
    "a\nPid:\t1\nb",         /* 1: a line of its own in /proc/PID/status */
    "x) R 1 1 (",            /* 2: the end of the name, for a parser of /proc/PID/stat that takes the first ) */
    "\xff\xfe\xc3\x28",      /* 3: not UTF-8 */
    "<script>a()",           /* 4: HTML; in argv the whole element */
    "\xe2\x80\xae" "dlrow",  /* 5: right-to-left override */
    "",                      /* 6: no name at all */
    "$(id)`id`'\"&;",        /* 7: shell quoting */
    "../../../x",            /* 8: a file name made from the name */
    "=1+1,\"a\t;\r",         /* 9: CSV, and a formula in a spreadsheet */
};
enum { NAMES = sizeof names / sizeof *names };

static long name;
static bool spin;

/* Writes over argv where it stands, since this is what /proc/PID/cmdline shows. */
static void overwrite_arguments(int argc, char **argv, const char *text)
{
    char whole[128];
    snprintf(whole, sizeof whole, "%s<script>alert(1)</script>\033]0;owned\a\n", text);
    char *end = argv[argc - 1] + strlen(argv[argc - 1]);
    size_t room = (size_t)(end - argv[0]), length = strlen(whole);
    memset(argv[0], 0, room);
    memcpy(argv[0], whole, length < room ? length : room);
}

int main(int argc, char **argv)
{
    const struct option_spec options[] = {{"--name", &name, NULL}, {"--spin", NULL, &spin}, {0}};
    scenario_begin(argc, argv, options);
    if (name >= NAMES) scenario_usage(argv[0], options);
    if (!healthy) {
        overwrite_arguments(argc, argv, names[name]);
        prctl(PR_SET_NAME, names[name]);
    }
    READY("name=%ld of=%d", name, NAMES);
    while (spin && !healthy) {}
    for (;;) pause();
}
