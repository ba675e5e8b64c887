package dev.townhall.botslack;

import dev.townhall.botslack.Listening.Ack;
import dev.townhall.botslack.door.Allowed;
import dev.townhall.botslack.door.FrontDoor;
import dev.townhall.botslack.door.Signature;
import dev.townhall.botslack.hearing.Heard;
import dev.townhall.botslack.hearing.Hearing;
import dev.townhall.botslack.hearing.TownKnowledge;
import dev.townhall.botslack.pace.Pace;
import dev.townhall.botslack.socket.SocketMode;
import dev.townhall.botslack.webapi.Accounts;
import dev.townhall.botslack.webapi.Self;
import dev.townhall.botslack.webapi.WebApi;
import dev.townhall.core.chat.ChatPort;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.person.People;
import dev.townhall.core.reception.Reception;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The town's front on one workspace of Slack, with all its parts wired. First its [#chat] is given to
/// the town, then, once that is open, the front [#listen]s. Starting it makes no call: a town starts
/// while Slack is away. Thread-safe.
public final class SlackFront implements AutoCloseable {
    private static final Duration CALL_MAX = Duration.ofSeconds(15);

    /// Somebody waits for these: Slack takes three seconds for a no.
    private static final Duration QUICK_CALL_MAX = Duration.ofSeconds(2);

    private final SlackLogin login;
    private final Time time;
    private final WebApi api;
    private final WebApi quick;
    private final Optional<WebApi> asApp;
    private final SlackChat chat;
    private final FrontDoor door;
    private final ExecutorService later = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<Listening> listening = Optional.empty();
    private volatile Optional<SocketMode> socket = Optional.empty();

    /// @param url where Slack's methods are: [WebApi#SLACK], or a stand-in for it
    public SlackFront(SlackLogin login, String url, Time time) {
        this.login = login;
        this.time = time;
        Self self = login.self();
        api = WebApi.open(url, login.botToken(), CALL_MAX);
        quick = WebApi.open(url, login.botToken(), QUICK_CALL_MAX);
        asApp = login.appToken().map(token -> WebApi.open(url, token, CALL_MAX));
        chat = new SlackChat(api, self, new Pace(time));
        door =
                new FrontDoor(
                        login.signingSecret().map(Signature::new),
                        new Allowed(login.app(), self.team(), login.enterprise()),
                        time);
    }

    public ChatPort chat() {
        return chat;
    }

    /// Begins to hear, and to take events over a connection of its own where the login is for that.
    ///
    /// @param others is told what is no message: edits, removals, what happens to channels
    public void listen(Ledger ledger, Reception reception, Consumer<Heard> others) {
        Self self = login.self();
        Accounts accounts = new Accounts(quick, later, time);
        expect(ledger, accounts);
        TownKnowledge known = new TownKnowledge(self.team(), ledger, accounts::isGuest);
        Listening hears =
                new Listening(
                        self.team(),
                        new Hearing(self.team(), self.user(), known),
                        reception,
                        ledger,
                        quick,
                        later,
                        others);
        listening = Optional.of(hears);
        socket = asApp.map(app -> connected(app, hears));
    }

    /// Nobody waits for Slack who is known already.
    private void expect(Ledger ledger, Accounts accounts) {
        String team = login.self().team() + "/";
        ledger.read(People::all).stream()
                .map(person -> person.identities().getOrDefault(Hearing.NETWORK, ""))
                .filter(identity -> identity.startsWith(team))
                .forEach(identity -> accounts.expect(identity.substring(team.length())));
    }

    private SocketMode connected(WebApi app, Listening hears) {
        SocketMode mode =
                new SocketMode(
                        app::openSocket, envelope -> door.admit(envelope).map(hears::take), time);
        mode.start();
        return mode;
    }

    /// Takes a request that Slack made to the town.
    ///
    /// @param timestamp the header `X-Slack-Request-Timestamp`, empty where it is missing
    /// @param proof the header `X-Slack-Signature`, empty where it is missing
    /// @param body its bytes as they came, see [FrontDoor#body]
    public Ack request(String timestamp, String proof, byte[] body) {
        return listening
                .map(hears -> hears.take(door.admit(timestamp, proof, body)))
                .orElseGet(() -> new Ack(503, ""));
    }

    /// Whether events reach the town over its own connection now; also true where they come by HTTP.
    public boolean isConnected() {
        return login.appToken().isEmpty() || socket.map(SocketMode::isConnected).orElse(false);
    }

    @Override
    public void close() {
        socket.ifPresent(SocketMode::close);
        later.shutdown();
        api.close();
        quick.close();
        asApp.ifPresent(WebApi::close);
    }
}
