package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.account.Standing;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.capacity.ManualMachine;
import dev.townhall.core.chat.CardJson;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.PlainText;
import dev.townhall.core.convoy.TaskText;
import dev.townhall.core.convoy.Tasks;
import dev.townhall.core.cost.Price;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.ledger.MemoryDisk;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.mergequeue.ScriptedGates;
import dev.townhall.core.person.People;
import dev.townhall.core.prime.Directives;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.runtime.Scene;
import dev.townhall.core.runtime.ScriptedRuntime;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.testing.StubPreset;
import dev.townhall.core.tool.BearerToken;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.ToolAnswer;
import dev.townhall.core.tool.Tools;
import dev.townhall.core.town.Adapters;
import dev.townhall.core.town.Town;
import dev.townhall.core.town.TownConfig;
import dev.townhall.core.transcript.MemoryTranscripts;
import dev.townhall.core.worktree.SimulatedCommit;
import dev.townhall.core.worktree.SimulatedGit;
import dev.townhall.core.worktree.SimulatedRepositories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A whole town in virtual time whose rig `shop` has an agent with a model, played by the test: what
/// the agent does with each turn is a scene.
final class AgentTown {
    static final RigName SHOP = new RigName("shop");
    private static final String REMOTE = "https://git.example/shop";

    final VirtualTime time = new VirtualTime();
    final ManualMachine machine = new ManualMachine();
    final SimulatedGit git = new SimulatedGit();
    final List<String> turns = new ArrayList<>();

    /// The conversations whose folders and homes were taken away.
    final List<BeadId> vacated = new ArrayList<>();

    /// What happens around calls of git.
    SimulatedRepositories.Boundary boundary = SimulatedRepositories.Boundary.NONE;

    /// Sessions of agents, in the order of their start: `account polecat`.
    final List<String> started = new ArrayList<>();

    final List<Duration> startedAt = new ArrayList<>();
    final Map<String, String> problems = new LinkedHashMap<>();
    private final Map<String, String> payers = new LinkedHashMap<>();
    private List<Account> accounts = List.of(Account.ofPreset("stub"));
    private Capacity capacity = Capacity.DEFAULT;
    private TalkReconciler.Limits talk = TalkReconciler.Limits.DEFAULT;
    private Tools.Launch launch = Tools.Launch.BY_PEOPLE;
    final MemoryTranscripts transcripts = new MemoryTranscripts();
    private final MemoryDisk disk = new MemoryDisk();
    private boolean wakes;
    private boolean agentless;
    private Optional<String> wakeFailure = Optional.empty();
    private final Map<String, Credential> credentials = new LinkedHashMap<>();
    private BiFunction<SessionStart, Turn, Scene> agent = (start, turn) -> new Scene.Hangs();
    private Optional<String> startFailure = Optional.empty();
    private boolean fetchesTools = true;
    private boolean forgets;
    private Optional<String> model = Optional.of("stub");
    private MemoryLedger ledger;
    private Town town;
    private Path folder = Path.of("/");
    private int messages;
    private long draws;

    AgentTown() {
        this(2);
    }

    /// @param polecats how many may work at once
    AgentTown(int polecats) {
        git.addRemote(REMOTE, Map.of("README.md", "A shop."));
        ledger = new MemoryLedger(disk, time, this::bytes);
        town = open();
        ledger.write(
                Actor.TOWN,
                tx -> {
                    People.firstOwner(tx, "ada");
                    Rigs.add(
                            tx,
                            new Rig(
                                            SHOP,
                                            "sh",
                                            REMOTE,
                                            "",
                                            List.of(),
                                            true,
                                            false,
                                            polecats,
                                            Rig.State.ADDING,
                                            "",
                                            List.of())
                                    .withAgent(Optional.of("stub")));
                    return true;
                });
        run(() -> rig().state() == Rig.State.READY);
    }

    /// What the agent does from now on.
    void agent(BiFunction<SessionStart, Turn, Scene> newAgent) {
        agent = newAgent;
    }

    /// The tree somebody worked in last.
    Path folder() {
        return folder;
    }

    void worksIn(Path tree) {
        folder = tree;
    }

    /// The files that the remote's main holds.
    Map<String, String> merged() {
        return git.commit(git.remoteHead(REMOTE)).files();
    }

    /// The remote's main, newest first.
    List<SimulatedCommit> log() {
        return git.log(REMOTE);
    }

    /// Somebody else pushes a commit to the remote's main.
    void outsiderCommits(String file, String content) {
        git.outsiderCommits(REMOTE, file, content);
    }

    void cannotStart(String why) {
        startFailure = Optional.of(why);
    }

    /// The model that sessions say they have from now on.
    void model(Optional<String> newModel) {
        model = newModel;
    }

    void caps(CapSettings settings) {
        ledger.write(
                dev.townhall.core.bead.Actor.TOWN,
                tx -> {
                    CapSettings.keep(tx, settings);
                    return true;
                });
    }

    void canStart() {
        startFailure = Optional.empty();
    }

    /// From now on sandboxes hold sessions, and agents know their sessions again, unless `failure` says
    /// why not.
    void agentsRemember(Optional<String> failure) {
        wakes = true;
        wakeFailure = failure;
    }

    /// No agent can be driven any more, and the rig names none.
    void noAgentIsLeft() {
        agentless = true;
        rigsAgent(Optional.empty());
    }

    /// Gives the town accounts; it takes them up when it is started anew.
    void accounts(Account... newAccounts) {
        accounts = List.of(newAccounts);
    }

    /// How much it takes on at once, from its next start on.
    void capacity(Capacity newCapacity) {
        capacity = newCapacity;
    }

    /// Who pays for a session.
    String payer(SessionStart start) {
        return Objects.requireNonNull(payers.get(key(start)));
    }

    Standing standing(String account) {
        return ledger.read(view -> Accounts.of(view, new AccountName(account)));
    }

    /// Who waits for a session to be started.
    Map<BeadId, String> waiting() {
        return town.scheduler().waiting();
    }

    void neverFetchesTools() {
        fetchesTools = false;
    }

    /// Its agents are run once for each turn: they fetch no tools, and no turn knows of another.
    void agentsForget() {
        forgets = true;
        fetchesTools = false;
    }

    Rig rig() {
        return ledger.read(view -> Rigs.get(view, SHOP));
    }

    Bead bead(BeadId id) {
        return ledger.read(view -> view.get(id));
    }

    MemoryLedger ledger() {
        return ledger;
    }

    /// Calls a tool of the town as the session does that is live now.
    ToolAnswer call(SessionStart start, String tool, Object... arguments) {
        var node = Json.object();
        for (int i = 0; i < arguments.length; i += 2) {
            node.putPOJO((String) arguments[i], arguments[i + 1]);
        }
        Credential who = credential(start);
        return town.tools().call(who, tool, Json.tree(node));
    }

    /// Whom the session of `start` acts for.
    Credential credential(SessionStart start) {
        return Objects.requireNonNull(credentials.get(key(start)));
    }

    /// The mayor has a session for each conversation, which it is about.
    private static String key(SessionStart start) {
        return start.agent().equals(Actor.MAYOR)
                ? start.bead() + "#" + start.fence()
                : start.agent() + "#" + start.fence();
    }

    private static String key(Credential who) {
        return who.agent().equals(Actor.MAYOR)
                ? who.agentBead() + "#" + who.fence()
                : who.agent() + "#" + who.fence();
    }

    /// The mayor is an agent from now on.
    void mayorIsAnAgent() {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    AgentChoices.keep(
                            tx,
                            new AgentChoice(
                                    Optional.empty(),
                                    Map.of(AgentRole.MAYOR, "stub"),
                                    Map.of(),
                                    Map.of(),
                                    Map.of()));
                    return true;
                });
    }

    /// How much is talked at once, from its next start on.
    void talk(TalkReconciler.Limits limits) {
        talk = limits;
    }

    /// Who lets plans of agents run, from its next start on.
    void launch(Tools.Launch newLaunch) {
        launch = newLaunch;
    }

    /// Somebody says something in the chat; returns the key of what was heard.
    Reception.Reply chat(String person, Conversation where, String text) {
        return town.reception().receive(new Inbound("web", "w" + ++messages, person, where, text));
    }

    /// The same message comes once more.
    Reception.Reply chatAgain(String person, Conversation where, String text) {
        return town.reception().receive(new Inbound("web", "w" + messages, person, where, text));
    }

    /// What stands in a conversation: `author: text`, oldest first.
    List<String> talkIn(Conversation where) {
        return ledger.posts(where.key(), 0, 1_000).stream()
                .map(post -> post.author() + ": " + PlainText.of(CardJson.read(post.content())))
                .toList();
    }

    Town town() {
        return town;
    }

    /// The rig's agent is another one, or none.
    void rigsAgent(Optional<String> name) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Rigs.configure(tx, Rigs.get(tx, SHOP).withAgent(name));
                    return true;
                });
    }

    /// A bead that a witness judges, slung.
    BeadId slingWitnessed(String title, String below) {
        Rig shop = rig();
        BeadId bead =
                ledger.<Bead>write(
                                Actor.overseer("ada"),
                                tx ->
                                        Tasks.create(
                                                tx,
                                                shop,
                                                TaskText.titled(title)
                                                        .withText(below)
                                                        .withWitness(true)))
                        .id();
        say("sling " + bead);
        return bead;
    }

    /// A bead without commands, slung.
    BeadId sling(String title) {
        return sling(title, "");
    }

    BeadId sling(String title, String below) {
        say("new " + title + "\n" + below);
        BeadId bead =
                ledger.read(view ->
                        view.ofType(Bead.TASK).stream()
                                .filter(found -> found.title().equals(title))
                                .findFirst()
                                .orElseThrow()
                                .id());
        say("sling " + bead);
        return bead;
    }

    String say(String text) {
        Reception.Reply reply =
                town.reception()
                        .receive(
                                new Inbound(
                                        "cli",
                                        "m" + ++messages,
                                        "ada",
                                        new Conversation.Channel(SHOP),
                                        text));
        return switch (reply) {
            case Reception.Reply.Said said -> PlainText.of(said.card());
            case Reception.Reply.Refused refused ->
                    throw new AssertionError(text + ": " + refused.text());
            case Reception.Reply.Duplicate() -> throw new AssertionError("said twice");
        };
    }

    /// All that was posted anywhere.
    String posts() {
        StringBuilder all = new StringBuilder();
        ledger.changes(0, 10_000)
                .forEach(post ->
                        all.append(PlainText.of(CardJson.read(post.content()))).append('\n'));
        return all.toString();
    }

    List<Bead> permissions() {
        return ledger.read(view ->
                Approvals.pending(view).stream()
                        .filter(bead ->
                                Approvals.get(view, bead.id()).subject()
                                        instanceof Approval.ToolUse)
                        .toList());
    }

    /// Lets time pass until `done`; fails when nothing more happens before that.
    void run(BooleanSupplier done) {
        Duration end = time.elapsed().plus(Duration.ofHours(12));
        while (!done.getAsBoolean()) {
            if (time.elapsed().compareTo(end) > 0) {
                throw new AssertionError("It does not come to that. Posts:\n" + posts());
            }
            if (!time.happenOne() && !town.engine().runOne()) {
                Duration due = town.engine().nextDue();
                time.moveTo(time.next().filter(next -> next.compareTo(due) < 0).orElse(due));
            }
        }
    }

    /// Does the next thing that is to be done now; false when there is none.
    boolean step() {
        return time.happenOne() || town.engine().runOne();
    }

    void pass(Duration duration) {
        Duration end = time.elapsed().plus(duration);
        run(() -> time.elapsed().compareTo(end) >= 0);
    }

    /// Kills the town and starts it anew: memory and sessions are gone.
    void restart() {
        generation++;
        credentials.clear();
        ledger = new MemoryLedger(disk, time, this::bytes);
        town = open();
    }

    private int generation;

    private Town open() {
        int mine = generation;
        ScriptedRuntime.Playbook playbook =
                new ScriptedRuntime.Playbook() {
                    @Override
                    public Scene scene(SessionStart start, Turn turn) {
                        turns.add(turn.instruction());
                        return agent.apply(start, turn);
                    }

                    @Override
                    public Optional<String> model(SessionStart start) {
                        return model;
                    }

                    @Override
                    public Optional<String> startFailure(SessionStart start) {
                        return start.beginning() instanceof AgentRuntime.Beginning.Recalled
                                ? startFailure.or(() -> wakeFailure)
                                : startFailure;
                    }

                    @Override
                    public Optional<String> nativeId(SessionStart start) {
                        return wakes
                                ? Optional.of("native-" + start.bead() + "-" + start.fence())
                                : Optional.empty();
                    }
                };
        ScriptedRuntime runtime =
                new ScriptedRuntime(
                        (delay, action) ->
                                time.after(
                                        delay,
                                        () -> {
                                            if (mine == generation) {
                                                action.run();
                                            }
                                        }),
                        (tree, files) ->
                                files.forEach((name, text) -> git.tree(tree).write(name, text)),
                        playbook);
        TownConfig usual = TownConfig.DEFAULT;
        return Town.open(
                new TownConfig(
                        usual.turn(),
                        usual.sessionOutputBytesMax(),
                        usual.approvalExpiry(),
                        usual.retries(),
                        capacity,
                        talk,
                        launch),
                new Adapters(
                        time,
                        ledger,
                        new SimulatedRepositories(
                                git, time, (call, moment) -> boundary.at(call, moment)),
                        runtime,
                        new ScriptedGates(
                                time,
                                folder -> git.tree(folder).content(),
                                (gate, files) ->
                                        new ScriptedGates.Finding.Green(Duration.ofSeconds(1))),
                        List.of(),
                        new Adapters.Minds(
                                new Host(runtime),
                                role -> Optional.of("You are a " + role.word() + "."),
                                Directives.NONE,
                                new Prices(List.of(new Price("stub", 1_000_000, 0, 1_000_000))),
                                machine,
                                transcripts)));
    }

    private final class Host implements AgentHost {
        private final ScriptedRuntime runtime;

        Host(ScriptedRuntime runtime) {
            this.runtime = runtime;
        }

        @Override
        public Optional<Kind> find(String name) {
            return name.equals("stub") && !agentless
                    ? Optional.of(new Kind(StubPreset.STUB, runtime))
                    : Optional.empty();
        }

        @Override
        public List<Account> accounts(String name) {
            return accounts;
        }

        @Override
        public Optional<String> problem(Account account) {
            return Optional.ofNullable(problems.get(account.name().text()));
        }

        @Override
        public Optional<Kind> find(Account account) {
            return Optional.of(new Kind(StubPreset.STUB, new Paying(runtime, account)));
        }

        @Override
        public Path quarters(BeadId agentBead) {
            return Path.of("/quarters").resolve(agentBead.text());
        }

        @Override
        public void vacate(BeadId talk) {
            assertNobodyIsIn(talk);
            vacated.add(talk);
        }

        private void assertNobodyIsIn(BeadId talk) {
            if (town.sessions().containsKey(talk)) {
                throw new AssertionError("somebody is in " + talk);
            }
        }

        /// The agent fetches its tools a little later.
        @Override
        public McpServer tools(BearerToken token) {
            Credential who = town.credentials().resolve(token.text()).orElseThrow();
            credentials.put(key(who), who);
            if (fetchesTools) {
                time.after(Duration.ofMillis(50), () -> town.credentials().listed(who));
            }
            return new McpServer(
                    "townhall",
                    Optional.of(new McpServer.Http("http://127.0.0.1/mcp", Map.of())),
                    Optional.empty());
        }
    }

    /// Notes which account a session was started under.
    private final class Paying implements AgentRuntime {
        private final AgentRuntime runtime;
        private final Account account;

        Paying(AgentRuntime runtime, Account account) {
            this.runtime = runtime;
            this.account = account;
        }

        @Override
        public String name() {
            return runtime.name();
        }

        @Override
        public Capabilities capabilities() {
            return forgets ? new Capabilities(false, false, true, false) : runtime.capabilities();
        }

        @Override
        public boolean isSandboxed(Confinement confinement) {
            return wakes && confinement.isWanted();
        }

        @Override
        public AgentSession start(SessionStart start, Consumer<SessionUpdate> updates) {
            payers.put(key(start), account.name().text());
            started.add(account.name() + " " + start.agent().shortName());
            startedAt.add(time.elapsed());
            AgentSession session = runtime.start(start, updates);
            return forgets ? new Forgetful(session) : session;
        }
    }

    /// A session whose turns know nothing of each other.
    private record Forgetful(AgentSession session) implements AgentSession {
        @Override
        public void prompt(Turn turn) {
            session.prompt(turn);
        }

        @Override
        public void cancel() {
            session.cancel();
        }

        @Override
        public void answer(String permissionId, PermissionAnswer answer) {
            session.answer(permissionId, answer);
        }

        @Override
        public boolean remembers() {
            return false;
        }

        @Override
        public boolean isAlive() {
            return session.isAlive();
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        long draw = ++draws * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (draw >>> (8 * (i % 8)));
            draw = i % 8 == 7 ? draw * 31 + 7 : draw;
        }
        return bytes;
    }
}
