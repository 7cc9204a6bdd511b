package dev.sluice.kernels.internal.record;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.RawInteger;
import dev.sluice.kernels.internal.wave.RawBaselines;
import dev.sluice.kernels.internal.wave.RawFragments;

/// The checked numbers of the pass from raw records to records, and what its loops do per record around the samples.
///
/// Immutable, safe from any thread.
///
/// @param fragments       the arithmetic
/// @param pulses          of which pulse a raw record is; strax has no times, as it takes what the channel had last
/// @param baselineSamples how many samples at the start of a pulse are averaged
/// @param fallback        the baseline of orphans, fragments whose first one was not seen; NaN if there is none
/// @param zeroesOrphans   whether orphans without a baseline get samples of 0, else they end the loop
public record RecordsPlan(
        FragmentPlan fragments, RawFragments pulses, int baselineSamples, double fallback, boolean zeroesOrphans)
        implements LoopPlan<RecordsPlan.Loop> {
    /// The unchecked inner loop of `RecordsKernel`; implementations are immutable and safe from any thread.
    public interface Loop {
        /// Makes records of `count` raw records and returns `count`, or the index of a fragment of unknown baseline:
        /// then the records before it are written.
        ///
        /// `limit` is the address just after the raw records' segment: memory before it may be read. Allocates nothing.
        long run(long raw, long count, long limit, long records, RawBaselines baselines);
    }

    /// The plan of these numbers.
    public static RecordsPlan of(FragmentPlan fragments, int baselineSamples, double fallback, boolean zeroesOrphans) {
        boolean timed = !fragments.likeStrax();
        RawFragments pulses = new RawFragments(
                field(RawColumn.Type.INT16, FragmentFields.RECORD_I),
                field(RawColumn.Type.INT16, FragmentFields.CHANNEL),
                timed ? field(RawColumn.Type.INT64, FragmentFields.TIME) : RawInteger.ABSENT,
                timed ? field(RawColumn.Type.INT16, FragmentFields.DT) : RawInteger.ABSENT,
                fragments.samples());
        return new RecordsPlan(fragments, pulses, baselineSamples, fallback, zeroesOrphans);
    }

    private static RawInteger field(RawColumn.Type type, int offset) {
        return RawInteger.of(RawColumn.of(type, offset, Long.BYTES));
    }

    /// How many samples of a first fragment are averaged: strax counts those after the length too, as zeros.
    public int window(int length) {
        return Math.min(baselineSamples, fragments.likeStrax() ? fragments.samples() : length);
    }

    /// Notes the baseline of a first fragment of that length from the exact sums of its first `count` samples and of
    /// their squares, and returns its mean as the samples are to be subtracted from: strax has it in float64. A
    /// fragment without samples has neither baseline nor anything to subtract from.
    public double note(RawBaselines baselines, long raw, int length, long sum, long squares, int count) {
        short channel = AddressSpace.int16(raw + FragmentFields.CHANNEL);
        if (count == 0) {
            baselines.remember(channel, Float.NaN, Float.NaN, pulses.start(raw));
            return 0.0;
        }
        double mean = (double) sum / count;
        double deviation = Math.sqrt(count * squares - sum * sum) / count;
        boolean likeStrax = fragments.likeStrax();
        baselines.remember(
                channel,
                (float) mean,
                likeStrax ? straxDeviation(raw, length, mean, deviation, count) : (float) deviation,
                pulses.start(raw));
        return likeStrax ? mean : (float) mean;
    }

    /// strax sums squared differences one after the other in float64. That differs from the exact sum by less than a
    /// relative `count` times 2 to -52, which hardly ever matters to a float32: only then is it done in that order.
    private static float straxDeviation(long raw, int length, double mean, double deviation, int count) {
        double margin = (count + 16) * 0x1p-52;
        float least = (float) (deviation * (1 - margin));
        return least == (float) (deviation * (1 + margin)) ? least : summedDeviation(raw, length, mean, count);
    }

    private static float summedDeviation(long raw, int length, double mean, int count) {
        double squares = 0.0;
        for (int i = 0; i < count; i++) {
            int sample = i < length ? AddressSpace.int16(raw + FragmentFields.RAW_DATA + 2L * i) : 0;
            double difference = sample - mean;
            squares += difference * difference;
        }
        return (float) Math.sqrt(squares / count);
    }

    /// Writes the fields of a record but for its samples and area; returns the baseline, NaN if it is not known.
    public double header(RawBaselines baselines, long raw, long record, double mean) {
        short channel = AddressSpace.int16(raw + FragmentFields.CHANNEL);
        boolean first = isFirst(raw);
        boolean noted = first || pulses.isNoted(raw, channel, baselines);
        boolean known = noted && (first || !Float.isNaN(baselines.baseline(channel)));
        float baseline = known ? baselines.baseline(channel) : (float) fallback;
        FragmentPlan.copyHeader(raw, record);
        AddressSpace.int8(record + FragmentFields.REDUCTION_LEVEL, (byte) 0);
        AddressSpace.float32(record + FragmentFields.BASELINE, baseline);
        AddressSpace.float32(record + FragmentFields.BASELINE_RMS, known ? baselines.rms(channel) : Float.NaN);
        AddressSpace.int16(record + FragmentFields.AMPLITUDE_BIT_SHIFT, (short) 0);
        return first ? mean : known || !fragments.likeStrax() ? baseline : fallback;
    }

    /// True for the first fragment of a pulse.
    public static boolean isFirst(long raw) {
        return AddressSpace.int16(raw + FragmentFields.RECORD_I) == 0;
    }
}
