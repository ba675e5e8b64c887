package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds bubblewrap and tries whether it really starts, as this user, on this kernel.
final class SandboxProbe {
    private static final long ANSWER_SECONDS_MAX = 30;
    private static final int YES = 42;
    private static final Pattern VERSION = Pattern.compile("bubblewrap ([0-9.]+)");

    private static final List<String> ALWAYS =
            List.of(
                    "--unshare-user",
                    "--unshare-pid",
                    "--unshare-ipc",
                    "--unshare-uts",
                    "--unshare-cgroup-try",
                    "--cap-drop",
                    "ALL",
                    "--die-with-parent",
                    "--new-session");

    private final Map<String, String> environment;
    private final List<Path> absent;

    SandboxProbe(Map<String, String> environment, List<Path> absent) {
        this.environment = environment;
        this.absent = absent;
    }

    Sandbox found() {
        String named = environment.getOrDefault("GT_BWRAP", "");
        if (named.equals("off")) {
            return Sandbox.none("GT_BWRAP=off.");
        }
        Optional<Path> program =
                Programs.find(named.isEmpty() ? "bwrap" : named, Path.of("/"), environment);
        if (program.isEmpty()) {
            return Sandbox.none(
                    named.isEmpty()
                            ? "bubblewrap (bwrap) is not installed."
                            : "GT_BWRAP names %s, which cannot be run.".formatted(named));
        }
        return tried(program.get());
    }

    private Sandbox tried(Path program) {
        Said version = said(List.of(program.toString(), "--version"));
        Matcher number = VERSION.matcher(version.text());
        if (!number.find()) {
            return Sandbox.none(
                    "%s does not say which bubblewrap it is: %s"
                            .formatted(program, version.text().strip()));
        }
        SystemFolders system = SystemFolders.of(environment, absent);
        ProcessGroups groups = ProcessGroups.find();
        Said last = new Said(0, "");
        for (List<String> more : List.of(List.of("--disable-userns"), List.<String>of())) {
            List<String> line = new ArrayList<>();
            line.add(program.toString());
            line.addAll(ALWAYS);
            line.addAll(more);
            String shown = "bubblewrap " + number.group(1) + limits(groups, more);
            Sandbox candidate = new Sandbox(line, shown, system, groups);
            last = said(question(candidate));
            if (last.code() == YES) {
                return candidate;
            }
        }
        return Sandbox.none(
                "bubblewrap %s does not start: %s.%s"
                        .formatted(number.group(1), last.text().strip(), advice()));
    }

    private static String limits(ProcessGroups groups, List<String> more) {
        boolean unlimited = !groups.work() && "root".equals(System.getProperty("user.name"));
        return (more.isEmpty() ? ", user namespaces not closed" : "")
                + (unlimited ? ", processes not limited (root without control groups)" : "");
    }

    private static List<String> question(Sandbox candidate) {
        Confinement all =
                new Confinement(
                        Confinement.Need.REQUIRED, Confinement.Network.OFF, List.of(), List.of());
        List<String> question =
                new ArrayList<>(candidate.prefix(all, Path.of("/tmp"), Map.of(), null));
        question.addAll(List.of("/bin/sh", "-c", "[ -d /proc/1 ] && exit " + YES));
        return question;
    }

    private static String advice() {
        boolean restricted =
                read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").equals("1")
                        || read("/proc/sys/kernel/unprivileged_userns_clone").equals("0")
                        || read("/proc/sys/user/max_user_namespaces").equals("0");
        return restricted ? " This system does not let users make user namespaces." : "";
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private record Said(int code, String text) {}

    private static Said said(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try {
                process.getOutputStream().close();
                byte[] text = process.getInputStream().readNBytes(2_000);
                boolean ended = process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
                return new Said(
                        ended ? process.exitValue() : -1, new String(text, StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Said(-1, "interrupted");
        }
    }
}
