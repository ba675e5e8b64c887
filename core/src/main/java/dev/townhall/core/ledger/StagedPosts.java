package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The posts and deliveries of one transaction.
final class StagedPosts {
    private final Rows rows;
    private final Changes changes;
    private final Instant now;
    private long lastPost;
    private long lastChange;

    StagedPosts(Rows rows, Changes changes, LedgerMemory.Numbers numbers, Instant now) {
        this.rows = rows;
        this.changes = changes;
        this.now = now;
        this.lastPost = numbers.post();
        this.lastChange = numbers.change();
    }

    long lastPost() {
        return lastPost;
    }

    long lastChange() {
        return lastChange;
    }

    @Nullable Post find(String key) {
        Post staged = changes.posts.get(key);
        return staged != null ? staged : rows.post(key);
    }

    Post post(PostDraft draft) {
        Post existing = find(draft.key());
        if (existing == null) {
            Post post = stage(fresh(draft));
            draft.networks().forEach(network -> stage(unsent(post, network)));
            return post;
        }
        if (!existing.conversation().equals(draft.conversation())) {
            throw TownException.conflict(
                    "The post %s is in %s and cannot move to %s. Post it there under another key."
                            .formatted(draft.key(), existing.conversation(), draft.conversation()));
        }
        boolean revised = !sameContent(existing, draft);
        Post post = revised ? stage(revised(existing, draft)) : existing;
        for (String network : draft.networks()) {
            makeDue(post, network, revised);
        }
        return post;
    }

    void delivered(long postSeq, String network, long revision, String remoteId) {
        Delivery was = require(postSeq, network);
        long sent = Math.max(revision, was.revisionSent());
        boolean complete = sent >= requirePost(postSeq).revision();
        stage(
                new Delivery(
                        postSeq,
                        network,
                        complete ? Delivery.State.SENT : Delivery.State.PENDING,
                        sent,
                        remoteId,
                        0,
                        now,
                        ""));
    }

    void failed(long postSeq, String network, String error, Instant notBefore) {
        Delivery was = require(postSeq, network);
        stage(
                new Delivery(
                        postSeq,
                        network,
                        Delivery.State.PENDING,
                        was.revisionSent(),
                        was.remoteId(),
                        was.attempts() + 1,
                        atMost(now.plus(Delivery.PAUSE_MAX), notBefore)
                                .truncatedTo(ChronoUnit.MICROS),
                        error));
    }

    void dead(long postSeq, String network, String error) {
        Delivery was = require(postSeq, network);
        stage(
                new Delivery(
                        postSeq,
                        network,
                        Delivery.State.DEAD,
                        was.revisionSent(),
                        was.remoteId(),
                        was.attempts() + 1,
                        now,
                        error));
    }

    void revived(long postSeq, String network) {
        Delivery was = require(postSeq, network);
        if (was.state() != Delivery.State.DEAD) {
            throw TownException.wrongState(
                    "The delivery of post %s to %s is no dead letter: it is %s."
                            .formatted(postSeq, network, was.state()));
        }
        stage(pending(was));
    }

    /// A revision is due at once, unless the network is being spared after a failure.
    private void makeDue(Post post, String network, boolean revised) {
        Delivery was = delivery(post.seq(), network);
        if (was == null) {
            stage(unsent(post, network));
        } else if (revised && was.state() != Delivery.State.PENDING) {
            stage(pending(was));
        }
    }

    private Delivery unsent(Post post, String network) {
        return new Delivery(
                post.seq(), network, Delivery.State.PENDING, 0, "", 0, Delivery.AT_ONCE, "");
    }

    private Delivery pending(Delivery was) {
        return new Delivery(
                was.postSeq(),
                was.network(),
                Delivery.State.PENDING,
                was.revisionSent(),
                was.remoteId(),
                0,
                Delivery.AT_ONCE,
                "");
    }

    private static Instant atMost(Instant limit, Instant wanted) {
        return wanted.isAfter(limit) ? limit : wanted;
    }

    private Post fresh(PostDraft draft) {
        return new Post(
                ++lastPost,
                draft.key(),
                draft.conversation(),
                draft.author(),
                draft.direction(),
                draft.urgency(),
                draft.content(),
                1,
                ++lastChange,
                now,
                now);
    }

    private Post revised(Post was, PostDraft draft) {
        return new Post(
                was.seq(),
                was.key(),
                was.conversation(),
                was.author(),
                was.direction(),
                draft.urgency(),
                draft.content(),
                was.revision() + 1,
                ++lastChange,
                was.createdAt(),
                now);
    }

    /// Compared as text: a number read back from the disk may be of another Java type.
    private static boolean sameContent(Post post, PostDraft draft) {
        return post.content().equals(draft.content())
                || Json.text(post.content()).equals(Json.text(draft.content()));
    }

    private Post stage(Post post) {
        changes.posts.put(post.key(), post);
        return post;
    }

    private void stage(Delivery delivery) {
        changes.deliveries.put(
                new Changes.DeliveryKey(delivery.postSeq(), delivery.network()), delivery);
    }

    private @Nullable Delivery delivery(long postSeq, String network) {
        Delivery staged = changes.deliveries.get(new Changes.DeliveryKey(postSeq, network));
        return staged != null ? staged : rows.delivery(postSeq, network);
    }

    private Delivery require(long postSeq, String network) {
        Delivery found = delivery(postSeq, network);
        if (found == null) {
            throw TownException.notFound(
                    "Post %s is not to be delivered to %s.".formatted(postSeq, network));
        }
        return found;
    }

    private Post requirePost(long seq) {
        for (Post post : changes.posts.values()) {
            if (post.seq() == seq) {
                return post;
            }
        }
        Post stored = rows.post(seq);
        if (stored == null) {
            throw TownException.notFound("There is no post number " + seq + ".");
        }
        return stored;
    }
}
