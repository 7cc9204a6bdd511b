package dev.sluice.columnar.table;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.nio.file.Path;
import java.util.Map;

/// Records of one file that lie there by columns, in blocks of rows. Owns what it has open; for one thread at a time.
public interface Table extends AutoCloseable {
    /// The file.
    Path path();

    /// The type of the records; it has times.
    RecordType type();

    /// What the file says of itself, by the keys of [dev.sluice.columnar.column.TableMetadata].
    Map<String, String> metadata();

    /// How many rows there are.
    long rows();

    /// The row after the last one of the block that a row is in.
    long blockEnd(long row);

    /// When the record in a row starts. Of the first row of a block it is right even if the block turns out damaged,
    /// where the file has an index.
    long time(long row);

    /// Checks the block that a row is in, as far as the file has checksums.
    ///
    /// @throws dev.sluice.formats.FormatException if it is damaged
    void check(long row);

    /// Copies row `from` and the ones after it into all of the records.
    ///
    /// @throws dev.sluice.formats.FormatException if they are damaged
    void read(long from, Records into);

    /// Checks that the file is still what was opened.
    ///
    /// @throws dev.sluice.formats.FormatException if it is not
    void requireUnchanged();

    @Override
    void close();
}
