package dev.sluice.formats.strax;

import com.google.gson.JsonParser;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.codec.Codec;
import dev.sluice.record.RecordType;
import dev.sluice.record.TimeResolution;
import dev.sluice.store.Store;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A storage folder of strax as a store: what is written here, strax loads, and what strax wrote is found by its
/// lineage. Safe from any thread.
///
/// Chunks are cut anew: records, losses and the range of time stay. Strax keeps whole runs only, records that last
/// (`endtime`, or `length` and `dt`), and times in ns. Files of chunks are opened when they are read: a reader of data
/// that are removed meanwhile ends with an error at its next chunk.
public final class StraxStore implements Store {
    private final Path root;
    private final String codec;
    private final Set<StraxWriter> writers = new HashSet<>();
    private boolean closed;

    private StraxStore(Path root, String codec) {
        this.root = root.toAbsolutePath().normalize();
        this.codec = codec;
    }

    /// The store at that folder, which is made when something is written; chunks are compressed with lz4.
    public static StraxStore at(Path root) {
        return new StraxStore(root, "lz4");
    }

    /// The same, compressed with one of [Codec#WRITTEN].
    public static StraxStore at(Path root, String codec) {
        if (!Codec.WRITTEN.contains(codec)) {
            throw new IllegalArgumentException(
                    "codec=" + codec + " is none of " + Codec.WRITTEN + "; name one of these");
        }
        return new StraxStore(root, codec);
    }

    @Override
    public String name() {
        return "strax:" + root;
    }

    @Override
    public Optional<StoredData> find(StoreKey key) throws IOException {
        requireOpen();
        Path folder = folder(key);
        if (!StraxFolder.isData(folder)) {
            return Optional.empty();
        }
        StraxMetadata data = StraxMetadata.read(folder);
        return data.complete() && data.isOf(key) ? Optional.of(new StraxData(key, data)) : Optional.empty();
    }

    private Path folder(StoreKey key) {
        return root.resolve(key.name());
    }

    @Override
    public synchronized StoreWriter writer(StoreKey key, RecordType type, TimeRange coverage) throws IOException {
        requireOpen();
        requireFitting(key, type, coverage);
        requireFree(key, folder(key));
        Files.createDirectories(root);
        StraxWriter writer = new StraxWriter(key, type, folder(key), codec, this::forget);
        writers.add(writer);
        return writer;
    }

    /// Checks that no whole data have the name of the key.
    static void requireFree(StoreKey key, Path folder) throws StoreException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        StraxMetadata there;
        try {
            there = StraxMetadata.read(folder);
        } catch (FormatException damaged) {
            // What cannot be read is written anew.
            return;
        }
        if (there.complete()) {
            throw new StoreException(
                    there.isOf(key)
                            ? key + " is stored already in " + folder.getParent() + "; remove it first"
                            : key + " has the name of other data in " + folder.getParent()
                                    + ", which are whole; keep it in another folder");
        }
    }

    private static void requireFitting(StoreKey key, RecordType type, TimeRange coverage) throws StoreException {
        String problem = null;
        if (key.runId().indexOf('-') >= 0
                || key.dataType().indexOf('-') >= 0
                || key.runId().indexOf('/') >= 0) {
            problem = "names of runs and types have no - or / there";
        } else if (!key.lineage()
                .equals(StraxMetadata.lineage(
                        JsonParser.parseString(key.lineage().toJson())))) {
            problem = "its lineage has a number that JSON does not have";
        } else if (!coverage.isUnbounded()) {
            problem = "it keeps whole runs, and not the range " + coverage;
        } else if (type.timeResolution() != TimeResolution.NANOSECONDS) {
            problem = "its times are in ns";
        } else if (type.isInstantaneous() || !type.has("time")) {
            problem = "its records have endtime, or length and dt, and those of " + type.descr() + " have not";
        }
        if (problem != null) {
            throw new StoreException(
                    key + " cannot be kept as strax has it: " + problem + "; use a store of kind sluice");
        }
    }

    private synchronized void forget(StraxWriter writer) {
        writers.remove(writer);
    }

    @Override
    public List<StoreKey> list() throws IOException {
        requireOpen();
        List<StoreKey> keys = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return keys;
        }
        for (Path folder : new StraxFolder(root).data()) {
            try {
                StraxMetadata data = StraxMetadata.read(folder);
                if (data.lineage() != null && data.complete()) {
                    // A superrun is called by its name and a hash, in the name of the folder alone.
                    String run = StraxName.of(folder).orElseThrow().run();
                    keys.add(new StoreKey(run, data.dataType(), data.lineage()));
                }
            } catch (FormatException damaged) {
                // Damaged data are not found; looking for one by name says why.
                continue;
            }
        }
        return keys;
    }

    @Override
    public synchronized boolean remove(StoreKey key) throws IOException {
        requireOpen();
        if (find(key).isEmpty()) {
            return false;
        }
        Folders.discard(folder(key));
        return true;
    }

    @Override
    public void close() {
        List<StraxWriter> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(writers);
        }
        open.forEach(StoreWriter::abort);
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store " + name() + " is closed; open another");
        }
    }
}
