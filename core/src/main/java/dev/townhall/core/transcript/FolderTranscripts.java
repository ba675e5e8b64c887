package dev.townhall.core.transcript;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.talk.Talks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transcripts as files below a folder, one folder a session:
///
/// ```
///   <began, in seconds>-<agent>-<fence>/session.json   whose it is
///                                       head.jsonl     its beginning, an entry a line
///                                       old.jsonl      of what came after it, the
///                                       new.jsonl      end: when `new` is full it becomes `old`
/// ```
///
/// So a session never takes more than its cap and keeps its beginning and its end. When all of them take
/// more than theirs, the oldest go, but none that is younger than the time they are kept for. Of those
/// only `session.json` stays, so that the others are counted as before.
public final class FolderTranscripts implements Transcripts {
    private static final Logger LOG = LoggerFactory.getLogger(FolderTranscripts.class);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Path folder;
    private final Time time;
    private final Limits limits;
    private Optional<Duration> swept = Optional.empty();

    /// How much is kept.
    ///
    /// @param sessionBytesMax of one session
    /// @param totalBytesMax of all; the oldest go beyond that
    /// @param keptAtLeast no younger one goes
    public record Limits(int sessionBytesMax, long totalBytesMax, Duration keptAtLeast) {
        public static final Limits DEFAULT = new Limits(2 << 20, 1L << 30, Duration.ofDays(30));

        public Limits {
            Check.that(
                    sessionBytesMax >= 4 && totalBytesMax > 0,
                    "The limits of transcripts must be positive; found %s and %s.",
                    sessionBytesMax,
                    totalBytesMax);
        }
    }

    public FolderTranscripts(Path folder, Time time, Limits limits) {
        this.folder = folder;
        this.time = time;
        this.limits = limits;
    }

    @Override
    public Scribe begin(Past session) {
        try {
            sweepNowAndThen();
            Path own = folder.resolve(name(session));
            Files.createDirectories(own);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            SessionFile file = new SessionFile(own);
            file.write(session);
            return new FolderScribe(
                    new Pages(own, limits.sessionBytesMax()),
                    time,
                    nativeId -> file.write(session.named(nativeId)));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("agent", session.agent())
                    .addKeyValue("error", e.toString())
                    .log("no transcript is kept");
            return Scribe.SILENT;
        }
    }

    @Override
    public List<Past> all() {
        List<Past> all = new ArrayList<>();
        for (Path own : folders()) {
            new SessionFile(own).read().ifPresent(all::add);
        }
        return all;
    }

    @Override
    public List<Entry> read(Past session) {
        return Pages.read(folder.resolve(name(session)));
    }

    /// Sorts by the time it began.
    /// Who talks with people has a session in each conversation, and these count their fencing numbers apart.
    private static String name(Past session) {
        String agent = session.agent().text().replaceAll("[^A-Za-z0-9._-]", "~");
        boolean talks = session.bead().text().startsWith(Talks.ID_START);
        return "%012d-%s-%d"
                .formatted(
                        session.began().getEpochSecond(),
                        talks ? agent + "-" + session.bead() : agent,
                        session.fence());
    }

    private List<Path> folders() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(folder)) {
                each.forEach(found::add);
            } catch (IOException e) {
                LOG.atWarn().addKeyValue("error", e.toString()).log("transcripts are not readable");
            }
        }
        found.sort(null);
        return found;
    }

    private synchronized void sweepNowAndThen() throws IOException {
        Duration now = time.elapsed();
        if (swept.isPresent() && now.minus(swept.get()).compareTo(SWEEP_EVERY) < 0) {
            return;
        }
        swept = Optional.of(now);
        Map<Path, Long> sizes = new TreeMap<>();
        long total = 0;
        for (Path own : folders()) {
            if (new SessionFile(own).read().filter(Past::swept).isPresent()) {
                Pages.remove(own); // What a killed town left of it.
                continue;
            }
            long size = Pages.size(own);
            sizes.put(own, size);
            total += size;
        }
        for (Map.Entry<Path, Long> oldest : sizes.entrySet()) {
            Optional<Past> past = new SessionFile(oldest.getKey()).read();
            boolean old =
                    past.filter(it -> it.began().plus(limits.keptAtLeast()).isBefore(time.now()))
                            .isPresent();
            if (total <= limits.totalBytesMax() || !old) {
                return;
            }
            new SessionFile(oldest.getKey()).write(past.orElseThrow().asSwept());
            Pages.remove(oldest.getKey());
            total -= oldest.getValue();
        }
    }
}
