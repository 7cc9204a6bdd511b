package dev.sluice.benchmarks.pipeline;

import dev.sluice.formats.npy.NpySource;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.record.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A temporary `.npy` file of records, as a command reads it: in the page cache from when it was written. Closing it
/// removes it; no stream may read it then.
public final class RecordFile implements AutoCloseable {
    private final Path path;

    /// Writes all records to a file in a temporary folder of its own.
    ///
    /// @throws UncheckedIOException if there can be no such folder, or no such file: then nothing is left
    public RecordFile(Records records) {
        try {
            path = Files.createTempDirectory("sluice-chunks").resolve("run.npy");
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "no folder for the records of a benchmark: " + failure.getMessage(), failure);
        }
        boolean written = false;
        try (NpyWriter writer = NpyWriter.create(path, records.type())) {
            writer.write(records);
            writer.commit();
            written = true;
        } finally {
            if (!written) {
                remove();
            }
        }
    }

    /// What cannot be removed stays in the folder for temporary files.
    private void remove() {
        path.toFile().delete();
        path.getParent().toFile().delete();
    }

    /// A source of the records.
    public NpySource source() {
        return new NpySource(List.of(path));
    }

    @Override
    public void close() {
        remove();
    }
}
