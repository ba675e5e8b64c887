package dev.townhall.botslack.webapi;

import com.slack.api.Slack;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.conversations.ConversationsRepliesResponse;
import com.slack.api.model.Message.Metadata;
import com.slack.api.model.ResponseMetadata;
import com.slack.api.model.User;
import dev.townhall.botslack.blockkit.Message;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The calls of Slack's Web API that the town makes, one request each. Blocks until Slack has
/// answered or the time for it is over. Thread-safe.
public final class WebApi implements AutoCloseable {
    /// Where Slack's own methods are.
    public static final String SLACK = "https://slack.com/api/";

    /// The type of the metadata that carries our key of a message. Every app of the workspace can
    /// read it, and write such metadata itself.
    static final String EVENT = "townhall_post";

    private static final String KEY = "key";
    private static final int PAGE = 200;
    private static final int PAGES_MAX = 10;

    private final Slack slack;
    private final MethodsClient methods;

    private WebApi(Slack slack, MethodsClient methods) {
        this.slack = slack;
        this.methods = methods;
    }

    /// A client for one workspace.
    ///
    /// @param url where the methods are: [#SLACK], or a stand-in for it
    public static WebApi open(String url, String token, Duration timeout) {
        Slack slack = Clients.slack(url, (int) timeout.toMillis());
        return new WebApi(slack, slack.methods(token));
    }

    @Override
    public void close() {
        try {
            slack.close();
        } catch (Exception e) {
            throw new TownException(
                    ErrorCode.UNAVAILABLE, "The connections to Slack do not close: " + e, e);
        }
    }

    /// Who the token says it is, with all that a set-up wants to know.
    public Answer<Introduction> introduction() {
        return call(
                        () -> methods.authTest(it -> it),
                        it ->
                                isMissing(it.getTeamId()) || isMissing(it.getUserId())
                                        ? Optional.empty()
                                        : Optional.of(introduced(it)))
                .then(this::withApp);
    }

    private static Introduction introduced(AuthTestResponse it) {
        return new Introduction(
                new Self(it.getTeamId(), it.getUserId(), orEmpty(it.getBotId())),
                orEmpty(it.getAppId()),
                Optional.ofNullable(it.getEnterpriseId()).filter(id -> it.isEnterpriseInstall()),
                orEmpty(it.getTeam()),
                scopes(it.getHttpResponseHeaders()));
    }

    /// Slack names the app of a token in one of two places.
    private Answer<Introduction> withApp(Introduction known) {
        if (!known.app().isEmpty() || known.self().bot().isEmpty()) {
            return new Answer.Got<>(known);
        }
        return call(
                () -> methods.botsInfo(it -> it.bot(known.self().bot())),
                it ->
                        it.getBot() == null
                                ? Optional.empty()
                                : Optional.of(known.withApp(orEmpty(it.getBot().getAppId()))));
    }

    private static List<String> scopes(@Nullable Map<String, List<String>> headers) {
        return headers == null
                ? List.of()
                : headers.entrySet().stream()
                        .filter(it -> it.getKey().equalsIgnoreCase("x-oauth-scopes"))
                        .flatMap(it -> it.getValue().stream())
                        .flatMap(it -> Stream.of(it.split(",", -1)))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .sorted()
                        .toList();
    }

    /// Shows a message; its `ts`.
    ///
    /// @param thread the `ts` of the root it hangs below
    public Answer<String> post(
            String channel, Optional<String> thread, String key, Message message) {
        return call(
                () ->
                        methods.chatPostMessage(it ->
                                it.channel(channel)
                                        .threadTs(thread.orElse(null))
                                        .text(message.text())
                                        .blocksAsString(blocks(message))
                                        .metadata(metadata(key))
                                        .mrkdwn(true)
                                        .parse("none")
                                        .linkNames(false)
                                        .unfurlLinks(false)
                                        .unfurlMedia(false)),
                it -> present(it.getTs()));
    }

    /// Gives a message another text; its `ts`.
    public Answer<String> update(String channel, String ts, String key, Message message) {
        return call(
                () ->
                        methods.chatUpdate(it ->
                                it.channel(channel)
                                        .ts(ts)
                                        .text(message.text())
                                        .blocksAsString(
                                                message.blocks().isEmpty()
                                                        ? "[]"
                                                        : message.blocksText())
                                        .metadata(metadata(key))
                                        .parse("none")
                                        .linkNames(false)),
                it -> present(it.getTs()));
    }

    /// The `ts` of the message that carries `key` and is `self`'s own, if it is shown: in a thread,
    /// else among the newest of the channel.
    public Answer<Optional<String>> find(
            String channel, Optional<String> thread, String key, Self self) {
        String cursor = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            Answer<Page> answer = page(channel, thread, cursor);
            if (answer instanceof Answer.Failed<Page> failed) {
                return new Answer.Failed<>(failed.failure(), failed.error());
            }
            Page got = ((Answer.Got<Page>) answer).value();
            Optional<String> found =
                    got.messages().stream()
                            .filter(it -> isOurs(it, key, self))
                            .map(com.slack.api.model.Message::getTs)
                            .findFirst();
            if (found.isPresent() || got.cursor().isEmpty()) {
                return new Answer.Got<>(found);
            }
            cursor = got.cursor();
        }
        return new Answer.Got<>(Optional.empty());
    }

    /// Where Socket Mode is to connect; needs the token of the app, `xapp-…`, instead of the bot's.
    public Answer<URI> openSocket() {
        return call(
                () -> methods.appsConnectionsOpen(it -> it),
                it -> present(it.getUrl()).flatMap(WebApi::socket));
    }

    private static Optional<URI> socket(String url) {
        try {
            URI uri = URI.create(url);
            return Optional.of(uri).filter(it -> it.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The conversation of the bot with one person, `D…`.
    public Answer<String> openDirect(String user) {
        return call(
                () -> methods.conversationsOpen(it -> it.users(List.of(user))),
                it ->
                        it.getChannel() == null
                                ? Optional.empty()
                                : present(it.getChannel().getId()));
    }

    /// Tells one person something in a channel that nobody else sees.
    public Answer<Boolean> whisper(
            String channel, Optional<String> thread, String user, Message message) {
        return call(
                () ->
                        methods.chatPostEphemeral(it ->
                                it.channel(channel)
                                        .threadTs(thread.orElse(null))
                                        .user(user)
                                        .parse("none")
                                        .linkNames(false)
                                        .text(message.text())),
                it -> Optional.of(true));
    }

    /// Opens a form for whoever pressed, within three seconds.
    public Answer<Boolean> openForm(String trigger, String view) {
        return call(
                () -> methods.viewsOpen(it -> it.triggerId(trigger).viewAsString(view)),
                it -> Optional.of(true));
    }

    /// Puts a reaction to a message; it is no failure that it is there already.
    ///
    /// @param name for example `eyes`
    public Answer<Boolean> react(String channel, String ts, String name) {
        return done(
                call(
                        () ->
                                methods.reactionsAdd(
                                        it -> it.channel(channel).timestamp(ts).name(name)),
                        it -> Optional.of(true)),
                "already_reacted");
    }

    /// Takes a reaction back; it is no failure that there is none.
    public Answer<Boolean> unreact(String channel, String ts, String name) {
        return done(
                call(
                        () ->
                                methods.reactionsRemove(
                                        it -> it.channel(channel).timestamp(ts).name(name)),
                        it -> Optional.of(true)),
                "no_reaction");
    }

    public Answer<Account> account(String user) {
        return call(
                () -> methods.usersInfo(it -> it.user(user)),
                it -> Optional.ofNullable(it.getUser()).map(WebApi::account));
    }

    private static Account account(User user) {
        return new Account(
                orEmpty(user.getTeamId()),
                orEmpty(user.getId()),
                user.isRestricted() || user.isUltraRestricted() || user.isStranger(),
                user.isBot(),
                user.isDeleted(),
                orEmpty(user.getTz()));
    }

    private static Answer<Boolean> done(Answer<Boolean> answer, String alike) {
        return answer instanceof Answer.Failed<Boolean> failed && failed.error().equals(alike)
                ? new Answer.Got<>(true)
                : answer;
    }

    private record Page(List<com.slack.api.model.Message> messages, String cursor) {}

    private Answer<Page> page(String channel, Optional<String> thread, String cursor) {
        return thread.isPresent()
                ? call(
                        () -> replies(channel, thread.get(), cursor),
                        it -> page(it.getMessages(), it.getResponseMetadata()))
                : call(
                        () -> history(channel, cursor),
                        it -> page(it.getMessages(), it.getResponseMetadata()));
    }

    private static Optional<Page> page(
            @Nullable List<com.slack.api.model.Message> messages, @Nullable ResponseMetadata more) {
        return messages == null
                ? Optional.empty()
                : Optional.of(
                        new Page(messages, more == null ? "" : orEmpty(more.getNextCursor())));
    }

    private ConversationsRepliesResponse replies(String channel, String thread, String cursor)
            throws IOException, SlackApiException {
        return methods.conversationsReplies(it ->
                it.channel(channel)
                        .ts(thread)
                        .cursor(cursor.isEmpty() ? null : cursor)
                        .limit(PAGE)
                        .includeAllMetadata(true));
    }

    private ConversationsHistoryResponse history(String channel, String cursor)
            throws IOException, SlackApiException {
        return methods.conversationsHistory(it ->
                it.channel(channel)
                        .cursor(cursor.isEmpty() ? null : cursor)
                        .limit(PAGE)
                        .includeAllMetadata(true));
    }

    private static boolean isOurs(com.slack.api.model.Message message, String key, Self self) {
        Metadata metadata = message.getMetadata();
        boolean carries =
                metadata != null
                        && EVENT.equals(metadata.getEventType())
                        && metadata.getEventPayload() != null
                        && key.equals(metadata.getEventPayload().get(KEY));
        boolean byUser = self.user().equals(message.getUser());
        boolean byBot = !self.bot().isEmpty() && self.bot().equals(message.getBotId());
        return carries && !isMissing(message.getTs()) && (byUser || byBot);
    }

    private static Metadata metadata(String key) {
        return new Metadata(EVENT, Map.of(KEY, key));
    }

    private static @Nullable String blocks(Message message) {
        return message.blocks().isEmpty() ? null : message.blocksText();
    }

    @FunctionalInterface
    private interface Call<R> {
        R make() throws IOException, SlackApiException;
    }

    /// Makes a call and reads its answer; one without what it promises counts as no answer.
    private static <R extends SlackApiTextResponse, T> Answer<T> call(
            Call<R> call, Function<R, Optional<T>> read) {
        try {
            R response = call.make();
            if (!response.isOk()) {
                return Failures.ofError(response.getError(), response.getNeeded());
            }
            return read.apply(response)
                    .<Answer<T>>map(Answer.Got::new)
                    .orElseGet(() -> Failures.ofSilence("an answer without what it promises"));
        } catch (SlackApiException e) {
            return Failures.ofStatus(e.getResponse().code(), e.getResponse().header("Retry-After"));
        } catch (IOException e) {
            return Failures.ofSilence(e.getClass().getSimpleName() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            // Slack's library throws whatever comes first on an answer that is none: a null pointer
            // on an empty one. The call was made, so nobody knows what became of it.
            return Failures.ofSilence(
                    "an answer that cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).filter(it -> !it.isEmpty());
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
