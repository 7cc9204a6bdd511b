package dev.sluice.source;

import dev.sluice.kernels.time.TimeSums;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import dev.sluice.waveform.WaveformFields;
import java.util.Optional;

/// Counts waveforms whose two ends contradict each other: `endtime`, and `dt` with the number of
/// samples.
///
/// The two may differ by less than one unit of time, as where a fraction is rounded. Of one thread; allocates nothing
/// for a record.
final class ContradictingEnds {
    private static final int PICOSECONDS_IN_NANOSECOND = 1000;

    private final RecordTimes times;
    private final LongField length;
    private final double samples;
    private final DoubleField dt;
    private final double unit;
    private final double least;
    private final Tally contradicting;
    private final Tally timeless;

    private ContradictingEnds(RecordType type, Field wave, LongField length, SourceContext context) {
        this.times = type.times();
        this.length = length;
        this.samples = wave.elements();
        this.dt = type.doubleField("dt");
        this.unit = type.timeResolution() == TimeResolution.PICOSECONDS
                        && !dt.field().type().isInteger()
                ? PICOSECONDS_IN_NANOSECOND
                : 1;
        // A product of fractions is not exact: one that is a whole number may have been rounded up to the next.
        this.least = dt.field().type().isInteger() ? 1 : 1.001;
        String number = length == null
                ? Integer.toString(wave.elements())
                : length.field().name();
        boolean both = times.endRule() == RecordTimes.EndRule.ENDTIME;
        this.contradicting = both
                ? context.tally(
                        "endtime of {records} is not time + " + number
                                + " * dt, the first at time={first}: endtime says when the waveform ends, dt where its hits are")
                : null;
        this.timeless = times.endRule() == RecordTimes.EndRule.LENGTH_TIMES_DT
                ? context.tally("dt of {records} is 0, the first at time={first}: such a waveform ends where it starts;"
                        + " set dt to the time from one sample to the next")
                : null;
    }

    /// Counts among records of this type; null where only one field says when they end.
    static ContradictingEnds of(RecordType type, SourceContext context) {
        Field wave = WaveformFields.samples(type)
                .filter(field -> field.shape().size() == 1)
                .orElse(null);
        boolean timed = type.has("dt") && type.field("dt").isScalar();
        Optional<Field> length = WaveformFields.validLength(type);
        boolean counted = length.stream()
                .allMatch(field -> field.isScalar() && field.type().isInteger());
        if (wave == null || !timed || !counted || type.times().endRule() == RecordTimes.EndRule.INSTANTANEOUS) {
            return null;
        }
        LongField valid = length.map(field -> type.longField(field.name())).orElse(null);
        return new ContradictingEnds(type, wave, valid, context);
    }

    /// Whether nothing is to be counted among the records of a block; false also where that is not seen from their
    /// columns.
    boolean agree(RecordBlock block) {
        long[] lengths = block.lengths();
        long[] dts = block.dts();
        if (length != null && lengths == null || dts == null) {
            return false;
        }
        boolean agree = true;
        for (int i = 0; i < block.count(); i++) {
            double valid = length == null ? samples : lengths[i];
            if (timeless != null) {
                agree &= dts[i] != 0 | !(valid > 0);
            } else {
                double lasts = TimeSums.subtract(block.ends()[i], block.starts()[i]);
                agree &= Math.abs(lasts - valid * (double) dts[i] * unit) < least;
            }
        }
        return agree;
    }

    /// Looks at one record that is sound.
    void look(Records records, long index) {
        double count = length == null ? samples : length.get(records, index);
        double period = dt.get(records, index);
        if (timeless != null) {
            timeless.add(period == 0 && count > 0 ? 1 : 0, times.start(records, index));
        } else {
            long start = times.start(records, index);
            double lasts = TimeSums.subtract(times.end(records, index), start);
            boolean same = Math.abs(lasts - count * period * unit) < least;
            contradicting.add(same ? 0 : 1, start);
        }
    }
}
