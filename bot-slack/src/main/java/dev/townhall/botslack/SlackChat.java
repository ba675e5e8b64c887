package dev.townhall.botslack;

import dev.townhall.botslack.blockkit.BlockKit;
import dev.townhall.botslack.blockkit.Message;
import dev.townhall.botslack.blockkit.MessageRules;
import dev.townhall.botslack.hearing.Hearing;
import dev.townhall.botslack.pace.Pace;
import dev.townhall.botslack.webapi.Answer;
import dev.townhall.botslack.webapi.Self;
import dev.townhall.botslack.webapi.WebApi;
import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Outgoing;
import dev.townhall.core.chat.Pacing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One workspace of Slack as the town's chat network. Channel = rig, thread = convoy, direct messages
/// = inbox. Slack gives no handle that makes a post idempotent, so each carries the town's key as
/// metadata, and is looked up before it is posted again in doubt. Thread-safe.
///
/// What Slack does not take as blocks is sent shorter, and at last as text alone: a decision reaches
/// its person in some form.
public final class SlackChat implements ChatPort {
    private static final Logger log = LoggerFactory.getLogger(SlackChat.class);
    private static final int TEXT_CHARS_MAX = 10_000;
    private static final Duration EDIT_PAUSE = Duration.ofMillis(1_500);
    private static final Capabilities CAPABILITIES =
            new Capabilities(false, true, true, true, true, TEXT_CHARS_MAX, EDIT_PAUSE);

    /// What Slack says where a message's form is wrong: surely nothing is shown then.
    private static final List<String> FORM =
            List.of(
                    "invalid_blocks",
                    "invalid_blocks_format",
                    "msg_blocks_too_long",
                    "msg_too_long",
                    "no_text");

    private final WebApi api;
    private final Self self;
    private final Pacing pacing;
    private final Map<String, String> directs = new ConcurrentHashMap<>();

    /// @param self whom the calls of `api` are made as
    /// @param pace of the workspace, shared with whatever else calls it
    public SlackChat(WebApi api, Self self, Pace pace) {
        this.api = api;
        this.self = self;
        this.pacing = new SlackPacing(pace);
    }

    @Override
    public String network() {
        return Hearing.NETWORK;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<Pacing> pacing() {
        return Optional.of(pacing);
    }

    @Override
    public Receipt deliver(Outgoing post) {
        if (post.remoteId().isPresent()) {
            return receipt(edit(RemoteId.parse(post.remoteId().get()), post));
        }
        return receipt(place(post).then(place -> show(place, post)));
    }

    /// Where a post is shown.
    ///
    /// @param thread the root it hangs below
    private record Place(String channel, Optional<String> thread) {}

    private Answer<RemoteId> show(Place place, Outgoing post) {
        if (!post.inDoubt()) {
            return fresh(place, post);
        }
        return api.find(place.channel(), place.thread(), post.key(), self)
                .then(found ->
                        found.map(ts -> edit(new RemoteId(place.channel(), ts), post))
                                .orElseGet(() -> fresh(place, post)));
    }

    private Answer<RemoteId> fresh(Place place, Outgoing post) {
        return inSomeForm(
                post,
                message -> api.post(place.channel(), place.thread(), post.key(), message),
                place.channel());
    }

    private Answer<RemoteId> edit(RemoteId id, Outgoing post) {
        return inSomeForm(
                post,
                message -> api.update(id.channel(), id.ts(), post.key(), message),
                id.channel());
    }

    private Answer<RemoteId> inSomeForm(
            Outgoing post, Function<Message, Answer<String>> send, String channel) {
        Message whole = BlockKit.message(post.card(), post.author());
        Answer<String> answer = isSound(post, whole) ? send.apply(whole) : unsound();
        if (isRefusedForm(answer)) {
            answer = send.apply(BlockKit.shorter(post.card(), post.author()));
        }
        if (isRefusedForm(answer)) {
            log.atWarn()
                    .addKeyValue("post", post.key())
                    .log("Slack does not take the blocks of a post: it is sent as text");
            answer = send.apply(BlockKit.textOnly(post.card()));
        }
        return answer.then(ts -> new Answer.Got<>(new RemoteId(channel, ts)));
    }

    private static boolean isSound(Outgoing post, Message message) {
        List<String> faults = MessageRules.faults(message);
        if (!faults.isEmpty()) {
            log.atError()
                    .addKeyValue("post", post.key())
                    .addKeyValue("error", faults.getFirst())
                    .log("a post was rendered against the rules of Slack");
        }
        return faults.isEmpty();
    }

    private static Answer<String> unsound() {
        return new Answer.Failed<>(
                new Failed(Failure.PERMANENT, FORM.getFirst(), Optional.empty()), FORM.getFirst());
    }

    private static boolean isRefusedForm(Answer<String> answer) {
        return answer instanceof Answer.Failed<String> failed && FORM.contains(failed.error());
    }

    /// A reply goes where its root is, wherever the rig's home is since.
    private Answer<Place> place(Outgoing post) {
        Optional<RemoteId> root =
                post.root() ? Optional.empty() : post.rootRemoteId().map(RemoteId::parse);
        if (root.isPresent()) {
            return new Answer.Got<>(new Place(root.get().channel(), Optional.of(root.get().ts())));
        }
        Optional<String> home = post.place().flatMap(this::inWorkspace);
        if (home.isEmpty()) {
            return nowhere(
                    "no place in workspace %s is known for %s"
                            .formatted(self.team(), post.conversation().key()));
        }
        Answer<String> channel =
                post.conversation() instanceof Conversation.Inbox
                        ? direct(home.get())
                        : new Answer.Got<>(home.get());
        return channel.then(it -> new Answer.Got<>(new Place(it, Optional.empty())));
    }

    /// The channel or account of `place`, `T1/C2`, where it is one of this workspace.
    private Optional<String> inWorkspace(String place) {
        String team = self.team() + "/";
        return place.startsWith(team) && place.length() > team.length()
                ? Optional.of(place.substring(team.length()))
                : Optional.empty();
    }

    private Answer<String> direct(String account) {
        String known = directs.get(account);
        if (known != null) {
            return new Answer.Got<>(known);
        }
        Answer<String> opened = api.openDirect(account);
        if (opened instanceof Answer.Got<String>(String channel)) {
            directs.put(account, channel);
        }
        return opened;
    }

    private static <T> Answer<T> nowhere(String why) {
        return new Answer.Failed<>(new Failed(Failure.NOT_FOUND, why, Optional.empty()), "");
    }

    private static Receipt receipt(Answer<RemoteId> answer) {
        return switch (answer) {
            case Answer.Got<RemoteId>(RemoteId id) -> new Delivered(id.toString());
            case Answer.Failed<RemoteId>(Failed failure, _) -> failure;
        };
    }
}
