package dev.sluice.plugins;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Chunks;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;

/// Provides records that are in memory already, sorted by time: chunks are cut from them without copying.
///
/// The memory belongs to the caller and must stay open and unchanged while a stream reads from it. Chunks have as many
/// records as the run asks for, more where records start at the same time. The first chunk starts with the first
/// record,
/// the last one ends with the record that ends last.
public final class RecordSource extends SourcePlugin {
    private final String dataType;
    private final Records records;

    /// A source of `records` under the name `dataType`.
    public RecordSource(String dataType, Records records) {
        this.dataType = dataType;
        this.records = records;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, records.type()).help("records that are in memory");
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new RecordReader(records, context.timeRange(), context.chunkRecords());
    }

    /// Cuts chunks from sorted records, one after the other.
    private static final class RecordReader implements ChunkReader {
        private final Records records;
        private final RecordTimes times;
        private final long chunkRecords;
        private final long last;
        private long next;
        private long cursor;
        private long latestEnd = Long.MIN_VALUE;

        RecordReader(Records records, dev.sluice.chunk.TimeRange range, long chunkRecords) {
            this.records = records;
            this.times = records.type().times();
            this.chunkRecords = chunkRecords;
            this.next = range.isUnbounded() ? 0 : Chunks.firstAtOrAfter(records, range.start());
            this.last = range.isUnbounded() ? records.count() : Chunks.firstAtOrAfter(records, range.end());
            if (next < last) {
                cursor = range.isUnbounded() || range.start() == Long.MIN_VALUE
                        ? times.start(records, 0)
                        : Math.max(range.start(), times.start(records, 0));
            }
        }

        @Override
        public boolean read(SourceOutput out) {
            if (next >= last) {
                return false;
            }
            long from = next;
            long to = Math.min(last, from + Math.min(chunkRecords, last - from));
            while (to < last && times.start(records, to) == times.start(records, to - 1)) {
                to++;
            }
            for (long i = from; i < to; i++) {
                latestEnd = Math.max(latestEnd, times.end(records, i));
            }
            long end = to < last ? times.start(records, to) : Math.max(latestEnd, times.start(records, to - 1) + 1);
            if (end < cursor) {
                throw new ChunkLawException(
                        "the records are not sorted by time: record " + to + " starts at time=" + end
                                + ", before time=" + cursor + " that was reached; sort them, for example with"
                                + " numpy.sort(array, order='time')");
            }
            out.lend(
                    records.segment(),
                    records.byteOffset() + from * records.type().size(),
                    to - from);
            out.publish(to - from, cursor, end);
            next = to;
            cursor = end;
            return true;
        }
    }
}
