package dev.sluice.source;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFields;

/// Cuts chunks of the records of [MadeUpSource]. Of one thread.
final class MadeUpReader implements ChunkReader {
    private static final int CHANNELS = 4;
    private static final long PERIOD = 10;
    private static final long GAP = 1000;
    private static final int BASELINE = 1000;
    private static final int PULSE_SAMPLES = 40;
    private static final int DEPTH = 10;
    private static final SeededDraws DRAWS = new SeededDraws(1);

    private final RecordType type;
    private final long records;
    private final long chunkRecords;
    private final Field samples;
    private final int length;
    private long next;

    MadeUpReader(RecordType type, long records, long chunkRecords) {
        this.type = type;
        this.records = records;
        this.chunkRecords = chunkRecords;
        this.samples = WaveformFields.samples(type)
                .filter(field -> field.shape().size() == 1)
                .orElse(null);
        this.length = samples == null ? 1 : samples.elements();
    }

    @Override
    public boolean read(SourceOutput out) {
        if (next >= records) {
            return false;
        }
        long count = Math.min(Math.max(1, chunkRecords / CHANNELS) * CHANNELS, records - next);
        Records chunk = out.records(count);
        fill(chunk);
        long first = next;
        next += count;
        out.publish(count, time(first), time(next - 1) + length * PERIOD + GAP);
        out.firstIndex(first);
        return true;
    }

    /// Those of one trigger start together.
    private long time(long record) {
        return record / CHANNELS * (length * PERIOD + GAP);
    }

    private void fill(Records chunk) {
        put(chunk, "dt", PERIOD);
        put(chunk, "length", length);
        put(chunk, "event_length", length);
        put(chunk, "pulse_length", length);
        put(chunk, "baseline", BASELINE);
        RecordTimes times = type.times();
        LongField channel = RecordTimes.tieBreaker(type).orElse(null);
        for (long i = 0; i < chunk.count(); i++) {
            long time = time(next + i);
            times.startField().set(chunk, i, time);
            if (times.endField() != null) {
                times.endField().set(chunk, i, time + length * PERIOD);
            }
            if (channel != null) {
                channel.set(chunk, i, (next + i) % CHANNELS);
            }
        }
        if (samples != null) {
            fillSamples(chunk);
        }
    }

    /// Sets a field of all records, where there is one, as far as it holds the number.
    private void put(Records chunk, String name, long value) {
        if (!type.has(name) || !type.field(name).isScalar()) {
            return;
        }
        if (type.field(name).type().isInteger()) {
            LongField field = type.longField(name);
            long held = Math.min(value, most(field.field()));
            for (long i = 0; i < chunk.count(); i++) {
                field.set(chunk, i, held);
            }
        } else if (type.field(name).type().isFloat()) {
            DoubleField field = type.doubleField(name);
            for (long i = 0; i < chunk.count(); i++) {
                field.set(chunk, i, value);
            }
        }
    }

    /// What a signed field of that width holds at most.
    private static long most(Field field) {
        return Long.MAX_VALUE >> Long.SIZE - Byte.SIZE * field.type().size();
    }

    private void fillSamples(Records chunk) {
        boolean integer = samples.type().isInteger();
        if (!integer && !samples.type().isFloat()) {
            return;
        }
        LongField whole = integer ? type.longField(samples.name()) : null;
        DoubleField real = integer ? null : type.doubleField(samples.name());
        long most = integer ? most(samples) : 0;
        for (long i = 0; i < chunk.count(); i++) {
            int onset = DRAWS.below(Math.max(1, length / 2), next + i, 0);
            for (int k = 0; k < length; k++) {
                boolean pulse = k >= onset && k < onset + PULSE_SAMPLES;
                long sample = BASELINE + DRAWS.below(5, k, 1) - (pulse ? DEPTH * (PULSE_SAMPLES - k + onset) : 0);
                if (integer) {
                    whole.set(chunk, i, k, most == Byte.MAX_VALUE ? sample / Byte.SIZE % most : sample);
                } else {
                    real.set(chunk, i, k, sample);
                }
            }
        }
    }
}
