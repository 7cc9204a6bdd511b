package dev.sluice.formats.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Says which keys are being written: one byte of a lock file per key, locked as long as it is written, also when a
/// process dies. Safe from any thread.
///
/// All stores of this process at one folder share one channel: the system lets go of every lock of a process on a file
/// when the process closes any channel to it.
public final class StoreLocks implements AutoCloseable {
    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private final Path file;
    private final Shared shared;
    private boolean closed;

    private static final class Shared {
        private final FileChannel channel;
        private int users;

        Shared(FileChannel channel) {
            this.channel = channel;
        }
    }

    private StoreLocks(Path file, Shared shared) {
        this.file = file;
        this.shared = shared;
    }

    /// The locks of the store of ours at that folder.
    static StoreLocks of(Path root) throws IOException {
        return of(root, FolderNames.LOCKS);
    }

    /// The locks of the store at that folder, in a file of that name.
    ///
    /// @throws IOException if the lock file cannot be made there
    public static StoreLocks of(Path root, String fileName) throws IOException {
        synchronized (OPEN) {
            Path file = root.toRealPath().resolve(fileName);
            Shared shared = OPEN.get(file);
            if (shared == null) {
                shared = new Shared(FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
                OPEN.put(file, shared);
            }
            shared.users++;
            return new StoreLocks(file, shared);
        }
    }

    /// The lock of the folder of that name; null if another writer has it, in this process or another.
    ///
    /// @throws IOException if the file system has no locks
    public FileLock take(String folder) throws IOException {
        try {
            return shared.channel.tryLock(place(folder), 1, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    /// Whether a writer has the lock of the folder of that name; makes no lock file where there is none.
    ///
    /// @throws IOException if that cannot be found out
    static boolean isTaken(Path root, String folder) throws IOException {
        if (!Files.isWritable(root.resolve(FolderNames.LOCKS))) {
            return false;
        }
        try (StoreLocks locks = of(root);
                FileLock lock = locks.take(folder)) {
            return lock == null;
        }
    }

    /// Two names that meet at one place keep each other waiting, which is harmless, and next to never.
    private static long place(String folder) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < folder.length(); i++) {
            hash = (hash ^ folder.charAt(i)) * 0x100000001b3L;
        }
        return hash >>> 2;
    }

    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            if (!closed) {
                closed = true;
                shared.users--;
                if (shared.users == 0) {
                    OPEN.remove(file);
                    shared.channel.close();
                }
            }
        }
    }
}
