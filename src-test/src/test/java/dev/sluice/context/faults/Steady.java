package dev.sluice.context.faults;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A source of chunks of 1000 ns with three records of 100 ns each; every fifth chunk has none.
final class Steady extends SourcePlugin {
    static final RecordType TYPE = RecordType.of("time:<i8", "endtime:<i8", "value:<i8");
    static final LongField TIME = TYPE.longField("time");
    static final LongField END = TYPE.longField("endtime");
    static final LongField VALUE = TYPE.longField("value");
    static final long CHUNK = 1000;

    final AtomicLong chunksRead = new AtomicLong();
    final AtomicInteger readersOpen = new AtomicInteger();

    private final String provides;
    private final long chunks;
    private final Fault fault;

    Steady(String provides, long chunks, Fault fault) {
        this.provides = provides;
        this.chunks = chunks;
        this.fault = fault;
    }

    /// The times of the records of a chunk.
    static long[] times(long chunk) {
        long start = chunk * CHUNK;
        return chunk % 5 == 4 ? new long[0] : new long[] {start, start + 333, start + 666};
    }

    static void put(Records records, long index, long time, long end, long value) {
        TIME.set(records, index, time);
        END.set(records, index, end);
        VALUE.set(records, index, value);
    }

    @Override
    public String name() {
        return "Steady";
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(provides, TYPE);
    }

    /// Records last 100 ns, and none passes the end of its chunk.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        long start = range.start();
        for (long time : times(Math.max(0, Math.floorDiv(start, CHUNK)))) {
            start = time < range.start() && time + 100 > range.start() ? Math.min(start, time) : start;
        }
        return new TimeRange(start, range.end());
    }

    @Override
    public ChunkReader open(SourceContext context) {
        readersOpen.incrementAndGet();
        TimeRange wanted = context.timeRange();
        return new Reader(wanted.isUnbounded() || wanted.start() < 0 ? 0 : Math.min(chunks, wanted.start() / CHUNK));
    }

    private final class Reader implements ChunkReader {
        private long next;

        Reader(long first) {
            next = first;
        }

        @Override
        public boolean read(SourceOutput out) throws Exception {
            if (next == chunks) {
                return false;
            }
            long start = next * CHUNK;
            fault.strike(start, start + CHUNK);
            long[] times = times(next);
            Records records = out.records(times.length);
            for (int i = 0; i < times.length; i++) {
                put(records, i, times[i], times[i] + 100, next * 3 + i);
            }
            out.publish(times.length, start, start + CHUNK);
            next++;
            chunksRead.incrementAndGet();
            return true;
        }

        @Override
        public void close() {
            readersOpen.decrementAndGet();
        }
    }
}
