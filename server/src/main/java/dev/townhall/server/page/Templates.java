package dev.townhall.server.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The templates, compiled with the program. Thread-safe.
public final class Templates {
    private final TemplateEngine engine;
    private final Map<String, String> assets;

    /// @param assets the address of each file the pages refer to, by its name
    public Templates(Map<String, String> assets) {
        engine = TemplateEngine.createPrecompiled(ContentType.Html);
        this.assets = assets;
    }

    /// The page as a whole document.
    public byte[] document(HallPage page) {
        return render("document.jte", Map.of("page", page, "assets", assets));
    }

    /// What of the page changes while it is open.
    public byte[] hall(HallPage page) {
        return render("hall.jte", Map.of("page", page));
    }

    /// The login page; `problem` is what was wrong with the last attempt, empty for none.
    public byte[] login(String next, String formToken, String problem) {
        return render(
                "login.jte",
                Map.of(
                        "next", next,
                        "formToken", formToken,
                        "problem", problem,
                        "assets", assets));
    }

    /// A page that says only that something did not work, and what to do.
    public byte[] problem(int status, String title, String message) {
        return render(
                "problem.jte",
                Map.of("status", status, "title", title, "message", message, "assets", assets));
    }

    private byte[] render(String template, Map<String, Object> model) {
        StringOutput output = new StringOutput();
        engine.render(template, model, output);
        return output.toString().getBytes(StandardCharsets.UTF_8);
    }
}
