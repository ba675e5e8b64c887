package dev.townhall.core.prime;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.Comment;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.prime.Prime.Kind;
import dev.townhall.core.prime.Prime.Part;
import dev.townhall.core.prime.PrimeRequest.Answered;
import dev.townhall.core.prime.PrimeRequest.Letter;
import dev.townhall.core.prime.PrimeRequest.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// The parts that differ from session to session, the most important first. All of it is words of
/// others, so all of it is quoted.
///
/// A part may take its share of the room that is left, and more when those after it need less.
final class Changing {
    private static final int COMMENTS_MAX = 4;
    private static final int COMMENT_CHARACTERS_MAX = 600;
    private static final int LETTERS_MAX = 8;
    private static final int LETTER_CHARACTERS_MAX = 500;

    /// What a part without room says instead.
    private static final int POINTER_MAX = 80;

    /// A part gets this much or is left out.
    private static final int PART_MIN = 400;

    private final List<Section> sections = new ArrayList<>();

    /// @param share of what is left, 0 to 1
    /// @param pointer where to find it when there is no room
    record Section(String name, double share, String pointer, IntFunction<String> writer) {
        int demand() {
            return writer.apply(Integer.MAX_VALUE).length();
        }
    }

    private Changing() {}

    static Changing of(
            PrimeRequest request,
            Optional<Hook.Loaded> hook,
            Optional<Bead> bead,
            HeldFiles files) {
        Changing parts = new Changing();
        bead.ifPresentOrElse(
                found -> parts.work(request, hook, found), () -> parts.noWork(request));
        parts.answers(request.answers());
        parts.handoff(request);
        parts.files(files);
        parts.memories(request.memories());
        parts.mail(request.mail());
        return parts;
    }

    /// The parts, together at most `room` characters.
    List<Part> within(int room) {
        List<Part> parts = new ArrayList<>();
        int left = room - POINTER_MAX * sections.size();
        int later = sections.stream().mapToInt(Section::demand).sum();
        for (Section section : sections) {
            later -= section.demand();
            int most = Math.max((int) (left * section.share()), left - later);
            String text = text(section, most);
            left -= text.length();
            parts.add(new Part(section.name(), Kind.CHANGING, text));
        }
        return parts;
    }

    private static String text(Section section, int most) {
        return section.demand() > most && most < PART_MIN
                ? "\n" + section.pointer() + "\n"
                : section.writer().apply(most);
    }

    private void work(PrimeRequest request, Optional<Hook.Loaded> hook, Bead bead) {
        Optional<Work> work = Work.ASPECT.of(bead);
        String pointer = "Read `show` with " + bead.id() + ".";
        sections.add(new Section("hook", 0.6, pointer, max -> asked(max, hook, bead)));
        request.matter()
                .ifPresent(matter -> {
                    switch (matter) {
                        case PrimeRequest.Judging result -> judging(bead, result);
                        case PrimeRequest.Joining joining ->
                                sections.addAll(Collision.sections(bead, joining));
                    }
                });
        work.flatMap(Work::rework)
                .filter(_ -> !(request.matter().orElse(null) instanceof PrimeRequest.Joining))
                .ifPresent(rework ->
                        sections.add(
                                new Section(
                                        "rework",
                                        0.5,
                                        "It was sent back: " + Works.sentence(rework) + ".",
                                        max -> rework(max, bead, rework))));
    }

    private static String asked(int max, Optional<Hook.Loaded> hook, Bead bead) {
        String heading = (hook.isPresent() ? "On your hook: " : "This is about ") + bead.id();
        Page page = new Page(max, heading, "`show` with " + bead.id() + " has the rest.");
        hook.ifPresent(loaded ->
                page.line(
                        "Try "
                                + loaded.attempt()
                                + ". Work on it now: nobody will tell you to start."));
        page.line("Type " + Author.of(bead.type()) + ", priority " + bead.priority() + ".\n");
        page.quote(
                Author.of(bead.createdBy()) + " filed it:",
                bead.title() + "\n\n" + bead.description());
        page.quote("It is done when (recorded on the bead):", bead.acceptanceCriteria());
        page.quote("Design (recorded on the bead):", bead.design());
        page.quote("Notes (recorded on the bead):", bead.notes());
        int from = Math.max(0, bead.comments().size() - COMMENTS_MAX);
        for (Comment comment : bead.comments().subList(from, bead.comments().size())) {
            page.quote(
                    Author.of(comment.author()) + " commented:",
                    comment.text(),
                    COMMENT_CHARACTERS_MAX);
        }
        return page.done();
    }

    private void judging(Bead bead, PrimeRequest.Judging result) {
        boolean changed = !result.head().equals(result.base());
        String see =
                changed
                        ? "Your folder holds the result, to be read: commit %s, made from %s. See the change with: git diff %s %s"
                                .formatted(
                                        result.head(), result.base(), result.base(), result.head())
                        : "Nothing was changed: your folder holds the files as they were, commit %s."
                                .formatted(result.base());
        sections.add(
                new Section(
                        "result",
                        0.6,
                        see,
                        max -> {
                            Page page =
                                    new Page(
                                            max,
                                            "What you judge",
                                            "`git diff --stat` has the rest.");
                            page.line(see);
                            page.line("The change: " + result.size() + ".\n");
                            page.quote("Its files:", String.join("\n", result.changes()), max / 2);
                            page.quote(
                                    Author.of(result.worker())
                                            + " says that "
                                            + bead.id()
                                            + " is done:",
                                    result.claim());
                            return page.done();
                        }));
    }

    private void noWork(PrimeRequest request) {
        if (request.agentBead().isPresent() && !request.role().talks()) {
            sections.add(
                    new Section(
                            "hook",
                            1,
                            "Your hook is empty.",
                            _ ->
                                    "\n# Your hook is empty\n\nThere is no work for you now. Call `hook` once"
                                            + " to be sure, then end your turn.\n"));
        }
    }

    private static String rework(int max, Bead bead, Work.Rework rework) {
        Page page =
                new Page(
                        max, "Why it was sent back", "`show` with " + bead.id() + " has the rest.");
        page.line("The try before was sent back: " + cause(rework) + ".\n");
        page.quote("The files:", String.join("\n", rework.files()), max / 2);
        page.quote(
                rework.cause() == ReworkCause.NOT_ACCEPTED
                        ? "The witness wrote:"
                        : "The end of what was printed:",
                rework.detail());
        return page.done();
    }

    /// Without file names: those are words of others.
    private static String cause(Work.Rework rework) {
        return rework.files().isEmpty()
                ? Works.sentence(rework)
                : Works.sentence(Work.Rework.of(rework.cause(), List.of("the files below"), ""));
    }

    private void answers(List<Answered> answers) {
        if (!answers.isEmpty()) {
            sections.add(
                    new Section(
                            "answers",
                            0.7,
                            "An answer came: call `hook`.",
                            max -> {
                                Page page = new Page(max, "Answers to you", "`hook` has the rest.");
                                for (Answered answered : answers) {
                                    page.quote("You asked:", answered.question());
                                    page.quote(
                                            Author.of(answered.by()) + " answered:",
                                            answered.answer());
                                }
                                return page.done();
                            }));
        }
    }

    private void handoff(PrimeRequest request) {
        request.handoff()
                .ifPresent(handoff ->
                        sections.add(
                                new Section(
                                        "handoff",
                                        0.7,
                                        "The session before left a summary: call `prime`.",
                                        max ->
                                                new Page(
                                                                max,
                                                                "What the session before left",
                                                                "the session before wrote more.")
                                                        .quote(
                                                                Author.of(handoff.by())
                                                                        + " wrote at "
                                                                        + handoff.at()
                                                                        + ":",
                                                                handoff.text())
                                                        .done())));
    }

    private void files(HeldFiles files) {
        if (!files.isEmpty()) {
            sections.add(
                    new Section(
                            "files",
                            0.4,
                            "Files are spoken for: call `reserve_files`.",
                            files::page));
        }
    }

    private void memories(List<Memory> memories) {
        if (!memories.isEmpty()) {
            sections.add(
                    new Section(
                            "memories",
                            0.6,
                            "There are memories: call `recall`.",
                            max -> {
                                Page page =
                                        new Page(
                                                max,
                                                "What the town remembers",
                                                "`recall` has the rest.");
                                for (Memory memory : memories) {
                                    page.quote(
                                            "Kept by " + Author.of(memory.by()) + ":",
                                            memory.text());
                                }
                                return page.done();
                            }));
        }
    }

    private void mail(List<Letter> mail) {
        if (!mail.isEmpty()) {
            sections.add(
                    new Section(
                            "mail",
                            1,
                            "You have unread mail: call `mail_inbox`.",
                            max -> letters(max, mail)));
        }
    }

    private static String letters(int max, List<Letter> mail) {
        Page page = new Page(max, "Unread mail", "`mail_inbox` has the rest.");
        page.line(mail.size() == 1 ? "One letter.\n" : mail.size() + " letters.\n");
        for (Letter letter : mail.stream().limit(LETTERS_MAX).toList()) {
            page.quote(
                    Author.of(letter.id()) + " from " + Author.of(letter.from()) + ":",
                    letter.subject() + "\n\n" + letter.text(),
                    LETTER_CHARACTERS_MAX);
        }
        return mail.size() > LETTERS_MAX ? page.andMore().done() : page.done();
    }
}
