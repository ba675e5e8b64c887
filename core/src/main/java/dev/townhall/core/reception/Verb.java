package dev.townhall.core.reception;

import java.util.Optional;

/// What a person asks for, as typed: names are not resolved and rights not checked yet.
sealed interface Verb {
    record Help() implements Verb {}

    record Status() implements Verb {}

    record RigList() implements Verb {}

    record Ready(Optional<String> rig) implements Verb {}

    record Show(Optional<String> id) implements Verb {}

    /// A new bead.
    ///
    /// @param line the title, perhaps with `rig:` before it
    record New(String line, String description) implements Verb {}

    /// A written plan.
    ///
    /// @param lineShift how many lines of the message stand before `text`
    record PlanWork(Optional<String> rig, String text, int lineShift) implements Verb {}

    record Sling(Optional<String> id) implements Verb {}

    record ConvoyList() implements Verb {}

    record ConvoyStatus(Optional<String> id) implements Verb {}

    /// Lets a convoy run.
    ///
    /// @param plan the fingerprint of the plan that was shown beside the button, if it was pressed
    record Launch(Optional<String> id, Optional<String> plan) implements Verb {}

    /// Another text for a plan or a bead.
    ///
    /// @param title what stands beside the id: a bead's new title
    record Edit(Optional<String> id, String title, String text) implements Verb {}

    /// Gives something up.
    ///
    /// @param why in the person's words, may be empty
    record Drop(Optional<String> id, String why) implements Verb {}

    record Pause(Optional<String> id) implements Verb {}

    record Resume(Optional<String> id) implements Verb {}

    record Inbox() implements Verb {}

    record Approve(Optional<String> id) implements Verb {}

    /// Approves, and makes a rule of it.
    record Always(Optional<String> id) implements Verb {}

    record Deny(Optional<String> id) implements Verb {}

    /// An answer to a question or a letter.
    record Reply(Optional<String> id, String words) implements Verb {}

    /// Tells an agent to look again.
    ///
    /// @param rest options and the reason, as typed
    record Nudge(Optional<String> agent, String rest) implements Verb {}

    /// Asks an agent to go on in a fresh session.
    ///
    /// @param rest options and the reason, as typed
    record Handoff(Optional<String> agent, String rest) implements Verb {}

    /// Asks a past session.
    ///
    /// @param about a bead or an agent
    /// @param rest options and the question, as typed
    record Seance(Optional<String> about, String rest) implements Verb {}

    record Ack(Optional<String> id) implements Verb {}

    record Retry(Optional<String> id) implements Verb {}

    record QueueList(Optional<String> rig) implements Verb {}

    record QueueRetry(Optional<String> id) implements Verb {}

    record QueueReject(Optional<String> id, String reason) implements Verb {}

    record WhoAmI() implements Verb {}

    /// What was spent: on one bead or convoy, else on all.
    record Cost(Optional<String> id) implements Verb {}

    /// Who is in the crew.
    record CrewList() implements Verb {}

    /// A member of the crew is to stop.
    record CrewStop(Optional<String> name) implements Verb {}

    record Agents(Optional<String> rig) implements Verb {}

    /// The text is no verb and no plan.
    ///
    /// @param addressed whether it was said to the town (`@Mayor`, `/gt`) and not just aloud
    record Talk(String firstWord, boolean addressed, boolean brief) implements Verb {}
}
