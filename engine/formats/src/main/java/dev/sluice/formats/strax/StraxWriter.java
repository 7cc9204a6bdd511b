package dev.sluice.formats.strax;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.formats.store.StoreLocks;
import dev.sluice.record.RecordType;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes a folder of strax: chunks that end in silences, each compressed by a thread of its own beside the run.
///
/// All goes to `<folder>_temp`, which gets its name when everything is on the disk. A mark in it says that it is ours;
/// the lock of the key, beside it, that its writer is alive.
final class StraxWriter extends StoreWriter {
    /// What is in a folder that this class writes; one without may be of a strax that is at work.
    static final String MARK = ".sluice";
    /// The file of locks in a storage folder.
    private static final String LOCKS = ".sluice-strax.lock";

    private static final Gson JSON = new GsonBuilder()
            .setFormattingStyle(FormattingStyle.PRETTY.withIndent("    "))
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private final Path folder;
    private final Path unfinished;
    private final Consumer<StraxWriter> ended;
    private final StoreLocks locks;
    private final FileLock lock;
    private final PackedChunks packed;
    private final SilentCuts cuts;
    private final BigDecimal started = now();
    private final String codec;

    StraxWriter(StoreKey key, RecordType type, Path folder, String codec, Consumer<StraxWriter> ended)
            throws IOException {
        super(key, type);
        this.folder = folder;
        this.unfinished = folder.resolveSibling(folder.getFileName() + StraxName.UNFINISHED);
        this.ended = ended;
        this.codec = codec;
        this.locks = StoreLocks.of(folder.getParent(), LOCKS);
        FileLock taken = null;
        PackedChunks begun = null;
        try {
            taken = locks.take(folder.getFileName().toString());
            if (taken == null) {
                throw new StoreException(key + " is being written in " + unfinished + "; wait for that writer to end");
            }
            begin(key);
            begun = new PackedChunks(unfinished, name(), codec);
            this.cuts = new SilentCuts(key, type, begun::add);
        } catch (IOException | RuntimeException | Error refused) {
            release(begun, taken);
            throw refused;
        }
        this.lock = taken;
        this.packed = begun;
    }

    private StraxName name() {
        return new StraxName(key().runId(), key().dataType(), key().lineage().hash());
    }

    /// Makes the folder, or takes over what a writer of ours left that is gone.
    private void begin(StoreKey key) throws IOException {
        // Another process may have written the key since it was looked for.
        StraxStore.requireFree(key, folder);
        if (Files.isDirectory(unfinished) && !Files.exists(unfinished.resolve(MARK))) {
            throw new StoreException(key + " is being written by strax in " + unfinished
                    + ", or was left by one that is gone; wait for it, or remove that folder");
        }
        Folders.remove(unfinished);
        Files.createDirectories(unfinished);
        Files.createFile(unfinished.resolve(MARK));
    }

    @Override
    protected void write(Chunk chunk) throws IOException {
        packed.throwIfFailed();
        cuts.add(chunk);
    }

    @Override
    protected void finish() throws IOException {
        cuts.finish();
        List<PackedChunks.Packed> chunks = packed.await();
        Path file = unfinished.resolve(name().metadata());
        Files.writeString(file, JSON.toJson(metadata(chunks)));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.deleteIfExists(unfinished.resolve(MARK));
        Folders.force(unfinished);
        StraxStore.requireFree(key(), folder);
        Folders.remove(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(folder.getParent());
        close(packed, lock);
    }

    private Map<String, Object> metadata(List<PackedChunks.Packed> chunks) {
        Map<String, Object> all = new TreeMap<>();
        all.put("chunk_target_size_mb", SilentCuts.TARGET / 1_000_000);
        all.put("chunks", chunks.stream().map(chunk -> entry(chunk)).toList());
        all.put("compressor", codec);
        all.put("data_kind", key().dataType());
        all.put("data_type", key().dataType());
        all.put("dtype", type().titled().descr());
        all.put("lineage", JsonParser.parseString(key().lineage().toJson()));
        all.put("lineage_hash", key().lineage().hash());
        all.put("run_id", key().runId());
        all.put("start", chunks.isEmpty() ? 0 : chunks.getFirst().cut().start());
        all.put("end", chunks.isEmpty() ? 0 : chunks.getLast().cut().end());
        all.put("strax_version", "2.2.3");
        all.put("writing_started", started);
        all.put("writing_ended", now());
        return all;
    }

    /// Seconds since 1970, in the digits that Python has for them.
    private static BigDecimal now() {
        BigDecimal seconds = BigDecimal.valueOf(System.currentTimeMillis(), 3).stripTrailingZeros();
        return seconds.setScale(Math.max(1, seconds.scale()));
    }

    private Map<String, Object> entry(PackedChunks.Packed chunk) {
        SilentCuts.Cut cut = chunk.cut();
        Map<String, Object> entry = new TreeMap<>();
        entry.put("chunk_i", cut.index());
        entry.put("n", cut.count());
        entry.put("nbytes", cut.count() * type().size());
        entry.put("start", cut.start());
        entry.put("end", cut.end());
        entry.put("run_id", key().runId());
        entry.put("subruns", null);
        if (cut.count() > 0) {
            entry.put("filename", chunk.file());
            entry.put("filesize", chunk.fileSize());
            entry.put("first_time", cut.firstTime());
            entry.put("first_endtime", cut.firstEnd());
            entry.put("last_time", cut.lastTime());
            entry.put("last_endtime", cut.lastEnd());
        }
        if (!cut.losses().isEmpty()) {
            entry.put(StraxChunk.LOSSES, losses(cut.losses()));
        }
        return entry;
    }

    /// Strax passes over what it does not know.
    private static List<Map<String, Object>> losses(List<Loss> losses) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Loss loss : losses) {
            entries.add(Map.of("start", loss.start(), "end", loss.end(), "cause", loss.cause()));
        }
        return entries;
    }

    @Override
    protected void discard() {
        packed.close();
        try {
            Folders.remove(unfinished);
        } catch (IOException left) {
            System.getLogger(StraxWriter.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} is left: {1}", unfinished, left.getMessage());
        }
        close(packed, lock);
    }

    /// Ends the threads and lets others write the key.
    private void close(PackedChunks chunks, FileLock taken) {
        cuts.close();
        release(chunks, taken);
        ended.accept(this);
    }

    private void release(PackedChunks chunks, FileLock taken) {
        if (chunks != null) {
            chunks.close();
        }
        try {
            if (taken != null) {
                taken.release();
            }
            locks.close();
        } catch (IOException gone) {
            System.getLogger(StraxWriter.class.getName())
                    .log(System.Logger.Level.DEBUG, "the lock of {0} is gone: {1}", folder, gone.getMessage());
        }
    }
}
