package dev.sluice.source;

import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.WaveformFields;
import java.lang.foreign.Arena;

/// Records of any type whose numbers mean nothing, to run plugins on before there are data: sorted by time, on a few
/// channels, with noise and a pulse in the samples, if there are any. The same seed gives the same records.
public final class MadeUpRecords {
    private static final int CHANNELS = 8;
    private static final long STEP = 1000;
    private static final long PERIOD = 10;
    private static final int BASELINE = 1000;
    private static final int PULSE_SAMPLES = 40;

    private final Records records;
    private final SeededDraws draws;

    private MadeUpRecords(Records records, long seed) {
        this.records = records;
        this.draws = new SeededDraws(seed);
    }

    /// `count` records of that type, in memory of `arena`.
    public static Records of(RecordType type, long count, long seed, Arena arena) {
        MadeUpRecords made = new MadeUpRecords(Records.allocate(type, count, arena), seed);
        made.fill();
        return made.records;
    }

    private void fill() {
        RecordType type = records.type();
        Field samples = WaveformFields.samples(type)
                .filter(field -> field.shape().size() == 1)
                .orElse(null);
        int length = samples == null ? 1 : samples.elements();
        put("dt", PERIOD);
        put("length", length);
        put("event_length", length);
        put("pulse_length", length);
        put("baseline", BASELINE);
        RecordTimes times = type.times();
        LongField channel = RecordTimes.tieBreaker(type).orElse(null);
        for (long i = 0; i < records.count(); i++) {
            long time = i * STEP;
            times.startField().set(records, i, time);
            if (times.endField() != null) {
                times.endField().set(records, i, time + length * PERIOD);
            }
            if (channel != null) {
                channel.set(records, i, i % CHANNELS);
            }
        }
        if (samples != null) {
            fillSamples(samples);
        }
    }

    /// Sets a field of all records, where there is one that holds the number.
    private void put(String name, long value) {
        RecordType type = records.type();
        if (!type.has(name) || !type.field(name).isScalar()) {
            return;
        }
        if (type.field(name).type().isInteger()) {
            LongField field = type.longField(name);
            long most = (1L
                            << Math.min(
                                            Integer.SIZE,
                                            Byte.SIZE * field.field().type().size())
                                    - 1)
                    - 1;
            for (long i = 0; i < records.count(); i++) {
                field.set(records, i, Math.min(value, most));
            }
        } else if (type.field(name).type().isFloat()) {
            DoubleField field = type.doubleField(name);
            for (long i = 0; i < records.count(); i++) {
                field.set(records, i, value);
            }
        }
    }

    private void fillSamples(Field field) {
        boolean integer = field.type().isInteger();
        if (!integer && !field.type().isFloat()) {
            return;
        }
        LongField whole = integer ? records.type().longField(field.name()) : null;
        DoubleField real = integer ? null : records.type().doubleField(field.name());
        boolean small = integer && field.type().size() == 1;
        for (long i = 0; i < records.count(); i++) {
            int onset = draws.below(Math.max(1, field.elements() / 2), i, 0);
            for (int k = 0; k < field.elements(); k++) {
                boolean pulse = k >= onset && k < onset + PULSE_SAMPLES;
                long depth = pulse ? (long) (PULSE_SAMPLES - (k - onset)) * 10 : 0;
                long sample = BASELINE + draws.below(5, i * field.elements() + k, 1) - depth;
                if (integer) {
                    whole.set(records, i, k, small ? sample / Byte.SIZE & Byte.MAX_VALUE : sample);
                } else {
                    real.set(records, i, k, sample);
                }
            }
        }
    }
}
