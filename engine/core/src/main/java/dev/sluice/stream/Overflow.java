package dev.sluice.stream;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What happens where chunks come faster than they are taken: the giver waits, chunks are dropped, or they are kept on
/// disk for a while. Immutable.
///
/// What is dropped is reported: the next chunk that is delivered starts where the last one ended and carries a
/// [loss][dev.sluice.chunk.Loss] over the dropped interval, so that delivered and lost intervals tile the run; the
/// summary of the run counts the chunks and their records.
public final class Overflow {
    /// The giver waits until there is room: nothing is lost, and a slow reader slows everything before it. The default.
    public static final Overflow BLOCK = new Overflow(Kind.BLOCK, null, 0);

    /// A chunk for which there is no room is dropped: the reader gets what came first.
    public static final Overflow DROP_NEWEST = new Overflow(Kind.DROP_NEWEST, null, 0);

    /// The chunk that waits longest is dropped: the reader gets what came last, after the few chunks that lie in the
    /// ring before it.
    public static final Overflow DROP_OLDEST = new Overflow(Kind.DROP_OLDEST, null, 0);

    private static final long LEAST_SPILL = 64 * 1024;

    private final Kind kind;
    private final Path folder;
    private final long maxBytes;

    /// What happens, without the settings that belong to it.
    public enum Kind {
        /// The giver waits.
        BLOCK,
        /// The chunk that finds no room is dropped.
        DROP_NEWEST,
        /// The chunk that waits longest is dropped.
        DROP_OLDEST,
        /// Chunks are kept on disk.
        SPILL
    }

    private Overflow(Kind kind, Path folder, long maxBytes) {
        this.kind = kind;
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /// Chunks for which there is no room are written to a file in `folder`, at most `maxBytes` at a time, and read back
    /// in order. Once the file or the disk is full the giver waits, as with [#BLOCK]; a full disk is reported in the
    /// warnings of the run. The file is gone when the stream is closed, or the process ends.
    ///
    /// @throws IllegalArgumentException if `folder` is no folder that can be written to, or `maxBytes` is less than
    ///     64 KiB
    public static Overflow spill(Path folder, long maxBytes) {
        Objects.requireNonNull(folder, "folder");
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(
                    "cannot spill to folder=" + folder + ": it is no folder that can be written to; create it first");
        }
        if (maxBytes < LEAST_SPILL) {
            throw new IllegalArgumentException(
                    "maxBytes=" + maxBytes + " is too little to spill to; give at least " + LEAST_SPILL);
        }
        return new Overflow(Kind.SPILL, folder, maxBytes);
    }

    /// What happens.
    public Kind kind() {
        return kind;
    }

    /// The folder that chunks are spilled to; null for other kinds.
    public Path folder() {
        return folder;
    }

    /// How many bytes may be spilled at a time; 0 for other kinds.
    public long maxBytes() {
        return maxBytes;
    }

    /// Whether a stage of its own must stand between the giver and the reader, given that a giver itself can wait, and
    /// a live input itself can drop.
    public boolean needsStage(boolean live) {
        return kind == Kind.DROP_OLDEST || kind == Kind.SPILL || kind == Kind.DROP_NEWEST && !live;
    }

    /// `DROP_NEWEST`, or `SPILL(/data/spill, 1000000 bytes)`.
    @Override
    public String toString() {
        return kind == Kind.SPILL ? kind + "(" + folder + ", " + maxBytes + " bytes)" : kind.toString();
    }
}
