package dev.townhall.server.page;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.ConvoyCard;
import dev.townhall.core.chat.CrewCard;
import dev.townhall.core.chat.OpenItem;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Builds the pages of the town hall from the ledger: the transcript there is what a page shows.
/// Thread-safe.
public final class Pages {
    /// How many posts one page shows.
    static final int POSTS_MAX = 100;

    private final Ledger ledger;
    private final Time time;
    private final Randomness randomness;
    private final ZoneId zone;

    public Pages(Ledger ledger, Time time, Randomness randomness, ZoneId zone) {
        this.ledger = ledger;
        this.time = time;
        this.randomness = randomness;
        this.zone = zone;
    }

    /// The town's own page.
    public HallPage town(Visitor visitor) {
        return page("Town hall", "/", visitor, "", posts -> Optional.empty());
    }

    /// A conversation; `before` is the number of the post its page ends before, or
    /// `Long.MAX_VALUE` for the newest posts. NOT_FOUND where there is none, or none for them.
    public HallPage talk(Conversation conversation, Visitor visitor, long before) {
        if (!Access.mayRead(ledger, visitor, conversation)) {
            throw TownException.notFound(
                    "There is no conversation %s. The town's page lists them all."
                            .formatted(conversation.key()));
        }
        Place place = ledger.read(view -> Place.of(view, conversation));
        return page(
                place.title(),
                place.href(),
                visitor,
                conversation.key(),
                posts -> Optional.of(talkView(place, conversation, visitor, posts, before)));
    }

    private interface Middle {
        Optional<TalkView> build(Posts posts);
    }

    private HallPage page(
            String title, String address, Visitor visitor, String current, Middle middle) {
        // Read before anything that is shown: a change in between is then seen again, never missed.
        long cursor = ledger.lastChange();
        Posts posts = new Posts(visitor, time.now(), zone, randomness, this::planText);
        Directory directory = ledger.read(view -> Directory.of(view, visitor, current));
        return new HallPage(
                title,
                address,
                cursor,
                visitor,
                directory.rigs(this::newest),
                directory.threads(this::newest),
                waiting(visitor, posts),
                middle.build(posts));
    }

    private TalkView talkView(
            Place place, Conversation conversation, Visitor visitor, Posts posts, long before) {
        boolean newest = before == Long.MAX_VALUE;
        List<Post> found = postsBefore(conversation, before);
        Optional<Link> earlier =
                found.size() < POSTS_MAX
                        ? Optional.empty()
                        : Optional.of(
                                new Link(
                                        "Earlier posts",
                                        place.href() + "?before=" + found.getFirst().seq()));
        return new TalkView(
                conversation.key(),
                place.title(),
                place.about(),
                place.up(),
                posts.views(found, conversation, "post"),
                posts.views(
                        decisions(conversation, visitor),
                        new Conversation.Inbox(visitor.name()),
                        "here"),
                earlier,
                newest,
                posts.messageId(),
                place.hint(),
                place.empty());
    }

    /// The newest posts with a lower number: in a channel also the root cards of its convoys
    /// and its crew.
    private List<Post> postsBefore(Conversation conversation, long before) {
        List<Post> found =
                new ArrayList<>(ledger.postsBefore(conversation.key(), before, POSTS_MAX));
        if (conversation instanceof Conversation.Channel(RigName rig)) {
            found.addAll(roots(rig, before));
            found.sort(Comparator.comparingLong(Post::seq));
            return found.subList(Math.max(0, found.size() - POSTS_MAX), found.size());
        }
        return found;
    }

    private List<Post> roots(RigName rig, long before) {
        return ledger.read(view ->
                Stream.concat(
                                Directory.convoysOf(view, rig, POSTS_MAX).stream()
                                        .map(ConvoyCard::key),
                                Crews.of(view, rig).stream()
                                        .map(member -> CrewCard.key(member.beadId())))
                        .flatMap(key -> view.post(key).stream())
                        .filter(post -> post.seq() < before)
                        .toList());
    }

    private List<PostView> waiting(Visitor visitor, Posts posts) {
        List<Post> found = ledger.read(view -> told(view, visitor, item -> true));
        return posts.views(found, new Conversation.Inbox(visitor.name()), "waiting");
    }

    /// What of it is about the convoy of a thread.
    private List<Post> decisions(Conversation conversation, Visitor visitor) {
        return conversation instanceof Conversation.ConvoyThread(BeadId convoy)
                ? ledger.read(view -> {
                    List<BeadId> beads =
                            view.find(convoy)
                                    .flatMap(Convoy.ASPECT::of)
                                    .map(Convoy::beads)
                                    .orElse(List.of());
                    return told(
                            view, visitor, item -> item.beads().stream().anyMatch(beads::contains));
                })
                : List.of();
    }

    /// The posts by which they were told of what waits.
    private static List<Post> told(LedgerView view, Visitor visitor, Predicate<OpenItem> which) {
        return OpenItem.of(view, visitor.actor()).stream()
                .filter(which)
                .flatMap(item -> view.post(item.key(visitor.name())).stream())
                .toList();
    }

    /// The newest post that is news: edits of a status do not make a conversation look unread.
    private long newest(String conversation) {
        List<Post> posts = ledger.postsBefore(conversation, Long.MAX_VALUE, 1);
        return posts.isEmpty() ? 0 : posts.getLast().seq();
    }

    private Optional<String> planText(BeadId convoy) {
        return ledger.read(view -> view.find(convoy).flatMap(Convoy.ASPECT::of))
                .map(Convoy::planText);
    }
}
