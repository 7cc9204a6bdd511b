package dev.sluice.app;

import dev.sluice.formats.RecordWriter;
import dev.sluice.record.Records;
import java.util.List;

/// Writes the records, and owns the writer.
record WriterSink(RecordWriter writer) implements RecordSink {
    @Override
    public void accept(Records records) {
        writer.write(records);
    }

    @Override
    public void commit() {
        writer.commit();
    }

    @Override
    public long records() {
        return writer.count();
    }

    @Override
    public long bytes() {
        return writer.bytes();
    }

    @Override
    public List<FieldStatistics> statistics() {
        return List.of();
    }

    @Override
    public void close() {
        writer.close();
    }
}
