package dev.townhall.botslack.webapi;

import dev.townhall.core.chat.ChatPort.Failed;
import dev.townhall.core.chat.ChatPort.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Slack's errors mean for a post. An error after which nobody knows whether the message is
/// shown is TRANSIENT, and only such a one.
final class Failures {
    static final Duration PAUSE_DEFAULT = Duration.ofSeconds(30);
    static final Duration PAUSE_MAX = Duration.ofMinutes(15);
    private static final int TOO_MANY = 429;
    private static final int TOO_LARGE = 413;
    private static final int REASON_CHARS_MAX = 300;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private static final List<String> LOGIN =
            List.of(
                    "invalid_auth",
                    "not_authed",
                    "account_inactive",
                    "token_revoked",
                    "token_expired",
                    "no_permission",
                    "missing_scope",
                    "not_allowed_token_type",
                    "org_login_required",
                    "ekm_access_denied",
                    "access_denied",
                    "team_access_not_granted",
                    "team_not_found",
                    "enterprise_is_restricted");

    private static final List<String> GONE =
            List.of(
                    "channel_not_found",
                    "message_not_found",
                    "thread_not_found",
                    "user_not_found",
                    "users_not_found",
                    "cant_update_message");

    private static final List<String> IN_DOUBT =
            List.of(
                    "fatal_error",
                    "internal_error",
                    "service_unavailable",
                    "request_timeout",
                    "team_added_to_org",
                    "accesslimited");

    private Failures() {}

    /// Slack took the call and said no.
    static <T> Answer<T> ofError(@Nullable String error, @Nullable String needed) {
        String word = error == null ? "" : error;
        String reason =
                needed == null || needed.isEmpty() ? word : word + " (needs " + needed + ")";
        return failed(kind(word), reason.isEmpty() ? "Slack gave no reason" : reason, word);
    }

    private static Failure kind(String error) {
        if (error.isEmpty() || IN_DOUBT.contains(error)) {
            return Failure.TRANSIENT;
        }
        if (error.equals("ratelimited") || error.equals("rate_limited")) {
            return Failure.RATE_LIMITED;
        }
        if (LOGIN.contains(error)) {
            return Failure.AUTH;
        }
        return GONE.contains(error) ? Failure.NOT_FOUND : Failure.PERMANENT;
    }

    /// The answer was no answer of the Web API.
    static <T> Answer<T> ofStatus(int status, @Nullable String retryAfter) {
        if (status == TOO_MANY) {
            return new Answer.Failed<>(
                    new Failed(Failure.RATE_LIMITED, "HTTP 429", Optional.of(pause(retryAfter))),
                    "ratelimited");
        }
        Failure kind = status == TOO_LARGE ? Failure.PERMANENT : Failure.TRANSIENT;
        return failed(kind, "HTTP " + status, "");
    }

    /// There was no answer, or none that can be read.
    static <T> Answer<T> ofSilence(String what) {
        return failed(Failure.TRANSIENT, what, "");
    }

    private static Duration pause(@Nullable String retryAfter) {
        if (retryAfter == null || !SECONDS.matcher(retryAfter.strip()).matches()) {
            return PAUSE_DEFAULT;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        return asked.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : asked;
    }

    private static <T> Answer<T> failed(Failure kind, String reason, String error) {
        String brief =
                reason.length() > REASON_CHARS_MAX ? reason.substring(0, REASON_CHARS_MAX) : reason;
        Optional<Duration> pause =
                kind == Failure.RATE_LIMITED ? Optional.of(PAUSE_DEFAULT) : Optional.empty();
        return new Answer.Failed<>(new Failed(kind, brief, pause), error);
    }
}
