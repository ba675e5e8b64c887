package dev.townhall.server.agents;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.townhall.server.command.TestTown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// Looks for secrets where nobody may find one: in what is logged from its making on, and in every
/// file of a town's folder but those that are a secret's own place. An agent's home and tree are its own.
final class Leaks implements AutoCloseable {
    private static final Pattern SESSION_TOKEN = Pattern.compile("gtmcp_[0-9a-zA-Z_-]{8}");

    /// A town that is up writes nothing of this library to its log.
    private static final String SILENCED = "com.agentclientprotocol";

    private static final List<String> AGENTS_OWN = List.of("homes", "rigs");

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLoggerName().startsWith(SILENCED)) {
                        return;
                    }
                    logged.add(
                            event.getFormattedMessage()
                                    + " "
                                    + event.getKeyValuePairs()
                                    + " "
                                    + (event.getThrowableProxy() == null
                                            ? ""
                                            : event.getThrowableProxy().getMessage()));
                }
            };

    Leaks() {
        appender.start();
        root().addAppender(appender);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /// Where a secret of this town was found; empty is right.
    List<String> of(TestTown town) {
        Path folder = town.town().path();
        Path token = folder.resolve("run/token");
        String townToken = text(token).strip();
        List<String> found = new ArrayList<>();
        for (Path file : files(folder)) {
            if (!file.equals(token) && holdsASecret(text(file), townToken)) {
                found.add(folder.relativize(file).toString());
            }
        }
        logged.stream().filter(line -> holdsASecret(line, townToken)).forEach(found::add);
        return found;
    }

    /// Whether it holds the key of the agents' provider, a session's token, or the town's.
    static boolean holdsASecret(String text, String townToken) {
        return text.contains(Qwen.KEY)
                || SESSION_TOKEN.matcher(text).find()
                || (!townToken.isEmpty() && text.contains(townToken));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file ->
                            !AGENTS_OWN.contains(folder.relativize(file).getName(0).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        root().detachAppender(appender);
        appender.stop();
    }
}
