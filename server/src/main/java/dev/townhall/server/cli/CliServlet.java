package dev.townhall.server.cli;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.TownException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's half of the command line's wire, as `docs/cli-protocol.md` describes it: one POST
/// is one command, its streamed body is standard output, its trailers are exit code and error text.
final class CliServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CliServlet.class);

    static final int REQUEST_BYTES_MAX = 16 << 20;
    static final int EXIT_USAGE = 2;
    static final int EXIT_BUG = 70;
    private static final int WIDTH_DEFAULT = 80;

    private final transient CliHandler handler;
    private final transient Function<String, Optional<Actor>> callers;
    private final transient Set<Cancellation> running = ConcurrentHashMap.newKeySet();

    CliServlet(CliHandler handler, Function<String, Optional<Actor>> callers) {
        this.handler = handler;
        this.callers = callers;
    }

    @Override
    protected void doPost(HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        Cancellation cancellation = new Cancellation();
        Map<String, String> trailers = new TreeMap<>();
        response.setContentType("application/octet-stream");
        response.setTrailerFields(() -> trailers);
        byte[] body = http.getInputStream().readNBytes(REQUEST_BYTES_MAX + 1);
        ClientWatch watch = ClientWatch.over(http, cancellation);
        running.add(cancellation);
        try (watch) {
            ErrorText errors = new ErrorText();
            PrintStream out =
                    new PrintStream(response.getOutputStream(), false, StandardCharsets.UTF_8);
            int code = answer(body, cancellation, out, errors);
            out.flush();
            trailers.put("gt-exit", Integer.toString(code));
            trailers.putAll(errors.trailers());
        } finally {
            running.remove(cancellation);
        }
    }

    /// Tells every running command that its time is over.
    void cancelAll() {
        running.forEach(Cancellation::cancel);
    }

    private int answer(byte[] body, Cancellation cancellation, PrintStream out, ErrorText errors) {
        PrintStream err = errors.stream();
        try {
            if (body.length > REQUEST_BYTES_MAX) {
                throw TownException.badInput(
                        "The command and its input are larger than "
                                + REQUEST_BYTES_MAX
                                + " bytes, the most a call may carry.");
            }
            CliRequest request = request(CliForm.parse(body), cancellation);
            if (request.terminal()) {
                return run(request, out, out);
            }
            return run(request, out, err);
        } catch (TownException e) {
            err.println("gt: " + e.getMessage());
            return EXIT_USAGE;
        } finally {
            err.flush();
        }
    }

    private int run(CliRequest request, PrintStream out, PrintStream err) {
        try {
            return handler.run(request, out, err);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("agent", request.caller()).log("command failed");
            err.println("gt: the town failed on this command: " + e);
            return EXIT_BUG;
        }
    }

    private CliRequest request(CliForm form, Cancellation cancellation) {
        Actor caller =
                form.text("token")
                        .flatMap(token -> callers.apply(token.strip()))
                        .orElseThrow(() ->
                                TownException.badInput(
                                        "This call carries no token that the town knows."
                                                + " Its own is in run/token of its"
                                                + " folder."));
        return new CliRequest(
                form.texts("a"),
                new ByteArrayInputStream(form.bytes("stdin").orElseGet(() -> new byte[0])),
                form.text("width").map(CliServlet::width).orElse(WIDTH_DEFAULT),
                form.text("terminal").orElse("").equals("1"),
                form.text("colour").orElse("").equals("1"),
                Path.of(form.text("folder").orElse("/")),
                caller,
                cancellation);
    }

    private static int width(String text) {
        try {
            int width = Integer.parseInt(text);
            return width > 0 ? width : WIDTH_DEFAULT;
        } catch (NumberFormatException notANumber) {
            return WIDTH_DEFAULT;
        }
    }
}
