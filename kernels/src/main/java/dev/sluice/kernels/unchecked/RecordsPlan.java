package dev.sluice.kernels.unchecked;

/// The checked numbers of the pass from raw records to records, and what its loops do per record around the samples.
///
/// Immutable, safe from any thread.
///
/// @param fragments       the arithmetic
/// @param baselineSamples how many samples at the start of a pulse are averaged
/// @param fallback        the baseline of fragments whose first one was not seen; NaN if there is none
public record RecordsPlan(FragmentPlan fragments, int baselineSamples, double fallback)
        implements LoopPlan<RecordsLoop> {

    /// How many samples of a first fragment are averaged: strax counts padding as samples.
    public int window(int length) {
        return Math.min(baselineSamples, fragments.likeStrax() ? fragments.samples() : length);
    }

    /// Notes the baseline of a first fragment from the exact sums of its `count` samples and of their squares, and
    /// returns its mean as strax has it: not yet rounded to float32.
    public double note(BaselineTable baselines, long raw, long sum, long squares, int count) {
        short channel = AddressSpace.int16(raw + FragmentFields.CHANNEL);
        double mean = count == 0 ? 0.0 : (double) sum / count;
        double deviation = count == 0 ? 0.0 : Math.sqrt(count * squares - sum * sum) / count;
        baselines.note(channel, (float) mean, (float) deviation);
        return fragments.likeStrax() ? mean : (float) mean;
    }

    /// As `note`, with the deviation summed in the order that strax sums in.
    public double noteLikeStrax(BaselineTable baselines, long raw, long sum, int count) {
        double mean = (double) sum / count;
        double squares = 0.0;
        for (int i = 0; i < count; i++) {
            double difference = AddressSpace.int16(raw + FragmentFields.RAW_DATA + 2L * i) - mean;
            squares += difference * difference;
        }
        short channel = AddressSpace.int16(raw + FragmentFields.CHANNEL);
        baselines.note(channel, (float) mean, (float) Math.sqrt(squares / count));
        return mean;
    }

    /// Writes the fields of a record but for its samples and area; returns the baseline, NaN if it is not known.
    public double header(BaselineTable baselines, long raw, long record, double mean) {
        short channel = AddressSpace.int16(raw + FragmentFields.CHANNEL);
        boolean known = baselines.knows(channel);
        float baseline = known ? baselines.mean(channel) : (float) fallback;
        FragmentPlan.copyHeader(raw, record);
        AddressSpace.int8(record + FragmentFields.REDUCTION_LEVEL, (byte) 0);
        AddressSpace.float32(record + FragmentFields.BASELINE, baseline);
        AddressSpace.float32(record + FragmentFields.BASELINE_RMS, known ? baselines.deviation(channel) : Float.NaN);
        AddressSpace.int16(record + FragmentFields.AMPLITUDE_BIT_SHIFT, (short) 0);
        return isFirst(raw) ? mean : known ? baseline : fallback;
    }

    /// True for the first fragment of a pulse.
    public static boolean isFirst(long raw) {
        return AddressSpace.int16(raw + FragmentFields.RECORD_I) == 0;
    }
}
