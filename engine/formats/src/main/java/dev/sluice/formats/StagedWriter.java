package dev.sluice.formats;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/// What all writers of records have in common: the checks at the door, the counts, and the end of the file. A format
/// adds how records are spelled. For one thread at a time.
public abstract class StagedWriter implements RecordWriter {
    private final RecordType type;
    private final String target;
    private final PartFile file;
    private final StagedChannel out;
    private long count;
    private boolean open = true;

    /// A writer of records of `type` to `out`, which leads to `file`, or, where that is null, to something else called
    /// `target`. Owns the file.
    protected StagedWriter(RecordType type, String target, PartFile file, StagedChannel out) {
        this.type = Objects.requireNonNull(type, "type");
        this.target = Objects.requireNonNull(target, "target");
        this.file = file;
        this.out = Objects.requireNonNull(out, "out");
    }

    /// Spells the records of the writer's type into the channel.
    ///
    /// @throws FormatException if the target does not take the bytes
    protected abstract void put(Records records);

    /// Does what is left when all bytes went to the target, before its file gets its name.
    ///
    /// @throws IOException if the target does not take it
    protected abstract void finish() throws IOException;

    @Override
    public final void write(Records records) {
        requireOpen();
        if (records.type() != type && !type.sameLayout(records.type())) {
            throw new IllegalArgumentException("the records are " + records.type() + " but target=" + target + " takes "
                    + type + "; open a writer per type");
        }
        try {
            put(records);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        count += records.count();
    }

    @Override
    public final long count() {
        return count;
    }

    @Override
    public final long bytes() {
        return out.position();
    }

    @Override
    public final String target() {
        return target;
    }

    @Override
    public final void commit() {
        requireOpen();
        try {
            out.flush();
            finish();
            if (file != null) {
                file.commit();
            }
        } catch (IOException e) {
            throw PartFile.failure(
                    Path.of(target),
                    out.position(),
                    "the output cannot be completed (" + PartFile.reason(e) + ")",
                    "see that the disk has room and the reader is still there, or write elsewhere",
                    e);
        } finally {
            close();
        }
    }

    @Override
    public final void close() {
        open = false;
        if (file != null) {
            file.close();
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the writer of target=" + target + " was committed, closed or has failed; create a new one");
        }
    }
}
