package dev.townhall.botslack.hearing;

import dev.townhall.botslack.blockkit.BlockKit;
import dev.townhall.botslack.blockkit.PlanForm;
import dev.townhall.botslack.door.Author;
import dev.townhall.botslack.door.Incoming;
import dev.townhall.botslack.door.Spot;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.reception.Inbound;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns what Slack says into what the town is told. In a channel the town hears what names it; in
/// the thread of a convoy, and alone with a person, everything but what is said to somebody else. It
/// never hears programs, guests, or accounts of other workspaces. Thread-safe.
public final class Hearing {
    /// The network's name.
    public static final String NETWORK = "slack";

    private static final Pattern BIND =
            Pattern.compile(
                    "(?:@mayor[:,]?|/gt)[ \\t]+bind(?:[ \\t]+(\\S+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HANDLE = Pattern.compile("@([A-Za-z0-9._-]+)");
    private static final Pattern ASIDE = Pattern.compile("[(!]aside\\b", Pattern.CASE_INSENSITIVE);
    private static final int TITLE_CHARS_MAX = 200;

    private final String team;
    private final String bot;
    private final Known known;

    /// @param team of the workspace, @param bot the user id of the bot in it
    public Hearing(String team, String bot, Known known) {
        this.team = team;
        this.bot = bot;
        this.known = known;
    }

    public Heard hear(Incoming incoming) {
        return switch (incoming) {
            case Incoming.Said said -> said(said);
            case Incoming.Edited it ->
                    isHeard(it.author())
                            ? new Heard.Reworded(
                                    it.author(), it.id(), it.edit(), Spelling.typed(it.text(), bot))
                            : stranger(it.author());
            case Incoming.Removed it ->
                    isHeard(it.author())
                            ? new Heard.TakenBack(it.author(), it.id())
                            : stranger(it.author());
            case Incoming.Command it -> command(it);
            case Incoming.Pressed it -> pressed(it);
            case Incoming.Submitted it -> submitted(it);
            case Incoming.OnMessage it -> onMessage(it);
            case Incoming.Shortcut it -> shortcut(it);
            case Incoming.HomeOpened _,
                    Incoming.ChannelRenamed _,
                    Incoming.ChannelOpen _,
                    Incoming.Member _,
                    Incoming.Revoked _,
                    Incoming.HeldBack _ ->
                    new Heard.Housekeeping(incoming);
            case Incoming.Handshake _ -> new Heard.Nothing("the handshake");
            case Incoming.Ignored(String why) -> new Heard.Nothing(why);
        };
    }

    private Heard said(Incoming.Said said) {
        Author author = said.author();
        if (author.program() || author.user().equals(bot)) {
            return new Heard.Nothing("said by a program");
        }
        boolean named = Spelling.names(said.text(), bot);
        String typed = Spelling.typed(said.text(), bot);
        Optional<Conversation> thread = thread(said.spot());
        boolean meant = named || said.direct() || isMeant(said, thread, typed);
        if (!meant || typed.isEmpty()) {
            return new Heard.Nothing("not said to the town");
        }
        if (!isHeard(author)) {
            return refused(author, said.spot());
        }
        String text =
                named && !typed.startsWith(Spelling.MAYOR) ? Spelling.MAYOR + " " + typed : typed;
        return heard(said.spot(), author, text, said.id(), thread);
    }

    /// Without the town's name: in its own threads, unless it is said to somebody else; in a channel
    /// when it is said to a member of the crew.
    private boolean isMeant(Incoming.Said said, Optional<Conversation> thread, String typed) {
        if (thread.isPresent()) {
            return !Spelling.turnsToAnother(said.text(), bot) && !ASIDE.matcher(typed).lookingAt();
        }
        Matcher handle = HANDLE.matcher(typed);
        return said.spot().thread().isEmpty()
                && handle.lookingAt()
                && known.rigOf(said.spot().channel())
                        .filter(rig -> known.isCrew(rig, handle.group(1)))
                        .isPresent();
    }

    private Heard command(Incoming.Command it) {
        if (!isHeard(it.author())) {
            return refused(it.author(), it.spot());
        }
        String words = Spelling.typed(it.text(), bot);
        String text = words.isEmpty() ? "/gt help" : "/gt " + words;
        return heard(it.spot(), it.author(), text, "command/" + it.trigger(), Optional.empty());
    }

    private Heard heard(
            Spot spot, Author author, String text, String id, Optional<Conversation> thread) {
        Matcher bind = BIND.matcher(text);
        if (bind.matches()) {
            return new Heard.Bind(spot, author, Optional.ofNullable(bind.group(1)).orElse(""), id);
        }
        return thread.or(() -> place(spot, author))
                .<Heard>map(where -> new Heard.ForTown(inbound(author, id, where, text)))
                .orElseGet(() -> nowhere(author, spot));
    }

    private Heard pressed(Incoming.Pressed it) {
        if (!isHeard(it.author())) {
            return refused(it.author(), it.spot());
        }
        boolean edit = BlockKit.isEdit(it.action());
        if (it.value().isEmpty() || !(edit || BlockKit.isSaying(it.action()))) {
            return new Heard.Nothing("no button of ours");
        }
        Optional<Conversation> where =
                thread(new Spot(it.spot().channel(), it.spot().thread().or(() -> root(it))))
                        .or(() -> place(it.spot(), it.author()));
        if (where.isEmpty()) {
            return nowhere(it.author(), it.spot());
        }
        return edit
                ? new Heard.Form(it.author(), it.value(), where.get().key(), it.trigger())
                : new Heard.ForTown(
                        inbound(it.author(), "press/" + it.trigger(), where.get(), it.value()));
    }

    /// A button on the card that heads a thread is pressed in that thread.
    private static Optional<String> root(Incoming.Pressed it) {
        return it.message().isEmpty() ? Optional.empty() : Optional.of(it.message());
    }

    private Heard submitted(Incoming.Submitted it) {
        if (!isHeard(it.author())) {
            return stranger(it.author());
        }
        return PlanForm.sent(it.view())
                .<Heard>map(sent ->
                        new Heard.ForTown(
                                inbound(
                                        it.author(),
                                        "form/" + it.trigger(),
                                        Conversation.parse(sent.place()),
                                        sent.command() + "\n" + sent.text())))
                .orElseGet(() -> new Heard.Nothing("no form of ours"));
    }

    /// The words may be those of anybody: they become a bead's text and are never read as a command.
    private Heard onMessage(Incoming.OnMessage it) {
        if (!it.callback().equals("gt_sling_message")) {
            return new Heard.Nothing("no shortcut of ours");
        }
        if (!isHeard(it.author())) {
            return refused(it.author(), it.spot());
        }
        String typed = Spelling.typed(it.text(), bot).replace(Spelling.MAYOR, "").strip();
        int end = typed.indexOf('\n');
        String line = end < 0 ? typed : typed.substring(0, end);
        String title = line.length() > TITLE_CHARS_MAX ? line.substring(0, TITLE_CHARS_MAX) : line;
        if (title.isBlank()) {
            return new Heard.Refused(it.author(), it.spot(), "There are no words in that message.");
        }
        String text =
                "new " + title.strip() + (title.length() == typed.length() ? "" : "\n" + typed);
        return place(it.spot(), it.author())
                .<Heard>map(where ->
                        new Heard.ForTown(
                                inbound(it.author(), "sling/" + it.trigger(), where, text)))
                .orElseGet(() -> nowhere(it.author(), it.spot()));
    }

    private Heard shortcut(Incoming.Shortcut it) {
        if (!it.callback().equals("gt_new_convoy")) {
            return new Heard.Nothing("no shortcut of ours");
        }
        if (!isHeard(it.author())) {
            return stranger(it.author());
        }
        return new Heard.Form(it.author(), "plan", inbox(it.author()).key(), it.trigger());
    }

    private Optional<Conversation> thread(Spot spot) {
        return spot.thread().flatMap(root -> known.conversationOf(spot.channel(), root));
    }

    private Optional<Conversation> place(Spot spot, Author author) {
        if (spot.channel().isEmpty() || spot.isDirect()) {
            return Optional.of(inbox(author));
        }
        return known.rigOf(spot.channel()).map(Conversation.Channel::new);
    }

    /// Somebody unknown has no inbox; the reception says so.
    private Conversation inbox(Author author) {
        return known.inboxOf(author.id()).orElseGet(() -> new Conversation.Inbox(author.id()));
    }

    private Inbound inbound(Author author, String id, Conversation where, String text) {
        return new Inbound(NETWORK, id, author.id(), where, text);
    }

    /// Whom the town does not know the reception turns away; of the others, Slack says who is a guest.
    private boolean isHeard(Author author) {
        return !author.program()
                && author.team().equals(team)
                && !author.user().isEmpty()
                && !author.user().equals(bot)
                && (known.inboxOf(author.id()).isEmpty() || !known.isGuest(author.user()));
    }

    private Heard refused(Author author, Spot spot) {
        return new Heard.Refused(
                author,
                spot,
                author.team().equals(team)
                        ? "Guests of the workspace can read here; the town does not act on their"
                                + " words."
                        : "The town does not act on words from another workspace.");
    }

    private static Heard stranger(Author author) {
        return new Heard.Nothing("said by " + author.id() + ", who is not heard");
    }

    private static Heard nowhere(Author author, Spot spot) {
        return new Heard.Refused(
                author,
                spot,
                "This channel is not the home of a rig. Say /gt bind and the rig's name to make"
                        + " it one.");
    }
}
