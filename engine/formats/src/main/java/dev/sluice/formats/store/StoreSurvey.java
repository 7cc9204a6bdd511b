package dev.sluice.formats.store;

import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.Store;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoredData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists what a store holds, the unfinished and the damaged too, and reads all of it to see that it is whole.
/// Stateless.
public final class StoreSurvey {
    private StoreSurvey() {}

    /// Everything in the store, sorted by name. Of a [DiskStore] that is every folder; of another kind, what it finds.
    ///
    /// @throws IOException if the store cannot be read
    public static List<StoreEntry> list(Store store) throws IOException {
        List<StoreEntry> entries = new ArrayList<>();
        if (store instanceof DiskStore disk) {
            for (String name : disk.names().stream().sorted().toList()) {
                folder(disk, name).ifPresent(entries::add);
            }
            return entries;
        }
        for (StoreKey key : store.list()) {
            entries.add(found(store, key));
        }
        entries.sort((one, other) -> one.name().compareTo(other.name()));
        return entries;
    }

    private static StoreEntry found(Store store, StoreKey key) {
        try {
            return store.find(key)
                    .map(StoreEntry::of)
                    .orElseGet(() -> damaged(key.name(), 0, "it is listed, but not found"));
        } catch (IOException | RuntimeException unread) {
            return damaged(key.name(), 0, unread.getMessage());
        }
    }

    private static StoreEntry damaged(String name, long bytes, String trouble) {
        return new StoreEntry(name, StoreEntry.State.DAMAGED, Optional.empty(), bytes, trouble);
    }

    private static Optional<StoreEntry> folder(DiskStore store, String name) throws IOException {
        Path folder = store.root().resolve(name);
        try {
            long bytes = Files.isDirectory(folder) ? bytes(folder) : 0;
            if (FolderNames.isRemoved(name)) {
                return Optional.of(new StoreEntry(
                        name, StoreEntry.State.LEFT_OVER, Optional.empty(), bytes, "its removal was cut short"));
            }
            if (FolderNames.isUnfinished(name)) {
                return Optional.of(unfinished(store, name, folder, bytes));
            }
            if (!FolderNames.isCommitted(name) || !FolderReading.isFolder(folder)) {
                return Optional.empty();
            }
            return Optional.of(committed(name, folder, bytes));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static StoreEntry committed(String name, Path folder, long bytes) throws IOException {
        try {
            DiskData data = new DiskData(FolderReading.complete(folder));
            String proper = FolderNames.of(data.key());
            return new StoreEntry(
                    name,
                    proper.equals(name) ? StoreEntry.State.COMPLETE : StoreEntry.State.DAMAGED,
                    Optional.of(data),
                    bytes,
                    proper.equals(name) ? "" : "it is not found under this name; rename the folder to " + proper);
        } catch (FormatException damaged) {
            return damaged(name, bytes, damaged.getMessage());
        }
    }

    private static StoreEntry unfinished(DiskStore store, String name, Path folder, long bytes) throws IOException {
        boolean busy = StoreLocks.isTaken(store.root(), FolderNames.finished(name));
        StoreEntry.State state = busy ? StoreEntry.State.BEING_WRITTEN : StoreEntry.State.UNFINISHED;
        try {
            return new StoreEntry(name, state, Optional.of(new DiskData(FolderReading.unfinished(folder))), bytes, "");
        } catch (FormatException useless) {
            return new StoreEntry(name, state, Optional.empty(), bytes, busy ? "" : useless.getMessage());
        }
    }

    static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (String file : new LocalDisk().list(folder)) {
            bytes += Files.size(folder.resolve(file));
        }
        return bytes;
    }

    /// Reads every chunk of what can be read of an entry; what is wrong, chunk by chunk, or empty if it is whole.
    public static List<String> verify(StoreEntry entry) {
        if (!entry.trouble().isEmpty()) {
            return List.of(entry.trouble());
        }
        List<String> troubles = new ArrayList<>();
        entry.data().ifPresent(data -> verify(data, troubles));
        return troubles;
    }

    private static void verify(StoredData data, List<String> troubles) {
        if (data instanceof DiskData disk) {
            troubles.addAll(DiskVerification.of(disk.content()));
            return;
        }
        try (ChunkReader reader = data.open(TimeRange.UNBOUNDED)) {
            Unread sink = new Unread(data.type());
            boolean more = reader.read(sink);
            while (more) {
                more = reader.read(sink);
            }
            reader.requireUnchanged();
        } catch (Exception unread) {
            troubles.add(data.key() + " cannot be read: " + unread.getMessage());
        }
    }

    /// Takes chunks and forgets them.
    private static final class Unread implements SourceOutput {
        private final RecordType type;
        private Records room;

        Unread(RecordType type) {
            this.type = type;
            this.room = Records.allocate(type, 0, Arena.ofAuto());
        }

        @Override
        public Records records(long capacity) {
            if (room.count() < capacity) {
                Records larger = Records.allocate(type, capacity, Arena.ofAuto());
                larger.copyFrom(0, room, 0, room.count());
                room = larger;
            }
            return room.slice(0, capacity);
        }

        @Override
        public void lend(MemorySegment memory, long byteOffset, long count) {
            // Whether it can be read was found out by the reader.
        }

        @Override
        public void publish(long count, long start, long end) {
            // Nothing is done with it.
        }

        @Override
        public void lost(Loss loss) {
            // What was lost when it was written is no damage.
        }
    }
}
