package dev.townhall.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every tool, as every role, on its own rig, on another rig and on what belongs to no rig, with a
/// live token, a superseded session, a revoked and a forged token: what is allowed happens and
/// nothing else changes; what is not allowed changes nothing at all.
final class AuthorisationTest {
    /// Which role may reach what: `own`, `own+other` (every rig), `yes` (no rig is involved), `-` (it
    /// has no such tool), `none` (it has the tool, but nothing to use it on here).
    private static final String TABLE =
            """
            tool       | mayor     deacon dog  witness refinery polecat crew
            prime      | yes       yes    yes  yes     yes      yes     yes
            hook       | -         -      yes  -       yes      yes     -
            done       | -         -      yes  -       yes      yes     -
            verdict    | -         -      -    yes  -        -       -
            handoff    | -         -      yes  -       yes      yes     -
            show       | own+other -      own  own     own      own     own
            ready      | own+other -      own  own     own      own     own
            create     | own+other -      -    -       -        own     own
            update     | own+other -      -    -       -        own     own
            comment    | own+other -      own  own     own      own     own
            dep        | own+other -      -    -       -        own     own
            status     | yes       -      -    -       -        -       yes
            plan       | own+other -      -    -       -        -       own
            ask        | yes       yes    yes  yes     yes      yes     yes
            escalate   | own+other -      none none    none     none    own
            mail_send  | own+other none   own  own     own      own     own
            mail_inbox | yes       yes    yes  yes     yes      yes     yes
            nudge      | own+other -      own  own     own      own     own
            remember   | yes       yes    yes  yes     yes      yes     yes
            recall     | yes       yes    yes  yes     yes      yes     yes
            reserve_files | -      -      -    -       -        yes     yes
            """;

    private enum Scope {
        OWN(
                "shop",
                "sh-free",
                "sh-other",
                "sh-ordered",
                "shop/polecats/nux",
                "shop/polecats/furiosa"),
        OTHER("box", "bo-free", "bo-other", "bo-ordered", "box/polecats/nux", "box/polecats/nux"),
        NONE("moon", "hq-person-ada", "hq-rig-shop", "hq-person-ada", "overseer/nobody", "nobody");

        private final String rig;
        private final String bead;
        private final String target;
        private final String ordered;
        private final String address;
        private final String nudged;

        Scope(
                String rig,
                String bead,
                String target,
                String ordered,
                String address,
                String nudged) {
            this.rig = rig;
            this.bead = bead;
            this.target = target;
            this.ordered = ordered;
            this.address = address;
            this.nudged = nudged;
        }
    }

    private enum Token {
        LIVE,
        SUPERSEDED,
        REVOKED,
        FORGED
    }

    private record Row(String tool, Map<AgentRole, String> cells) {
        String cell(AgentRole role) {
            return Objects.requireNonNull(cells.get(role));
        }
    }

    @TestFactory
    List<DynamicTest> everyToolAsEveryRoleOnEveryScopeWithEveryToken() {
        List<DynamicTest> cases = new ArrayList<>();
        for (Row row : rows()) {
            for (AgentRole role : AgentRole.values()) {
                for (Scope scope : Scope.values()) {
                    for (Token token : Token.values()) {
                        String cell = row.cell(role);
                        cases.add(
                                DynamicTest.dynamicTest(
                                        "%s as %s on %s with a %s token"
                                                .formatted(row.tool(), role, scope, token),
                                        () -> tried(row.tool(), role, cell, scope, token)));
                    }
                }
            }
        }
        return cases;
    }

    @Test
    void theTableNamesEveryToolAndNothingElse() {
        List<String> named = rows().stream().map(Row::tool).toList();

        assertThat(new ToolTown().tools.specs().stream().map(ToolSpec::name))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void aRoleSeesTheToolsThatTheTableGivesItAndNoOther() {
        Tools tools = new ToolTown().tools;

        for (AgentRole role : AgentRole.values()) {
            List<String> given =
                    rows().stream()
                            .filter(row -> !row.cell(role).equals("-"))
                            .map(Row::tool)
                            .toList();
            assertThat(tools.visibleTo(role).stream().map(ToolSpec::name))
                    .as(role.word())
                    .containsExactlyInAnyOrderElementsOf(given);
        }
    }

    private static void tried(String tool, AgentRole role, String cell, Scope scope, Token token) {
        ToolTown world = new ToolTown();
        Credential who = world.alive(role);
        BearerToken bearer = world.credentials.issue(who);
        switch (token) {
            case LIVE, FORGED -> {}
            case SUPERSEDED -> world.supersede(role);
            case REVOKED -> world.credentials.revoke(who);
        }
        Map<BeadId, Bead> before = world.beads();
        String marks = world.marks();
        boolean allowed = token == Token.LIVE && allows(cell, scope);

        String presented = token == Token.FORGED ? forged(bearer) : bearer.text();
        Optional<Credential> resolved = world.credentials.resolve(presented);
        ToolAnswer answer =
                world.call(
                        token == Token.FORGED ? resolved.orElse(stranger(who)) : who,
                        tool,
                        arguments(tool, role, scope));

        assertThat(resolved.isPresent())
                .isEqualTo(token == Token.LIVE || token == Token.SUPERSEDED);
        assertThat(answer.isError()).as(answer.text()).isEqualTo(!allowed);
        if (allowed) {
            assertThat(changed(before, world.beads()))
                    .as("what changed")
                    .containsExactlyInAnyOrderElementsOf(expected(tool, role, scope));
            theTownStandsAsBefore(before, world.beads());
        } else {
            assertThat(answer.text()).isNotBlank();
            assertThat(world.beads()).isEqualTo(before);
            assertThat(world.marks()).isEqualTo(marks);
        }
    }

    /// Nothing is closed or ordered by a tool, nobody's rights or rigs change, no hook but the
    /// caller's own is touched.
    private static void theTownStandsAsBefore(Map<BeadId, Bead> before, Map<BeadId, Bead> after) {
        before.forEach((id, was) -> {
            Bead is = Objects.requireNonNull(after.get(id));
            assertThat(is.isClosed()).isEqualTo(was.isClosed());
            if (List.of(Bead.PERSON, Bead.RIG).contains(was.type())) {
                assertThat(is).isEqualTo(was);
            }
        });
    }

    private static boolean allows(String cell, Scope scope) {
        return switch (cell) {
            case "yes" -> true;
            case "own" -> scope == Scope.OWN;
            case "own+other" -> scope == Scope.OWN || scope == Scope.OTHER;
            case "-", "none" -> false;
            default -> throw new AssertionError("no such cell: " + cell);
        };
    }

    private static String arguments(String tool, AgentRole role, Scope scope) {
        String json =
                switch (tool) {
                    case "prime", "hook", "recall", "mail_inbox", "status" -> "{}";
                    case "plan" -> "{'text':'- [ ] More','rig':'%s'}".formatted(scope.rig);
                    case "done" -> "{'summary':'all of it'}";
                    case "verdict" -> "{'verdict':'accepted','reasons':'all is there'}";
                    case "handoff" -> "{'summary':'half of it'}";
                    case "ask" -> "{'question':'which one?','options':['this','that']}";
                    case "reserve_files" -> "{'paths':['src/api/']}";
                    case "remember" -> "{'key':'jdk','text':'needs 25','scope':'role'}";
                    case "show" -> "{'id':'%s'}".formatted(scope.bead);
                    case "ready" -> "{'rig':'%s'}".formatted(scope.rig);
                    case "create" -> "{'title':'More','rig':'%s'}".formatted(scope.rig);
                    case "update" -> "{'id':'%s','title':'Better'}".formatted(scope.bead);
                    case "comment" -> "{'id':'%s','text':'seen'}".formatted(scope.bead);
                    case "dep" -> "{'id':'%s','on':'%s'}".formatted(scope.bead, scope.target);
                    case "escalate" -> "{'bead':'%s','reason':'stuck'}".formatted(scope.ordered);
                    case "mail_send" ->
                            "{'to':'%s','subject':'hello','body':'there'}".formatted(scope.address);
                    case "nudge" -> "{'agent':'%s','reason':'mail'}".formatted(scope.nudged);
                    default -> throw new AssertionError("no arguments for " + tool);
                };
        assertThat(role).isNotNull();
        return json.replace('\'', '"');
    }

    /// The kinds of beads that an allowed call makes, and the ids of those it changes.
    private static List<String> expected(String tool, AgentRole role, Scope scope) {
        boolean onHook = Tool.WORKERS.contains(role) || role == AgentRole.WITNESS;
        return switch (tool) {
            case "prime", "hook", "recall", "mail_inbox", "show", "ready", "status" -> List.of();
            case "plan" -> List.of("new convoy", "new task");
            case "verdict" -> List.of("a " + Bead.MERGE_REQUEST);
            case "done", "handoff", "reserve_files" -> List.of(ToolTown.agentBead(role).text());
            case "ask" ->
                    onHook
                            ? List.of("new gate", ToolTown.agentBead(role).text())
                            : List.of("new gate");
            case "remember" -> List.of("new memory");
            case "create" -> List.of("new task");
            case "update", "comment", "dep" -> List.of(scope.bead);
            case "escalate" -> List.of("new escalation", scope.ordered);
            case "mail_send" -> List.of("new message");
            case "nudge" ->
                    List.of(
                            Agent.polecatBead(
                                            new RigName(scope.rig),
                                            scope.nudged.replaceAll(".*/", ""))
                                    .text());
            default -> throw new AssertionError("nothing expected of " + tool);
        };
    }

    private static List<String> changed(Map<BeadId, Bead> before, Map<BeadId, Bead> after) {
        List<String> changed = new ArrayList<>();
        after.forEach((id, bead) -> {
            if (!before.containsKey(id)) {
                changed.add("new " + bead.type());
            } else if (!bead.equals(before.get(id))) {
                changed.add(
                        bead.type().equals(Bead.MERGE_REQUEST) ? "a " + bead.type() : id.text());
            }
        });
        return changed;
    }

    private static String forged(BearerToken token) {
        String text = token.text();
        char last = text.charAt(text.length() - 1);
        return text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
    }

    /// What somebody makes up who has no token: the right words, but never issued.
    private static Credential stranger(Credential who) {
        return new Credential(who.agent(), who.role(), who.rig(), who.agentBead(), who.fence() + 1);
    }

    private static List<Row> rows() {
        List<List<String>> lines =
                TABLE.lines().map(line -> List.of(line.replace("|", " ").split("\\s+"))).toList();
        List<AgentRole> roles =
                lines.getFirst().stream()
                        .skip(1)
                        .map(word -> AgentRole.valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                        .toList();
        return lines.stream()
                .skip(1)
                .map(line ->
                        new Row(
                                line.getFirst(),
                                roles.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        role -> role,
                                                        role ->
                                                                line.get(
                                                                        1 + roles.indexOf(role))))))
                .toList();
    }
}
