package dev.townhall.core.session;

import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.chat.Sanitizer;
import dev.townhall.core.foundation.text.Quoted;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.talk.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What an agent is told in a conversation. Words of people are quoted under their name.
final class TalkPrompt {
    static final int RECENT_MAX = 12;
    private static final int RECENT_CHARS_MAX = 400;

    private TalkPrompt() {}

    /// What was said before, for a session that begins.
    static String before(List<Post> recent) {
        if (recent.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n# Said here before\n\n");
        for (Post post : recent) {
            text.append(said(post.author().text(), post.createdAt()));
            text.append(
                    Quoted.whole(
                            Sanitizer.shortened(
                                    PlainText.of(CardJson.read(post.content())),
                                    RECENT_CHARS_MAX)));
        }
        return text.toString();
    }

    /// What is to be answered now.
    static String answer(String conversation, List<Message> messages, List<String> refused) {
        StringBuilder text = new StringBuilder(refusals(refused));
        text.append("\n# To be answered now, in ").append(conversation).append("\n\n");
        for (Message message : messages) {
            text.append(said(message.by().text(), message.at()));
            text.append(Quoted.whole(message.text()));
        }
        return text.append(
                        "\nAnswer with your text: all of it is shown there as you write it, as plain"
                                + " text. Then end your turn.\n")
                .toString();
    }

    /// A turn ended without a word.
    static String silent(List<String> refused) {
        return refusals(refused)
                + "Your turn ended and you said nothing. Answer now, in a few lines, with what you"
                + " know; then end your turn.\n";
    }

    private static String said(String author, Instant at) {
        return "%s at %s:\n".formatted(Sanitizer.line(author), at.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String refusals(List<String> refused) {
        if (refused.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nThese were refused:\n");
        refused.forEach(line -> text.append("- ").append(Sanitizer.line(line)).append('\n'));
        return text.append("Do without them.\n").toString();
    }
}
