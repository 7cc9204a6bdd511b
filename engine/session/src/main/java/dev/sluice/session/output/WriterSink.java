package dev.sluice.session.output;

import dev.sluice.formats.RecordWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.List;

/// Writes the records under a type that names them for the writer, and owns the writer.
///
/// @param writer takes records of that type
/// @param type   that of the records, or the same with titles
record WriterSink(RecordWriter writer, RecordType type) implements RecordSink {
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
