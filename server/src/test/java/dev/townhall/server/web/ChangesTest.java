package dev.townhall.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.chat.Card;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.person.Person;
import dev.townhall.core.person.Role;
import dev.townhall.server.page.Visitor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {
    private static final Visitor ADA = visitor(new Person("ada", Role.OWNER, Map.of(), Map.of()));
    private static final Visitor BOB =
            visitor(
                    new Person(
                            "bob", Role.NONE, Map.of(ScriptedTown.SHOP, Role.OPERATOR), Map.of()));
    private static final Conversation SHOP = new Conversation.Channel(ScriptedTown.SHOP);
    private static final Conversation VAULT = new Conversation.Channel(ScriptedTown.VAULT);

    private final ScriptedTown town = ScriptedTown.fresh();

    private static Visitor visitor(Person person) {
        return new Visitor(person, "", false);
    }

    @Test
    void aReaderIsToldOnceOfEveryConversationThatChangedAfterItsCursor() {
        town.say("a", SHOP, Card.line("one"));
        long cursor = town.ledger().lastChange();
        town.say("b", VAULT, Card.line("two"));
        town.say("c", VAULT, Card.line("three"));
        town.say("a", SHOP, Card.line("one, edited"));

        Changes changes = Changes.since(town.ledger(), ADA, cursor);

        assertThat(changes.conversations()).containsExactly("channel:vault", "channel:shop");
        assertThat(changes.cursor()).isEqualTo(town.ledger().lastChange());
    }

    @Test
    void aReaderAtTheEndIsToldNothing() {
        town.say("a", SHOP, Card.line("one"));

        Changes changes = Changes.since(town.ledger(), ADA, town.ledger().lastChange());

        assertThat(changes.conversations()).isEmpty();
        assertThat(changes.cursor()).isEqualTo(town.ledger().lastChange());
    }

    @Test
    void nothingIsLostWhenMoreChangedThanOneBatchHolds() {
        town.say("first", VAULT, Card.line("early"));
        for (int i = 0; i < 1_100; i++) {
            town.say("p" + i, SHOP, Card.line("post " + i));
        }
        town.say("last", new Conversation.Inbox("ada"), Card.line("late"));

        Changes changes = Changes.since(town.ledger(), ADA, 0);

        assertThat(changes.conversations())
                .containsExactly("channel:vault", "channel:shop", "inbox:ada");
        assertThat(changes.cursor()).isEqualTo(town.ledger().lastChange());
    }

    @Test
    void whatOneMayNotReadIsNotEvenNamed() {
        town.say("a", VAULT, Card.line("secret"));
        town.say("b", new Conversation.Inbox("ada"), Card.line("for ada"));
        town.say("c", SHOP, Card.line("for all"));

        assertThat(Changes.since(town.ledger(), BOB, 0).conversations())
                .containsExactly("channel:shop");
    }

    @Test
    void aCursorFromALongerHistoryBeginsAnew() {
        town.say("a", SHOP, Card.line("one"));

        Changes changes = Changes.since(town.ledger(), ADA, 1_000_000);

        assertThat(changes.conversations()).containsExactly("channel:shop");
        assertThat(changes.cursor()).isEqualTo(town.ledger().lastChange());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "12,7,12",
                "'',7,7",
                "'','',0",
                "0,7,0",
                "x,7,7",
                "-4,7,7",
                "'',nonsense,0",
                "99999999999999999999,5,5"
            })
    void theCursorOfABrokenConnectionCountsBeforeThePages(
            String lastEventId, String after, long start) {
        assertThat(Changes.start(lastEventId, after)).isEqualTo(start);
    }
}
