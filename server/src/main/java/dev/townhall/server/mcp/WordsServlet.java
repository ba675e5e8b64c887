package dev.townhall.server.mcp;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.ToolAnswer;
import dev.townhall.core.tool.Tools;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The tools for what an agent types in a shell: `program` and each `word` come as a form, the answer
/// is text. 200 it is done, 422 the tool refused it, 400 nobody understands it.
final class WordsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final List<String> HELP = List.of("--help", "-h");

    private final transient Tools tools;

    WordsServlet(Tools tools) {
        this.tools = tools;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!(request.getAttribute(AgentsOnly.CREDENTIAL) instanceof Credential who)) {
            throw new IllegalStateException("A request passed without a credential");
        }
        String program = "bd".equals(request.getParameter("program")) ? "bd" : "gt";
        List<String> words =
                Optional.ofNullable(request.getParameterValues("word"))
                        .map(List::of)
                        .orElse(List.of());
        Verbs verbs = new Verbs(tools.visibleTo(who.role()));
        if (words.isEmpty()
                || words.getFirst().equals("help")
                || words.stream().anyMatch(HELP::contains)) {
            say(response, 200, verbs.help(program));
            return;
        }
        Verbs.Call call;
        try {
            call = verbs.call(program, words);
        } catch (TownException e) {
            say(response, 400, String.valueOf(e.getMessage()));
            return;
        }
        ToolAnswer answer = tools.call(who, call.tool(), call.arguments());
        say(response, answer.isError() ? 422 : 200, answer.text());
    }

    private static void say(HttpServletResponse response, int status, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
