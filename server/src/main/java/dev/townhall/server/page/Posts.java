package dev.townhall.server.page;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Action;
import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.ledger.Post;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns posts into what the templates draw, for one visitor at one moment.
///
/// @param planText the plan of a convoy as it was typed, for editing
record Posts(
        Visitor visitor,
        Instant now,
        ZoneId zone,
        Randomness randomness,
        Function<BeadId, Optional<String>> planText) {
    private static final Duration AGAIN_WITHIN = Duration.ofMinutes(5);
    private static final int MESSAGE_ID_BITS = 128;

    /// The id of a message that was not sent yet.
    String messageId() {
        return randomness.token(MESSAGE_ID_BITS);
    }

    List<PostView> views(List<Post> posts, Conversation shown, String domPrefix) {
        List<PostView> views = new ArrayList<>();
        Post previous = null;
        for (Post post : posts) {
            views.add(view(post, previous, shown, domPrefix));
            previous = post;
        }
        return views;
    }

    private PostView view(
            Post post, @Nullable Post previous, Conversation shown, String domPrefix) {
        Card card = Cards.of(post);
        CardView drawn = CardView.of(card);
        Actor author = post.author();
        boolean person = post.direction() == Post.Direction.IN;
        return new PostView(
                domPrefix + "-" + post.seq(),
                post.seq(),
                post.revision(),
                name(author),
                note(author),
                author.equals(visitor.actor()),
                person,
                drawn.plain() && followsClosely(post, previous),
                When.of(post.createdAt(), now, zone),
                post.updatedAt(),
                drawn,
                card.actions().stream().map(action -> button(action, post)).toList(),
                thread(post, shown));
    }

    private static boolean followsClosely(Post post, @Nullable Post previous) {
        return previous != null
                && previous.author().equals(post.author())
                && CardView.of(Cards.of(previous)).plain()
                && Duration.between(previous.createdAt(), post.createdAt()).compareTo(AGAIN_WITHIN)
                        < 0;
    }

    /// The way from a root card in the channel into its thread.
    private static Optional<Link> thread(Post post, Conversation shown) {
        Conversation home = Conversation.parse(post.conversation());
        return home.equals(shown) || home.root().isEmpty()
                ? Optional.empty()
                : Optional.of(new Link("Open thread", Place.href(home)));
    }

    private Button button(Action action, Post post) {
        return new Button(
                action.label(),
                action.command(),
                action.style(),
                action.confirm(),
                post.conversation(),
                messageId(),
                action.style() == Action.Style.EDIT
                        ? Optional.of(editable(action, post))
                        : Optional.empty());
    }

    /// The plan the button is about: of the convoy its command names, else of the thread it is in.
    private String editable(Action action, Post post) {
        for (String word : action.command().split(" ", -1)) {
            Optional<String> plan =
                    BeadId.isWellFormed(word) ? planText.apply(new BeadId(word)) : Optional.empty();
            if (plan.isPresent()) {
                return plan.orElseThrow();
            }
        }
        return Conversation.parse(post.conversation())
                        instanceof Conversation.ConvoyThread(BeadId convoy)
                ? planText.apply(convoy).orElse("")
                : "";
    }

    private static String name(Actor author) {
        String name = author.shortName();
        boolean ofTheTown = author.equals(Actor.TOWN) || author.equals(Actor.MAYOR);
        return ofTheTown ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name;
    }

    private static String note(Actor author) {
        String text = author.text();
        if (text.contains("/polecats/")) {
            return "polecat";
        }
        if (text.contains("/crew/")) {
            return "crew";
        }
        return text.endsWith("/refinery") ? text.substring(0, text.indexOf('/')) : "";
    }
}
