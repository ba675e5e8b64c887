package dev.townhall.server.page;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Tally;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.rig.Rig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/// The lists beside every page: rigs, the crew, and convoys by state.
///
/// @param current the key of the conversation shown
record Directory(List<Rig> readable, List<Member> crew, List<Line> convoys, String current) {
    private static final int FINISHED_MAX = 12;

    /// A convoy with how far it is.
    record Line(Bead bead, Convoy convoy, int closed, int total) {
        String key() {
            return new Conversation.ConvoyThread(bead.id()).key();
        }
    }

    /// A member of the crew with what it does.
    record Member(Agent agent, String does) {}

    static Directory of(LedgerView view, Visitor visitor, String current) {
        List<Rig> rigs =
                view.ofType(Bead.RIG).stream()
                        .flatMap(bead -> Rig.ASPECT.of(bead).stream())
                        .filter(rig -> rig.state() != Rig.State.REMOVED)
                        .filter(rig -> visitor.mayRead(rig.name()))
                        .sorted(Comparator.comparing(Rig::name))
                        .toList();
        List<Line> convoys = new ArrayList<>();
        for (Bead bead : listed(view)) {
            Convoy.ASPECT
                    .of(bead)
                    .filter(convoy -> visitor.mayRead(convoy.rig()))
                    .ifPresent(convoy -> convoys.add(line(view, bead, convoy)));
        }
        convoys.sort(Comparator.comparing((Line line) -> line.bead().createdAt()).reversed());
        List<Member> crew =
                Crews.all(view).stream()
                        .filter(member -> visitor.mayRead(member.rig()))
                        .map(member -> new Member(member, CrewVerbs.does(view, member)))
                        .toList();
        return new Directory(rigs, crew, convoys, current);
    }

    /// All that are not over, and the last of those that are: a town has thousands in the end.
    private static List<Bead> listed(LedgerView view) {
        List<Bead> all = view.ofType(Bead.CONVOY);
        List<Bead> listed = new ArrayList<>(all.stream().filter(bead -> !bead.isClosed()).toList());
        all.stream()
                .filter(Bead::isClosed)
                .sorted(Comparator.comparing(Bead::updatedAt).reversed())
                .limit(2L * FINISHED_MAX)
                .forEach(listed::add);
        return listed;
    }

    /// The newest convoys of a rig, dropped ones too.
    static List<BeadId> convoysOf(LedgerView view, RigName rig, int max) {
        return view.ofType(Bead.CONVOY).stream()
                .sorted(Comparator.comparing(Bead::createdAt).reversed())
                .filter(bead ->
                        Convoy.ASPECT
                                .of(bead)
                                .filter(convoy -> convoy.rig().equals(rig))
                                .isPresent())
                .limit(max)
                .map(Bead::id)
                .toList();
    }

    private static Line line(LedgerView view, Bead bead, Convoy convoy) {
        Tally tally = Tally.of(view, convoy);
        return new Line(bead, convoy, tally.closed(), tally.total());
    }

    List<RigLine> rigs(ToLongFunction<String> newest) {
        return readable.stream()
                .map(rig -> {
                    Conversation channel = new Conversation.Channel(rig.name());
                    return new RigLine(
                            channel.key(),
                            rig.name().text(),
                            Place.href(channel),
                            note(rig),
                            newest.applyAsLong(channel.key()),
                            channel.key().equals(current));
                })
                .toList();
    }

    private static String note(Rig rig) {
        return switch (rig.state()) {
            case READY, REMOVED -> "";
            case ADDING -> "cloning";
            case FAILED -> "failed";
            case PARKED -> "parked";
        };
    }

    List<ThreadSection> threads(ToLongFunction<String> newest) {
        List<ThreadSection> groups = new ArrayList<>();
        if (!crew.isEmpty()) {
            groups.add(
                    new ThreadSection(
                            "Crew", crew.stream().map(it -> thread(it, newest)).toList()));
        }
        group(groups, "Under way", Convoy.State.OPEN, Integer.MAX_VALUE, newest);
        group(groups, "Planned", Convoy.State.STAGED, Integer.MAX_VALUE, newest);
        group(groups, "Landed", Convoy.State.LANDED, FINISHED_MAX, newest);
        return groups;
    }

    private void group(
            List<ThreadSection> groups,
            String heading,
            Convoy.State state,
            int max,
            ToLongFunction<String> newest) {
        List<ThreadLine> threads =
                convoys.stream()
                        .filter(line -> line.convoy().state() == state)
                        .limit(max)
                        .map(line -> thread(line, newest))
                        .toList();
        if (!threads.isEmpty()) {
            groups.add(new ThreadSection(heading, threads));
        }
    }

    private ThreadLine thread(Member member, ToLongFunction<String> newest) {
        Conversation thread = CrewVerbs.thread(member.agent());
        return new ThreadLine(
                thread.key(),
                member.agent().name(),
                member.agent().rig().text(),
                Place.href(thread),
                0,
                0,
                member.does(),
                newest.applyAsLong(thread.key()),
                thread.key().equals(current));
    }

    private ThreadLine thread(Line line, ToLongFunction<String> newest) {
        return new ThreadLine(
                line.key(),
                line.bead().title(),
                line.convoy().rig().text(),
                Place.href(new Conversation.ConvoyThread(line.bead().id())),
                line.closed(),
                line.total(),
                line.convoy().paused() ? "paused" : "",
                newest.applyAsLong(line.key()),
                line.key().equals(current));
    }
}
