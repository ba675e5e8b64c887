package dev.townhall.core.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.reconcile.ManualTime;
import dev.townhall.core.runtime.SessionUpdate.Started;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.Thought;
import dev.townhall.core.runtime.SessionUpdate.ToolCall;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.transcript.Entry.Kind;
import dev.townhall.core.transcript.FolderTranscripts.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTranscriptsTest {
    private static final Actor NUX = Actor.polecat(new RigName("shop"), "nux");
    private static final TurnEnded ENDED =
            new TurnEnded(StopReason.END_TURN, Optional.empty(), "", 0, Duration.ZERO);

    @TempDir Path folder;
    private final ManualTime time = new ManualTime();

    private FolderTranscripts open(Limits limits) {
        return new FolderTranscripts(folder.resolve("transcripts"), time, limits);
    }

    private Past session(long fence) {
        return new Past(NUX, new BeadId("sh-1"), fence, time.now(), "stub");
    }

    @Test
    void twoConversationsOfTheMayorAreTwoTranscripts() {
        FolderTranscripts transcripts = open(Limits.DEFAULT);
        Past channel =
                new Past(Actor.MAYOR, new BeadId("hq-talk-channel-shop"), 1, time.now(), "stub");
        Past inbox = new Past(Actor.MAYOR, new BeadId("hq-talk-inbox-ada"), 1, time.now(), "stub");

        transcripts.begin(channel).told("In the channel.");
        transcripts.begin(inbox).told("In private.");

        assertThat(transcripts.all()).containsExactlyInAnyOrder(channel, inbox);
        assertThat(transcripts.read(channel))
                .extracting(Entry::text)
                .containsExactly("In the channel.");
        assertThat(transcripts.read(inbox)).extracting(Entry::text).containsExactly("In private.");
    }

    @Test
    void whatItTakesToGoOnWithASessionIsKeptOnceItsAgentNamedIt() {
        FolderTranscripts transcripts = open(Limits.DEFAULT);
        Past begun =
                new Past(
                        NUX,
                        new BeadId("sh-1"),
                        1,
                        time.now(),
                        "stub",
                        Optional.of(new Past.Origin("work", Path.of("/trees/nux"))));
        Scribe scribe = transcripts.begin(begun);
        assertThat(transcripts.all()).containsExactly(begun);

        scribe.heard(new Started(Optional.of("native-1")));

        assertThat(open(Limits.DEFAULT).all())
                .containsExactly(
                        new Past(
                                NUX,
                                new BeadId("sh-1"),
                                1,
                                time.now(),
                                "stub",
                                Optional.of(
                                        new Past.Origin(
                                                "work",
                                                Path.of("/trees/nux"),
                                                Optional.of("native-1")))));
    }

    @Test
    void whatIsSaidAndDoneIsKeptInOrderAndJoined() {
        FolderTranscripts transcripts = open(Limits.DEFAULT);
        Past session = session(1);
        Scribe scribe = transcripts.begin(session);

        scribe.told("Do it.");
        scribe.heard(new Thought("Well"));
        scribe.heard(new Text("I "));
        scribe.heard(new Text("do it."));
        scribe.heard(new ToolCall("1", "Run ls", "execute", "pending"));
        scribe.heard(new ToolCall("1", "Run ls", "execute", "in_progress"));
        scribe.heard(
                new ToolCall(
                        "1", "Run ls", "execute", "completed", List.of(), List.of(), "ls", "a b"));
        scribe.heard(ENDED);

        assertThat(open(Limits.DEFAULT).all()).containsExactly(session);
        assertThat(transcripts.read(session))
                .extracting(Entry::kind, Entry::text)
                .containsExactly(
                        tuple(Kind.TOWN, "Do it."),
                        tuple(Kind.THOUGHT, "Well"),
                        tuple(Kind.AGENT, "I do it."),
                        tuple(Kind.TOOL, "Run ls (execute, completed)\ngiven: ls\nanswered: a b"),
                        tuple(Kind.END, "The turn ended (END_TURN)"));
    }

    @Test
    void secretsAreTakenOutAlsoWhereTheyComeInPieces() throws IOException {
        FolderTranscripts transcripts = open(Limits.DEFAULT);
        Scribe scribe = transcripts.begin(session(1));

        scribe.told("Authorization: Bearer gtmcp_0123456789abcdef0123456789abcdef");
        scribe.heard(new Text("it is gtmcp_0123456789"));
        scribe.heard(new Text("abcdef0123456789abcdef"));
        scribe.heard(
                new ToolCall(
                        "1",
                        "cat door",
                        "execute",
                        "completed",
                        List.of(),
                        List.of(),
                        "cat",
                        "header = \"Authorization: Bearer gtmcp_0123456789abcdef01234567\""));
        scribe.heard(ENDED);

        assertThat(everythingWritten()).contains("secret removed").doesNotContain("0123456789");
    }

    private String everythingWritten() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    @Test
    void aLongSessionKeepsItsBeginningAndItsEndWithinItsCap() throws IOException {
        FolderTranscripts transcripts = open(new Limits(20_000, 1L << 30, Duration.ofDays(1)));
        Past session = session(1);
        Scribe scribe = transcripts.begin(session);

        for (int i = 0; i < 2_000; i++) {
            scribe.told("line " + i);
        }

        List<Entry> kept = transcripts.read(session);
        assertThat(kept.getFirst().text()).isEqualTo("line 0");
        assertThat(kept.getLast().text()).isEqualTo("line 1999");
        assertThat(kept).filteredOn(it -> it.kind() == Kind.CUT).hasSize(1);
        assertThat(everythingWritten()).hasSizeLessThan(21_000);
    }

    @Test
    void theOldestGoButNoneThatIsYoung() {
        Limits limits = new Limits(100_000, 30_000, Duration.ofDays(10));
        for (int day = 0; day < 20; day++) {
            Scribe scribe = open(limits).begin(session(day));
            scribe.told("x ".repeat(2_500));
            time.pass(Duration.ofDays(1));
        }

        List<Past> all = open(limits).all();
        List<Past> kept = all.stream().filter(past -> !past.swept()).toList();

        assertThat(kept).hasSizeBetween(10, 12);
        assertThat(kept.getLast().fence()).isEqualTo(19);
        assertThat(all)
                .as("each keeps its number")
                .extracting(Past::fence)
                .containsExactlyElementsOf(LongStream.range(0, 20).boxed().toList());
        assertThat(open(limits).read(all.getFirst())).isEmpty();
        assertThat(open(limits).read(kept.getFirst())).isNotEmpty();
    }

    @Test
    void aTornLineIsLeftOut() throws IOException {
        FolderTranscripts transcripts = open(Limits.DEFAULT);
        Past session = session(1);
        transcripts.begin(session).told("whole");
        try (Stream<Path> files = Files.walk(folder)) {
            Path page = files.filter(it -> it.endsWith("head.jsonl")).findFirst().orElseThrow();
            Files.writeString(page, "{\"at\":\"19", StandardOpenOption.APPEND);
        }

        assertThat(transcripts.read(session)).extracting(Entry::text).containsExactly("whole");
    }

    @Test
    void whatCannotBeWrittenFailsNoSession() throws IOException {
        Files.writeString(folder.resolve("transcripts"), "in the way");

        Scribe scribe = open(Limits.DEFAULT).begin(session(1));
        scribe.told("text");

        assertThat(open(Limits.DEFAULT).all()).isEmpty();
    }
}
