package dev.sluice.formats.npy;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.StagedChannel;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Writes records to a `.npy` file whose bytes are those that `numpy.save` writes for the same array.
///
/// For one thread at a time. The number of records need not be known before: it is patched into the header by
/// [#commit], and only then does the file appear under its name. Writing allocates nothing.
public final class NpyWriter implements RecordWriter {
    private final RecordType type;
    private final PartFile file;
    private final StagedChannel out;
    private long count;
    private boolean open = true;

    private NpyWriter(RecordType type, PartFile file) {
        this.type = type;
        this.file = file;
        this.out = new StagedChannel(file.channel(), file.target());
    }

    /// Starts a file of records of that type.
    ///
    /// @throws FormatException if there can be no such file: no directory, no permission, a directory or device instead
    public static NpyWriter create(Path path, RecordType type) {
        byte[] header = NpyLayout.encode(type, 0);
        PartFile file = PartFile.create(path);
        try {
            NpyWriter writer = new NpyWriter(type, file);
            writer.out.put(header);
            return writer;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void write(Records records) {
        requireOpen();
        if (records.type() != type && !type.sameLayout(records.type())) {
            throw new IllegalArgumentException("the records are " + records.type() + " but file=" + file.target()
                    + " takes " + type + "; open a writer per type");
        }
        try {
            out.put(records.segment(), records.byteOffset(), records.byteSize());
        } catch (FormatException e) {
            close();
            throw e;
        }
        count += records.count();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public long bytes() {
        return out.position();
    }

    @Override
    public String target() {
        return file.target().toString();
    }

    @Override
    public void commit() {
        requireOpen();
        try {
            out.flush();
            patchHeader();
            file.commit();
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        open = false;
        file.close();
    }

    private void patchHeader() {
        ByteBuffer header = ByteBuffer.wrap(NpyLayout.encode(type, count));
        try {
            for (int at = 0; header.hasRemaining(); ) {
                at += file.channel().write(header, at);
            }
        } catch (IOException e) {
            FormatException failure = new FormatException(
                    file.target(), 0, "the header cannot be written (" + e.getMessage() + ")", "see to the disk");
            failure.initCause(e);
            throw failure;
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the writer of file=" + file.target() + " was committed, closed or has failed; create a new one");
        }
    }
}
