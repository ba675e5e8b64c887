package dev.townhall.core.worktree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Puts objects into a store; after [#flush] they survive a loss of power. Git would sync each object
/// as it is written; syncing them together at the end costs a fraction.
final class DurableInserter extends ObjectInserter.Filter {
    private static final int ONE_BY_ONE_MAX = 12;
    private static final int THREADS = 16;

    private final FileRepository repository;
    private final ObjectInserter inserter;
    private final Set<ObjectId> unsynced = new LinkedHashSet<>();

    DurableInserter(FileRepository repository) {
        this.repository = repository;
        this.inserter = repository.getObjectDatabase().newInserter();
    }

    @Override
    protected ObjectInserter delegate() {
        return inserter;
    }

    @Override
    public ObjectId insert(int type, byte[] data) throws IOException {
        return insert(type, data, 0, data.length);
    }

    @Override
    public ObjectId insert(int type, byte[] data, int offset, int length) throws IOException {
        ObjectId id = inserter.idFor(type, data, offset, length);
        boolean stored = !unsynced.contains(id) && repository.getObjectDatabase().has(id);
        return stored ? id : noted(inserter.insert(type, data, offset, length));
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return noted(inserter.insert(type, length, in));
    }

    private ObjectId noted(ObjectId id) {
        unsynced.add(id);
        return id;
    }

    @Override
    public void flush() throws IOException {
        inserter.flush();
        List<Path> files = new ArrayList<>();
        for (ObjectId id : unsynced) {
            Path file = repository.getObjectDatabase().fileFor(id).toPath();
            if (Files.exists(file)) {
                files.add(file);
            }
        }
        if (files.size() <= ONE_BY_ONE_MAX) {
            for (Path file : files) {
                sync(file);
            }
        } else {
            syncTogether(files);
        }
        unsynced.clear();
    }

    private static void syncTogether(List<Path> files) throws IOException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Path>> synced = new ArrayList<>();
            for (Path file : files) {
                synced.add(threads.submit(() -> sync(file)));
            }
            for (Future<Path> future : synced) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("an object could not be synced to disk", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while syncing objects to disk", e);
        }
    }

    private static Path sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return file;
    }
}
