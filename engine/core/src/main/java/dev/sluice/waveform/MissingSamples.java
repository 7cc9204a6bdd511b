package dev.sluice.waveform;

import dev.sluice.kernels.SampleRange;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// Counts waveforms that have no sample in a range, or no baseline: what is computed from either is NaN there.
///
/// Reads the fields that [WaveformFields] finds. Immutable, safe from any thread, owns no memory, allocates nothing.
public final class MissingSamples {
    private final LongField length;
    private final DoubleField baseline;
    private final int from;
    private final boolean all;

    private MissingSamples(LongField length, DoubleField baseline, int from, boolean all) {
        this.length = length;
        this.baseline = baseline;
        this.from = from;
        this.all = all;
    }

    /// Counts waveforms without a sample in `range`.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public static MissingSamples in(SampleRange range, RecordType waveforms) {
        LongField length = WaveformFields.validLength(waveforms)
                .map(field -> waveforms.longField(field.name()))
                .orElse(null);
        int samples = WaveformFields.wave(waveforms).elements();
        return new MissingSamples(length, null, range.from(), range.count(samples) == 0);
    }

    /// Counts waveforms without a baseline: the field is NaN, or, where there is none, `range` has no sample.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public static MissingSamples ofBaseline(SampleRange range, RecordType waveforms) {
        return waveforms.has("baseline")
                ? new MissingSamples(null, waveforms.doubleField("baseline"), 0, false)
                : in(range, waveforms);
    }

    /// How many of these there are.
    public long count(Records waveforms) {
        long count = waveforms.count();
        if (all) {
            return count;
        }
        long missing = 0;
        for (long i = 0; baseline != null && i < count; i++) {
            missing += Double.isNaN(baseline.get(waveforms, i)) ? 1 : 0;
        }
        for (long i = 0; length != null && i < count; i++) {
            missing += length.get(waveforms, i) <= from ? 1 : 0;
        }
        return missing;
    }
}
