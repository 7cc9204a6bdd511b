package dev.sluice.columnar.column;

import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.formats.StagedWriter;
import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// What writers of tables have in common: fields are gathered into columns until a batch is full. A format adds how a
/// batch is spelled. For one thread at a time.
///
/// The columns lie off the heap, besides the budget of the run, until the writer is collected.
public abstract class BatchWriter extends StagedWriter {
    private final StagedChannel channel;
    private final List<ColumnValues> columns;
    private final LongField time;
    private final int batchRows;
    private int rows;
    private long first;
    private long last;

    /// A writer of batches of `batchRows` records to `channel`, which leads to `file`. Owns the file.
    protected BatchWriter(PartFile file, StagedChannel channel, RecordType type, int batchRows) {
        super(type, file.target().toString(), file, channel);
        this.channel = channel;
        this.batchRows = batchRows;
        this.time = hasTime(type) ? type.longField("time") : null;
        Arena arena = Arena.ofAuto();
        this.columns = type.fields().stream()
                .map(field -> ColumnValues.allocate(field, batchRows, arena))
                .toList();
    }

    /// Spells the first `rows` of the columns, at least one.
    protected abstract void batch(List<ColumnValues> columns, int rows);

    /// Spells what comes after the last batch.
    ///
    /// @throws IOException if the target does not take it
    protected abstract void end() throws IOException;

    /// The columns that are gathered, in the order of the fields.
    protected final List<ColumnValues> columns() {
        return columns;
    }

    /// When the first record of the batch starts; 0 where records have no time.
    protected final long first() {
        return first;
    }

    /// When the last record of the batch starts; 0 where records have no time.
    protected final long last() {
        return last;
    }

    @Override
    protected final void put(Records records) {
        for (long done = 0; done < records.count(); ) {
            long part = Math.min(batchRows - rows, records.count() - done);
            Records gathered = records.slice(done, done + part);
            for (ColumnValues column : columns) {
                column.gather(rows, gathered);
            }
            note(gathered);
            rows += (int) part;
            done += part;
            if (rows == batchRows) {
                flush();
            }
        }
    }

    @Override
    protected final void finish() throws IOException {
        if (rows > 0) {
            flush();
        }
        end();
        channel.flush();
    }

    private void flush() {
        batch(columns, rows);
        rows = 0;
    }

    private void note(Records gathered) {
        if (time != null) {
            first = rows == 0 ? time.get(gathered, 0) : first;
            last = time.get(gathered, gathered.count() - 1);
        }
    }

    private static boolean hasTime(RecordType type) {
        return type.has("time")
                && type.field("time").isScalar()
                && type.field("time").type().equals(FieldType.INT64);
    }
}
