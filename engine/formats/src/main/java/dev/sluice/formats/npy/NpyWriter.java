package dev.sluice.formats.npy;

import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.formats.StagedWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Writes records to a `.npy` file whose bytes are those that `numpy.save` writes for the same array.
///
/// For one thread at a time. The number of records need not be known before: it is patched into the header by
/// [#commit], and only then does the file appear under its name. Writing allocates nothing.
public final class NpyWriter extends StagedWriter {
    private final RecordType type;
    private final PartFile file;
    private final StagedChannel out;

    private NpyWriter(RecordType type, PartFile file, StagedChannel out) {
        super(type, file.target().toString(), file, out);
        this.type = type;
        this.file = file;
        this.out = out;
    }

    /// Starts a file of records of that type.
    ///
    /// @throws dev.sluice.formats.FormatException if there can be no such file: no directory, no permission, a
    ///     directory or device instead
    public static NpyWriter create(Path path, RecordType type) {
        byte[] header = NpyLayout.encode(type, 0);
        PartFile file = PartFile.create(path);
        try {
            NpyWriter writer = new NpyWriter(type, file, new StagedChannel(file.channel(), file.target()));
            writer.out.put(header);
            return writer;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    @Override
    protected void put(Records records) {
        out.put(records.segment(), records.byteOffset(), records.byteSize());
    }

    /// Patches the number of records into the header.
    @Override
    protected void finish() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(NpyLayout.encode(type, count()));
        for (int at = 0; header.hasRemaining(); ) {
            at += file.channel().write(header, at);
        }
    }
}
