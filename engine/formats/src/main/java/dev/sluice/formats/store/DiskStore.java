package dev.sluice.formats.store;

import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.record.RecordType;
import dev.sluice.store.Store;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Keeps results in folders on disk, checked by CRC32C at every load, and goes on after a crash. Safe from any thread.
///
/// One folder `<run>-<type>-<lineage hash>` per key. Readers map its data and lend them; chunks stay as they were
/// given. A key has one writer in all processes; readers need no lock. Damaged data raise a
/// [FormatException][dev.sluice.formats.FormatException] that names chunk, time range, file and offset. Where a
/// lineage meets another one of the same hash, which one has to look for, the second is not stored.
public final class DiskStore implements Store {
    private static final SecureRandom IDENTITIES = new SecureRandom();

    private final Path root;
    private final DiskSettings settings;
    private final Disk disk;
    private final Set<DiskWriter> writers = new HashSet<>();
    private StoreLocks locks;
    private boolean closed;

    private DiskStore(Path root, DiskSettings settings, Disk disk) {
        this.root = root;
        this.settings = settings;
        this.disk = disk;
    }

    /// The store at that folder, which is made when something is written; with usual settings.
    public static DiskStore at(Path root) {
        return at(root, DiskSettings.DEFAULT);
    }

    /// The store at that folder, which is made when something is written.
    public static DiskStore at(Path root, DiskSettings settings) {
        return at(root, settings, new LocalDisk());
    }

    static DiskStore at(Path root, DiskSettings settings, Disk disk) {
        return new DiskStore(root.toAbsolutePath().normalize(), Objects.requireNonNull(settings, "settings"), disk);
    }

    /// The folder.
    @Override
    public String name() {
        return root.toString();
    }

    /// The folder.
    public Path root() {
        return root;
    }

    /// The data of that key, whose index is read and checked.
    ///
    /// @throws FormatException if index or data file are damaged, as far as that is seen without reading records
    @Override
    public Optional<StoredData> find(StoreKey key) throws IOException {
        requireOpen();
        Path folder = root.resolve(FolderNames.of(key));
        if (!FolderReading.isFolder(folder)) {
            return Optional.empty();
        }
        try {
            DiskData data = new DiskData(FolderReading.complete(folder));
            return data.key().equals(key) ? Optional.of(data) : Optional.empty();
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<StoredData> unfinished(StoreKey key) throws IOException {
        requireOpen();
        IndexContent best = null;
        for (Path folder : unfinished(FolderNames.of(key))) {
            best = longer(best, readable(folder, key));
        }
        return Optional.ofNullable(best).map(DiskData::new);
    }

    private List<Path> unfinished(String name) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String entry : names()) {
            if (FolderNames.isUnfinished(entry, name)) {
                found.add(root.resolve(entry));
            }
        }
        found.sort(null);
        return found;
    }

    /// The names in the folder of the store; none if there is no folder yet.
    List<String> names() throws IOException {
        return Files.isDirectory(root) ? disk.list(root) : List.of();
    }

    private static IndexContent longer(IndexContent one, IndexContent other) {
        boolean better = one == null
                || other != null && other.entries().size() > one.entries().size();
        return better ? other : one;
    }

    /// What of a folder can be gone on from; null if nothing can.
    private static IndexContent readable(Path folder, StoreKey key) {
        try {
            IndexContent content = FolderReading.unfinished(folder);
            return content.head().key().equals(key) ? content : null;
        } catch (IOException | FormatException useless) {
            return null;
        }
    }

    @Override
    public StoreWriter writer(StoreKey key, RecordType type, TimeRange coverage) throws IOException {
        return locked(head(key, type, coverage), true, false);
    }

    @Override
    public StoreWriter resume(StoreKey key, RecordType type, TimeRange coverage) throws IOException {
        return locked(head(key, type, coverage), true, true);
    }

    /// A writer of what is there already, to take its place.
    StoreWriter rewriter(StoreHead old) throws IOException {
        return locked(head(old.key(), old.type(), old.coverage()), false, false);
    }

    private static StoreHead head(StoreKey key, RecordType type, TimeRange coverage) {
        return new StoreHead(key, type, coverage, IDENTITIES.nextLong());
    }

    private synchronized DiskWriter locked(StoreHead head, boolean isNew, boolean goesOn) throws IOException {
        requireOpen();
        requireNotStored(head, isNew);
        String name = FolderNames.of(head.key());
        FileLock lock = locks().take(name);
        if (lock == null) {
            throw beingWritten(head.key());
        }
        try {
            // Another writer may have come to its end before the lock was free.
            requireNotStored(head, isNew);
            DiskWriter writer = goesOn ? resumed(head, name, lock) : null;
            writer = writer == null ? started(head, name, lock) : writer;
            writers.add(writer);
            return writer;
        } catch (IOException | RuntimeException | Error refused) {
            lock.release();
            throw refused;
        }
    }

    private StoreException beingWritten(StoreKey key) {
        return new StoreException(key + " is being written already, here or by another process: folder="
                + root.resolve(FolderNames.of(key)) + "; wait until it is found, or go on without");
    }

    private void requireNotStored(StoreHead head, boolean isNew) throws IOException {
        StoreKey key = head.key();
        Path folder = root.resolve(FolderNames.of(key));
        if (!isNew || !FolderReading.isFolder(folder)) {
            return;
        }
        Optional<StoredData> known = find(key);
        if (known.isEmpty() && FolderReading.isFolder(folder)) {
            throw new StoreException(key + " cannot be stored, because data of another lineage have its hash: folder="
                    + folder + "; store it elsewhere");
        }
        if (known.isPresent() && known.get().covers(head.coverage())) {
            throw new StoreException(key + " is stored already, for the time range "
                    + known.get().coverage() + ": folder=" + folder + "; read it, or remove it first");
        }
    }

    private DiskWriter started(StoreHead head, String name, FileLock lock) throws IOException {
        for (Path left : unfinished(name)) {
            discard(left);
        }
        Path folder = root.resolve(
                FolderNames.unfinished(name, ProcessHandle.current().pid()));
        disk.createFolder(folder);
        return new DiskWriter(this, head, name, folder, FolderWriter.start(disk, settings, folder, head), lock);
    }

    /// A writer that goes on from what is there; null if nothing is that fits.
    private DiskWriter resumed(StoreHead wanted, String name, FileLock lock) throws IOException {
        Optional<StoredData> left = unfinished(wanted.key())
                .filter(data ->
                        data.type().equals(wanted.type()) && data.coverage().equals(wanted.coverage()));
        if (left.isEmpty()) {
            return null;
        }
        IndexContent content = ((DiskData) left.get()).content();
        Path found = content.index().getParent();
        for (Path other : unfinished(name)) {
            if (!other.equals(found)) {
                discard(other);
            }
        }
        Path folder = root.resolve(
                FolderNames.unfinished(name, ProcessHandle.current().pid()));
        if (!folder.equals(found)) {
            disk.rename(found, folder);
            disk.forceFolder(root);
        }
        FolderWriter files = FolderWriter.resume(disk, settings, folder, content);
        DiskWriter writer = new DiskWriter(this, content.head(), name, folder, files, lock);
        return content.entries().isEmpty()
                ? writer
                : writer.after(content.entries()
                        .get(content.entries().size() - 1)
                        .chunk()
                        .end());
    }

    /// Gives a folder that is complete its name; where there is one of less, its index is replaced at once.
    void publish(Path folder, String name) throws IOException {
        Path target = root.resolve(name);
        if (!Files.isDirectory(target)) {
            disk.rename(folder, target);
            disk.forceFolder(root);
            return;
        }
        StoreHead head = IndexReader.readHead(FolderReading.index(folder)).head();
        disk.rename(folder.resolve(head.dataFile()), target.resolve(head.dataFile()));
        disk.forceFolder(target);
        disk.rename(FolderReading.index(folder), FolderReading.index(target));
        disk.forceFolder(target);
        for (String file : disk.list(target)) {
            if (!file.equals(FolderNames.INDEX) && !file.equals(head.dataFile())) {
                disk.delete(target.resolve(file));
            }
        }
        disk.delete(folder);
        disk.forceFolder(root);
    }

    /// Removes a folder and what is in it; from the first step on it is not found any more.
    void discard(Path folder) throws IOException {
        Path gone = folder;
        if (!FolderNames.isRemoved(folder.getFileName().toString())) {
            String token = HexFormat.of().toHexDigits(IDENTITIES.nextLong());
            gone = root.resolve(FolderNames.removed(folder.getFileName().toString(), token));
            disk.rename(folder, gone);
            disk.forceFolder(root);
        }
        for (String file : disk.list(gone)) {
            disk.delete(gone.resolve(file));
        }
        disk.delete(gone);
    }

    /// The keys of all folders whose heads can be read. A folder that is damaged is not among them; see
    /// `./sluice store verify`.
    @Override
    public List<StoreKey> list() throws IOException {
        requireOpen();
        List<StoreKey> keys = new ArrayList<>();
        for (String entry : names()) {
            Path folder = root.resolve(entry);
            if (FolderNames.isCommitted(entry) && FolderReading.isFolder(folder)) {
                StoreHead head =
                        IndexReader.readHead(FolderReading.index(folder)).head();
                if (head != null && FolderNames.of(head.key()).equals(entry)) {
                    keys.add(head.key());
                }
            }
        }
        return keys;
    }

    @Override
    public boolean remove(StoreKey key) throws IOException {
        requireOpen();
        Path folder = root.resolve(FolderNames.of(key));
        if (find(key).isEmpty()) {
            return false;
        }
        discard(folder);
        return true;
    }

    /// Ends the store; what unfinished writers wrote is discarded.
    @Override
    public void close() throws IOException {
        List<DiskWriter> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(writers);
        }
        // Not under the lock of the store: a writer holds its own while it asks for that one.
        open.forEach(StoreWriter::abort);
        synchronized (this) {
            if (locks != null) {
                locks.close();
                locks = null;
            }
        }
    }

    synchronized void forget(DiskWriter writer) {
        writers.remove(writer);
    }

    /// The locks of this store, for whose file its folder is made.
    synchronized StoreLocks locks() throws IOException {
        if (locks == null) {
            Files.createDirectories(root);
            locks = StoreLocks.of(root);
        }
        return locks;
    }

    static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "store=" + root + " is closed; open another, and keep it open while runs last");
        }
    }
}
