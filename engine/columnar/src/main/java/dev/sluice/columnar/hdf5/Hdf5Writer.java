package dev.sluice.columnar.hdf5;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.RecordWriter;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/// Writes records as an HDF5 or LH5 file: a group of data sets, one for each field, that grow by chunks. For one thread
/// at a time.
///
/// The HDF5 library of the system writes the file; without a commit it is removed. Attributes say what a field holds.
public final class Hdf5Writer implements RecordWriter {
    private static final long CHUNK = 1L << 20;
    private static final int MOST_ROWS = 1 << 16;

    private final PartFile part;
    private final RecordType type;
    private final Hdf5File file;
    private final List<Hdf5Column> columns;
    private final int chunkRows;
    private long written;
    private int waiting;
    private boolean open = true;

    private Hdf5Writer(PartFile part, RecordType type, Hdf5File file, OutputSettings settings, boolean lh5) {
        this.part = part;
        this.type = type;
        this.file = file;
        this.chunkRows = Math.clamp(CHUNK / type.size(), 1, MOST_ROWS);
        RecordType named = settings.titled() ? type.titled() : type;
        this.columns = Hdf5Layout.make(file, named, settings, lh5, chunkRows, Arena.ofAuto());
    }

    /// Starts a file of records of that type, or, if `lh5`, one that readers of LH5 understand.
    ///
    /// @throws FormatException if there can be no such file, a field has no place in it, or there is no libhdf5
    public static Hdf5Writer create(Path path, RecordType type, OutputSettings settings, boolean lh5) {
        Hdf5Library library = Hdf5Library.installed();
        if (library == null) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "HDF5 is written by libhdf5 1.10.3 or newer, which is not installed",
                    Hdf5Library.REMEDY);
        }
        requireFields(path, type);
        PartFile part = PartFile.create(path);
        Hdf5File file = null;
        try {
            file = new Hdf5File(library, part.part().toString());
            return new Hdf5Writer(part, type, file, settings, lh5);
        } catch (RuntimeException | Error e) {
            if (file != null) {
                file.close();
            }
            part.close();
            if (e instanceof IllegalStateException refused) {
                throw failure(path, refused);
            }
            throw e;
        }
    }

    private static void requireFields(Path path, RecordType type) {
        type.fields().stream()
                .filter(field -> field.byteSize() == 0
                        || field.type().kind() == FieldType.Kind.UNICODE
                        || field.name().contains("/"))
                .findFirst()
                .ifPresent(field -> {
                    throw new FormatException(
                            path,
                            FormatException.NOT_IN_FILE,
                            "field " + field + " has no place in HDF5, which takes no empty elements, no UCS-4, and no"
                                    + " names with a slash",
                            "leave it out with --drop-columns=" + field.name());
                });
    }

    @Override
    public void write(Records records) {
        requireOpen();
        if (records.type() != type && !type.sameLayout(records.type())) {
            throw new IllegalArgumentException("the records are " + records.type() + " but target=" + target()
                    + " takes " + type + "; open a writer per type");
        }
        try {
            for (long done = 0; done < records.count(); ) {
                long count = Math.min(chunkRows - waiting, records.count() - done);
                Records gathered = records.slice(done, done + count);
                for (Hdf5Column column : columns) {
                    if (!Hdf5Layout.isMadeUp(column.values())) {
                        column.values().gather(waiting, gathered);
                    }
                }
                waiting += (int) count;
                done += count;
                if (waiting == chunkRows) {
                    flush();
                }
            }
        } catch (IllegalStateException refused) {
            close();
            throw failure(part.target(), refused);
        }
    }

    private void flush() {
        try (Arena arena = Arena.ofConfined()) {
            for (Hdf5Column column : columns) {
                column.append(file, written, written + waiting, arena);
            }
        }
        written += waiting;
        waiting = 0;
    }

    private static FormatException failure(Path path, IllegalStateException refused) {
        FormatException failure = new FormatException(
                path,
                FormatException.NOT_IN_FILE,
                "libhdf5 refuses to write (" + refused.getMessage() + ")",
                "see that the disk has room, or write elsewhere");
        failure.initCause(refused);
        return failure;
    }

    @Override
    public long count() {
        return written + waiting;
    }

    /// Bytes of the records; the file has a little more.
    @Override
    public long bytes() {
        return count() * type.size();
    }

    @Override
    public String target() {
        return part.target().toString();
    }

    @Override
    public void commit() {
        requireOpen();
        try {
            if (waiting > 0) {
                flush();
            }
            finish();
            part.commit();
        } catch (IllegalStateException refused) {
            throw failure(part.target(), refused);
        } finally {
            close();
        }
    }

    private void finish() {
        open = false;
        columns.forEach(column -> file.closeDataSet(column.dataSet()));
        file.close();
    }

    @Override
    public void close() {
        try {
            if (open) {
                finish();
            }
        } catch (IllegalStateException refused) {
            // The part is removed in any case.
            System.getLogger(Hdf5Writer.class.getName())
                    .log(System.Logger.Level.DEBUG, "unfinished file {0} not closed: {1}", part.target(), refused);
        } finally {
            part.close();
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(
                    "the writer of target=" + target() + " was committed, closed or has failed; create a new one");
        }
    }
}
