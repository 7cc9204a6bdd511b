package dev.sluice.source;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;

/// One pass over the simulated detector: draws records in order of time, no two at the same. Records before the wanted
/// range of time are passed over without drawing their samples, as empty chunks.
final class SimulatedReader implements ChunkReader {
    private static final LongField TIME = SimulatedDetector.TYPE.longField("time");
    private static final LongField ENDTIME = SimulatedDetector.TYPE.longField("endtime");
    private static final DoubleField DT = SimulatedDetector.TYPE.doubleField("dt");
    private static final LongField LENGTH = SimulatedDetector.TYPE.longField("length");
    private static final LongField CHANNEL = SimulatedDetector.TYPE.longField("channel");
    private static final LongField BOARD = SimulatedDetector.TYPE.longField("board");
    private static final LongField EVENT = SimulatedDetector.TYPE.longField("event");
    private static final int WAVE = SimulatedDetector.TYPE.field("wave").offset();
    static final int DURATION = (int) (SimulatedDetector.SAMPLES * SimulatedPulses.SAMPLE_NS);

    private static final long MOST_PASSED_OVER = 1 << 20;

    private final SimulatedPulses pulses;
    private final long records;
    private final long start;
    private final long chunkRecords;
    private long next;
    private long time;
    private long cursor;

    SimulatedReader(SimulatedPulses pulses, long records, long start, long chunkRecords) {
        this.pulses = pulses;
        this.records = records;
        this.start = start;
        this.chunkRecords = chunkRecords;
        this.time = pulses.interval(0);
        this.cursor = time;
    }

    @Override
    public boolean read(SourceOutput out) {
        if (next >= records) {
            return false;
        }
        long first = next;
        out.publish(time < start ? passOver() : fill(out), cursor, time);
        out.firstIndex(first);
        cursor = time;
        return true;
    }

    private long fill(SourceOutput out) {
        long count = Math.min(chunkRecords, records - next);
        Records chunk = out.records(count);
        for (long i = 0; i < count; i++) {
            draw(chunk, i);
            advance();
        }
        return count;
    }

    /// Bounded, so that a run that is closed meanwhile stops.
    private long passOver() {
        for (long i = 0; i < MOST_PASSED_OVER && time < start && next < records; i++) {
            advance();
        }
        return 0;
    }

    /// Goes on to the next record, or past the end of the last one.
    private void advance() {
        next++;
        time += next < records ? pulses.interval(next) : DURATION;
    }

    private void draw(Records chunk, long i) {
        TIME.set(chunk, i, time);
        ENDTIME.set(chunk, i, time + DURATION);
        DT.set(chunk, i, SimulatedPulses.SAMPLE_NS);
        LENGTH.set(chunk, i, SimulatedDetector.SAMPLES);
        CHANNEL.set(chunk, i, pulses.channel(next));
        BOARD.set(chunk, i, 0);
        EVENT.set(chunk, i, next & 0xFFFF_FFFFL);
        pulses.draw(next, chunk.segment(), chunk.byteOffset() + i * SimulatedDetector.TYPE.size() + WAVE);
    }
}
