package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands in a sandbox at the places of secrets, so that whoever reaches for one is seen: an
/// empty folder where the file would be, and a socket that answers nobody. Nothing is behind them.
/// A program that opens such a folder as a file is refused (it is a folder), and that is told; one
/// that lists it, as `find /` does, is no trespasser and is not. Each home has traps of its own,
/// which says who it was. Thread-safe.
///
/// It works where Linux' inotify does; elsewhere the places stay empty and nothing is seen.
public final class Traps implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Traps.class);

    private final List<TrapPlace> places;
    private final Alarm alarm;
    private final @Nullable Inotify inotify;
    private final Map<Path, Map<Path, Path>> made = new TreeMap<>();
    private final Map<Integer, Watched> watched = new LinkedHashMap<>();
    private final List<ServerSocketChannel> sockets = new ArrayList<>();
    private int end = -1;
    private @Nullable Path bell;

    /// What is watched, and how it is being opened now.
    private static final class Watched {
        private final String home;
        private final String what;
        private int open;
        private boolean listed;

        Watched(String home, String what) {
            this.home = home;
            this.what = what;
        }

        /// Whether it was opened as something it is not.
        boolean told(Inotify.Happening happening) {
            if (happening.is(Inotify.OPEN)) {
                open++;
            }
            listed |= happening.is(Inotify.ACCESS);
            boolean closed = happening.is(Inotify.CLOSE);
            boolean told = closed && !listed;
            if (closed) {
                open = Math.max(0, open - 1);
                listed &= open > 0;
            }
            return told;
        }
    }

    private Traps(List<TrapPlace> places, Alarm alarm, @Nullable Inotify inotify) {
        this.places = List.copyOf(places);
        this.alarm = alarm;
        this.inotify = inotify;
    }

    /// None: the places of secrets are empty.
    public static Traps none() {
        return new Traps(List.of(), Alarm.NONE, null);
    }

    /// For the secrets of the town in `town` and of the user of `environment`.
    public static Traps of(Path town, Map<String, String> environment, Alarm alarm) {
        try {
            Traps traps = new Traps(TrapPlace.of(town, environment), alarm, Inotify.open());
            Thread.ofPlatform().name("traps").daemon().start(traps::listen);
            return traps;
        } catch (IOException | RuntimeException e) {
            log.atInfo().addKeyValue("error", e.toString()).log("no traps in sandboxes");
            return none();
        }
    }

    /// What stands where in the sandboxes of a home: place to thing. Made once, in `folder`, which no
    /// sandbox shows; empty where it cannot be made.
    synchronized Map<Path, Path> around(String home, Path folder) {
        if (inotify == null) {
            return Map.of();
        }
        Map<Path, Path> before = made.get(folder);
        if (before != null) {
            return before;
        }
        Map<Path, Path> standing = new TreeMap<>();
        try {
            Folders.remove(folder);
            Files.createDirectories(folder);
            for (int i = 0; i < places.size(); i++) {
                Path thing = folder.resolve(Integer.toString(i));
                set(home, places.get(i), thing);
                if (Files.exists(thing)) {
                    places.get(i).at().forEach(place -> standing.put(place, thing));
                }
            }
            if (bell == null) {
                bell = Files.createDirectory(folder.resolve("bell"));
                end = inotify.watch(bell);
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("no traps for a home");
            standing.clear();
        }
        made.put(folder, standing);
        return standing;
    }

    /// Whether some stand in `folder`, which then must stay.
    synchronized boolean isAround(Path folder) {
        return made.containsKey(folder);
    }

    private void set(String home, TrapPlace place, Path thing) throws IOException {
        Optional<TrapPlace.Socket> socket = place.socket();
        if (socket.isPresent() && socket.get().isPlaceItself()) {
            answerNobody(home, thing, socket.get());
            return;
        }
        Files.createDirectory(thing);
        if (place.names().isEmpty()) {
            watch(home, place.called(""), thing);
        }
        for (String name : place.names()) {
            watch(home, place.called(name), Files.createDirectory(thing.resolve(name)));
        }
        if (socket.isPresent()) {
            answerNobody(home, thing.resolve(socket.get().name()), socket.get());
        }
    }

    private void watch(String home, String what, Path thing) throws IOException {
        if (inotify != null) {
            watched.put(inotify.watch(thing), new Watched(home, what));
        }
    }

    /// Too long a path is no address of a socket: then there is none.
    private void answerNobody(String home, Path socket, TrapPlace.Socket named) {
        ServerSocketChannel server;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            return;
        }
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException | IllegalArgumentException e) {
            closed(server);
            return;
        }
        sockets.add(server);
        Thread.ofVirtual()
                .name("trap socket")
                .start(() -> {
                    while (server.isOpen()) {
                        try (SocketChannel _ = server.accept()) {
                            alarm.raised(home, named.called());
                        } catch (IOException e) {
                            return; // It was closed.
                        }
                    }
                });
    }

    private void listen() {
        try {
            while (heard()) {}
        } catch (IOException | RuntimeException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("the traps are watched no more");
        }
    }

    /// Whether to go on.
    private boolean heard() throws IOException {
        if (inotify == null) {
            return false;
        }
        List<Watched> told = new ArrayList<>();
        for (Inotify.Happening happening : inotify.next()) {
            synchronized (this) {
                Watched thing = watched.get(happening.watch());
                if (happening.watch() == end) {
                    inotify.close();
                    return false;
                }
                if (thing != null && thing.told(happening)) {
                    told.add(thing);
                }
            }
        }
        told.forEach(thing -> alarm.raised(thing.home, thing.what));
        return true;
    }

    private static void closed(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("a socket could not be closed");
        }
    }

    /// Nothing is watched any more.
    @Override
    public void close() {
        Path ring;
        synchronized (this) {
            sockets.forEach(Traps::closed);
            ring = bell;
        }
        if (ring != null) {
            try (DirectoryStream<Path> _ = Files.newDirectoryStream(ring)) {
                log.atDebug().log("the traps are taken away");
            } catch (IOException e) {
                log.atWarn().addKeyValue("error", e.toString()).log("the traps stay watched");
            }
        }
    }
}
