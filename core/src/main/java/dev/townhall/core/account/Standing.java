package dev.townhall.core.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.townhall.core.bead.Aspect;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How an account stands with its provider.
///
/// ```
///            limited                    limited: until grows
///   Awake ------------> Resting --------------------------------> Resting
///    ^  ^                 |
///    |  +----- woken -----+   its time has come, or a person ends the rest
///    +-- worked               the limits in a row are over
/// ```
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Standing.Awake.class, name = "awake"),
    @JsonSubTypes.Type(value = Standing.Resting.class, name = "resting")
})
public sealed interface Standing {
    Aspect<Standing> ASPECT = new Aspect<>("account", Standing.class);

    /// How long it rests after the first limit when its provider does not say; doubled with each
    /// further one in a row.
    Duration REST_FIRST = Duration.ofMinutes(1);

    /// The longest it rests when its provider does not say.
    Duration REST_LONGEST = Duration.ofHours(1);

    /// The shortest it rests, whatever its provider says: to start a session costs more.
    Duration REST_LEAST = Duration.ofSeconds(10);

    /// The longest it rests when its provider says.
    Duration REST_TOLD_LONGEST = Duration.ofDays(8);

    /// How often in a row it met a limit, without a turn that went well between.
    int limits();

    /// Whether no session may be started under it at `now`.
    default boolean restsAt(Instant now) {
        return this instanceof Resting resting && now.isBefore(resting.until());
    }

    /// It may be used.
    record Awake(int limits) implements Standing {
        /// An account of which nothing is known yet.
        public static final Awake NEW = new Awake(0);

        /// It met its provider's limit.
        ///
        /// @param told until when the provider says, if it does
        public Resting limited(Instant now, Optional<Instant> told, String said) {
            int inARow = limits + 1;
            return new Resting(inARow, now, end(now, told, inARow), said);
        }

        /// A turn went well.
        public Awake worked() {
            return NEW;
        }
    }

    /// It is not used before `until`.
    ///
    /// @param said the provider's words, without secrets
    record Resting(int limits, Instant since, Instant until, String said) implements Standing {
        /// Another session of it met the limit before it was ended.
        public Resting limited(Instant now, Optional<Instant> told) {
            Instant end = end(now, told, limits);
            return end.isAfter(until) ? new Resting(limits, since, end, said) : this;
        }

        public Awake woken() {
            return new Awake(limits);
        }
    }

    private static Instant end(Instant now, Optional<Instant> told, int limits) {
        Instant least = now.plus(REST_LEAST);
        Instant latest = now.plus(REST_TOLD_LONGEST);
        return told.filter(now::isBefore)
                .map(at -> at.isBefore(least) ? least : at.isAfter(latest) ? latest : at)
                .orElseGet(() -> now.plus(unsaid(limits)));
    }

    private static Duration unsaid(int limits) {
        int doublings = Math.min(limits - 1, 30);
        Duration rest = REST_FIRST.multipliedBy(1L << doublings);
        return rest.compareTo(REST_LONGEST) > 0 ? REST_LONGEST : rest;
    }
}
