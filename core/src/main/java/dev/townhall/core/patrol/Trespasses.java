package dev.townhall.core.patrol;

import dev.townhall.core.foundation.process.Limits;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.reconcile.Findings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What workers and gates were seen to try although it is held from them: one finding for each of
/// them, with what and how often. It stands until a day has passed without another try, or the town
/// is started anew. Thread-safe.
public final class Trespasses {
    /// The kind of these findings.
    public static final String KIND = "trespass";

    private static final Duration STANDS = Duration.ofDays(1);

    /// Kinds of tries told of one; there are hardly more.
    private static final int KINDS_MAX = 40;

    private static final Logger LOG = LoggerFactory.getLogger(Trespasses.class);

    private final Findings findings;
    private final Time time;
    private final Map<String, Tally> tallies = new TreeMap<>();

    /// What one of them tried.
    private static final class Tally {
        private final Map<String, Integer> tries = new LinkedHashMap<>();
        private Duration last = Duration.ZERO;

        /// Whether this is worth telling: the first of its kind, and then ever fewer.
        boolean count(String what, Duration now) {
            last = now;
            if (!tries.containsKey(what) && tries.size() >= KINDS_MAX) {
                return false;
            }
            return Integer.bitCount(tries.merge(what, 1, Integer::sum)) == 1;
        }

        /// @param about who, as findings name it
        String text(String about) {
            StringBuilder text = new StringBuilder("It tried to ");
            String comma = "";
            for (Map.Entry<String, Integer> each : tries.entrySet()) {
                text.append(comma).append(each.getKey());
                if (each.getValue() > 1) {
                    text.append(" (").append(each.getValue()).append(" times or more)");
                }
                comma = "; ";
            }
            List<String> options =
                    tries.keySet().stream().flatMap(each -> Limits.option(each).stream()).toList();
            if (options.isEmpty()) {
                return text + ". None of it was given; look at what it does.";
            }
            String held = options.size() < tries.size() ? " What else it tried was not given." : "";
            int rig = about.indexOf('/');
            String more =
                    rig < 0
                            ? ""
                            : "; `gt rig set %s %s` changes that"
                                    .formatted(about.substring(0, rig), String.join(" ", options));
            return text
                    + "."
                    + held
                    + " It was ended for taking more than its limit; look at what it does"
                    + more
                    + ".";
        }
    }

    public Trespasses(Findings findings, Time time) {
        this.findings = findings;
        this.time = time;
    }

    /// Somebody tried what is held from them.
    ///
    /// @param about who, as findings name it
    /// @param what as the end of "It tried to …"; one of a few
    public void seen(String about, String what) {
        String text;
        synchronized (this) {
            Tally tally = tallies.computeIfAbsent(about, _ -> new Tally());
            if (!tally.count(what, time.elapsed())) {
                return;
            }
            text = tally.text(about);
        }
        LOG.atWarn().addKeyValue("agent", about).addKeyValue("outcome", what).log("trespass");
        findings.raised(KIND, about, text);
    }

    /// Takes back what is over.
    void pass() {
        Map<String, Tally> old = new TreeMap<>();
        synchronized (this) {
            Duration now = time.elapsed();
            tallies.forEach((about, tally) -> {
                if (tally.last.plus(STANDS).compareTo(now) < 0) {
                    old.put(about, tally);
                }
            });
            tallies.keySet().removeAll(old.keySet());
        }
        old.keySet().forEach(about -> findings.cleared(KIND, about));
    }
}
