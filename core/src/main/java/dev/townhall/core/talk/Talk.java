package dev.townhall.core.talk;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A conversation of people with an agent that lasts. Stored on a bead of type `talk`, on whose
/// empty hook the fencing number of its sessions stands.
///
/// ```
///               hear                take                    conclude
///   nothing ----------> waiting ----------> being answered ----------> nothing
///                          ^ hear                |
///                          +---------------------+  (what is said meanwhile waits)
/// ```
///
/// What is being answered stays so when its session is lost: the next one is told it again.
///
/// @param conversation where it takes place: a conversation's key
/// @param agent who answers, @param role of that agent
/// @param answered how many times it was answered; numbers the posts of the answers
/// @param answering what the turn under way answers
/// @param waiting what was said since
/// @param lost sessions in a row that were lost over the same messages
/// @param failedStarts sessions in a row that did not come up, whatever they were to answer
/// @param stoppedBy who wants its session to end and nothing of it to be answered any more, until
///     that is done
/// @param stops of how many unanswered messages, the oldest, that is wanted: what is said later is
///     answered
public record Talk(
        String conversation,
        Actor agent,
        AgentRole role,
        int answered,
        List<Message> answering,
        List<Message> waiting,
        int lost,
        int failedStarts,
        Optional<Actor> stoppedBy,
        int stops) {
    public static final Aspect<Talk> ASPECT = new Aspect<>("talk", Talk.class);

    public Talk {
        answering = List.copyOf(answering);
        waiting = List.copyOf(waiting);
    }

    static Talk begun(String conversation, Actor agent, AgentRole role) {
        return new Talk(
                conversation, agent, role, 0, List.of(), List.of(), 0, 0, Optional.empty(), 0);
    }

    public boolean isDone() {
        return answering.isEmpty() && waiting.isEmpty();
    }

    /// All that has no answer, oldest first.
    public List<Message> unanswered() {
        return Stream.concat(answering.stream(), waiting.stream()).toList();
    }

    /// The key of the post that answers what is being answered, or would be next.
    public String answerKey(BeadId bead) {
        return key(bead, answered + 1);
    }

    /// The key of the post that gave the last answer.
    public String lastKey(BeadId bead) {
        return key(bead, answered);
    }

    /// The key of the post that answers what waits.
    String nextKey(BeadId bead) {
        int before = (answering.isEmpty() ? 0 : 1) + (waitingStops() > 0 ? 1 : 0);
        return key(bead, answered + 1 + before);
    }

    /// Whether nothing waits that is answered together with what is said next.
    boolean isFirst() {
        return waiting.size() <= waitingStops();
    }

    /// How many of those that wait are to be stopped.
    private int waitingStops() {
        return Math.min(waiting.size(), Math.max(0, stops - answering.size()));
    }

    /// The key of the post that answers what is said while another answer is given.
    public String laterKey(BeadId bead) {
        return key(bead, answered + 2);
    }

    private static String key(BeadId bead, int number) {
        return "talk:" + bead + ":" + number;
    }

    Talk hearing(Message message) {
        return with(
                answered,
                answering,
                Stream.concat(waiting.stream(), Stream.of(message)).toList(),
                lost,
                failedStarts);
    }

    Talk taken() {
        if (!answering.isEmpty()) {
            return this;
        }
        int count = waitingStops() > 0 ? waitingStops() : waiting.size();
        return with(
                answered,
                waiting.subList(0, count),
                waiting.subList(count, waiting.size()),
                0,
                failedStarts);
    }

    Talk concluded() {
        int left = Math.max(0, stops - answering.size());
        return with(answered + 1, List.of(), waiting, 0, failedStarts).stopped(stoppedBy, left);
    }

    Talk cameUp() {
        return with(answered, answering, waiting, lost, 0);
    }

    Talk losing() {
        return with(answered, answering, waiting, lost + 1, failedStarts);
    }

    Talk notStarted() {
        return with(answered, answering, waiting, lost, failedStarts + 1);
    }

    Talk stopping(Actor by) {
        return stopped(Optional.of(by), answering.size() + waiting.size());
    }

    Talk stopped() {
        return stopped(Optional.empty(), 0);
    }

    private Talk stopped(Optional<Actor> by, int messages) {
        return new Talk(
                conversation,
                agent,
                role,
                answered,
                answering,
                waiting,
                lost,
                failedStarts,
                by,
                messages);
    }

    private Talk with(
            int newAnswered,
            List<Message> newAnswering,
            List<Message> newWaiting,
            int newLost,
            int newFailedStarts) {
        return new Talk(
                conversation,
                agent,
                role,
                newAnswered,
                newAnswering,
                newWaiting,
                newLost,
                newFailedStarts,
                stoppedBy,
                stops);
    }
}
