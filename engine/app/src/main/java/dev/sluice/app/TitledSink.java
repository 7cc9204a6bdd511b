package dev.sluice.app;

import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// Writes the records under a type that has titles, and owns the writer.
///
/// @param writer takes records of that type
/// @param type   the type of the records with titles
record TitledSink(RecordWriter writer, RecordType type) implements RecordSink {
    @Override
    public void accept(Records records) {
        writer.write(Records.of(type, records.segment(), records.byteOffset(), records.count()));
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
