package io.culprit.diagnose.plan;

import io.culprit.diagnose.plan.Suspicion.Chosen;
import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.host.UsageProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whom the user asked for.
 *
 * @param chosen in the order asked, bounded
 * @param matched how many there were before the bound
 * @param refusal what cannot be done at all, one line; empty when it can
 */
record Targets(List<Chosen> chosen, int matched, Optional<String> refusal) {

    static Targets of(Request request, UsageProbe usage, int own) {
        Map<Integer, Chosen> found = new LinkedHashMap<>();
        List<Integer> absent = new ArrayList<>();
        for (int pid : request.pids()) {
            if (pid == own) {
                return refused("pid " + pid + " is this very process: it cannot be its own suspect");
            }
            usage.byPid(pid).ifPresentOrElse(n -> found.put(pid, Suspicion.asked(n)), () -> absent.add(pid));
        }
        if (!absent.isEmpty()) {
            return refused("no process has pid "
                    + absent.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                    + " (any more): see 'pgrep -l .' or leave --pid out");
        }
        if (request.name().isPresent()) {
            String name = request.name().get();
            List<Names.Named> named =
                    usage.byName(name).stream().filter(n -> n.id().pid() != own).toList();
            if (named.isEmpty()) {
                return refused("no process is called '" + name
                        + "' (compared with the command name, the program and the executable): see 'ps -e'");
            }
            named.forEach(n -> found.putIfAbsent(n.id().pid(), Suspicion.asked(n)));
        }
        List<Chosen> all = List.copyOf(found.values());
        return new Targets(
                all.size() > Suspicion.MAX_SUSPECTS ? all.subList(0, Suspicion.MAX_SUSPECTS) : all,
                all.size(),
                Optional.empty());
    }

    Optional<String> bound() {
        return matched > chosen.size()
                ? Optional.of(matched + " processes match; the " + chosen.size()
                        + " that used most CPU are looked at closely")
                : Optional.empty();
    }

    private static Targets refused(String why) {
        return new Targets(List.of(), 0, Optional.of(why));
    }
}
