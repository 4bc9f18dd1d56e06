package io.culprit.kernel.procfs;

import java.util.regex.Pattern;

/**
 * Hides what looks like a secret in the arguments of one program, given one after another: values of options and settings
 * with a telling name, of options that some programs are known to take one by, passwords in URLs, credentials of HTTP headers,
 * tokens that have a known form. What hides too much costs a word of a report; what hides too little, a password.
 */
final class Secrets {
    private static final String MASK = "***";
    private static final String NAME = "(?:password|passwd|passphrase|pwd|(?<![a-z])pass(?![a-z])|secret|token|bearer"
            + "|authorization|api[-_]?key|access[-_]?key|credential|private[-_]?key)";
    private static final Pattern SECRET_NAME = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

    /** {@code "password": "x"}, {@code password = x;}, {@code Authorization: Bearer x} amid other text. */
    private static final Pattern SETTING = Pattern.compile(
            "([\\w.-]*" + NAME + "[\\w.-]*[\"']?\\s*[:=]\\s*(?:(?:basic|bearer|token|digest)\\s+)?)"
                    + "(?:\"[^\"]*\"|'[^']*'|[^\\s,;&}\"']+)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern USER_AND_PASSWORD = Pattern.compile("(://[^/:@\\s]*:)[^/\\s]+@");
    /** A user's name in a URL is short; what is longer is a token in its place. */
    private static final Pattern TOKEN_AS_USER = Pattern.compile("(://)[^/:@\\s]{20,}@");

    /** GitHub, Slack, AWS, OpenAI-like and JSON Web Tokens: their makers chose prefixes that nothing else has. */
    private static final Pattern KNOWN_FORM =
            Pattern.compile("\\b(?:gh[pousr]_\\w{20,}|github_pat_\\w{20,}|glpat-[\\w-]{20,}|xox[abprs]-[\\w-]{10,}"
                    + "|AKIA[0-9A-Z]{16}|sk-[\\w-]{20,}|eyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*)");

    /** {@code eyJ}, eight characters, two dots and something between them. */
    private static final int SHORTEST_FORM = 14;

    private final String program;
    private boolean hideNext;
    private boolean hideNextPassword;

    Secrets(String firstArgument) {
        program = firstArgument.substring(firstArgument.lastIndexOf('/') + 1);
    }

    String mask(String argument) {
        boolean hidden = hideNext && !argument.startsWith("--");
        boolean passwordHidden = hideNextPassword;
        hideNext = false;
        hideNextPassword = false;
        if (hidden) {
            return MASK;
        }
        if (passwordHidden) {
            return afterColon(argument);
        }
        return known(argument);
    }

    private String known(String argument) {
        if (argument.startsWith("-")) {
            if (takesSecret(argument)) {
                hideNext = true;
                return argument;
            }
            if (program.equals("curl") && (argument.equals("-u") || argument.equals("--user"))) {
                hideNextPassword = true;
                return argument;
            }
            if (argument.startsWith("-p") && argument.length() > 2 && attachesPassword()) {
                return "-p" + MASK;
            }
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        boolean oneWord = argument.indexOf(' ') < 0 && argument.indexOf('"') < 0;
        boolean telling = oneWord && SECRET_NAME.matcher(name).find();
        if (telling && equals > 0) {
            return name + "=" + MASK;
        }
        hideNext = telling && equals < 0 && argument.startsWith("-");
        String masked = argument;
        // Each pattern is tried only where it could match: most arguments are words and paths, and there are thousands
        // of them.
        if (argument.indexOf('=') >= 0 || argument.indexOf(':') >= 0) {
            masked = SETTING.matcher(masked).replaceAll("$1" + MASK);
        }
        if (masked.contains("://") && masked.indexOf('@') >= 0) {
            masked = USER_AND_PASSWORD.matcher(masked).replaceAll("$1" + MASK + "@");
            masked = TOKEN_AS_USER.matcher(masked).replaceAll("$1" + MASK + "@");
        }
        return masked.length() < SHORTEST_FORM
                ? masked
                : KNOWN_FORM.matcher(masked).replaceAll(MASK);
    }

    /** Short options whose name tells nothing, by the manual pages of the programs. */
    private boolean takesSecret(String argument) {
        return switch (program) {
            case "sshpass" -> argument.equals("-p");
            case "redis-cli" -> argument.equals("-a");
            case "ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami", "ldappasswd" ->
                argument.equals("-w");
            case "mongo", "mongosh", "mongodump", "mongorestore" -> argument.equals("-p");
            default -> false;
        };
    }

    private boolean attachesPassword() {
        return program.startsWith("mysql") || program.startsWith("mariadb") || program.equals("sshpass");
    }

    private static String afterColon(String argument) {
        int colon = argument.indexOf(':');
        return colon < 0 ? argument : argument.substring(0, colon + 1) + MASK;
    }
}
