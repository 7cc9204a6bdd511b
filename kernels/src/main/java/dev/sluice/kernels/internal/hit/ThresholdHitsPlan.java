package dev.sluice.kernels.internal.hit;

import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.memory.AddressSpace;
import dev.sluice.kernels.internal.memory.FieldPair;
import dev.sluice.kernels.internal.memory.Floats;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.Saturated;
import dev.sluice.kernels.internal.wave.RawPolarities;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;

/// The checked numbers of a threshold hit finder, and what its loops do per record and per hit around the search.
///
/// Immutable, safe from any thread. A sample is looked at *oriented*: itself for positive pulses, its negative for
/// negative ones, so that a pulse always goes up, from a level that is the baseline or its negative.
///
/// @param waveforms      the waveforms that the loop reads
/// @param wave           all samples of a record
/// @param baselineWindow samples averaged for the baseline where the records have no such field
/// @param polarities     the polarity of every record
/// @param empty          the baseline over a window without samples: NaN or 0
/// @param thresholds     the threshold of every channel
/// @param leftExtension  samples that a hit is extended by before its first one
/// @param rightExtension samples that a hit is extended by after its last one
/// @param overlapping    true if a hit is extended over its neighbours, as WaveformAnalysis does
/// @param time           offset of the int64 start of a record
/// @param dt             sampling period
/// @param board          integer field or `RawColumn.NONE`
/// @param recordId       integer field or `RawColumn.NONE`
public record ThresholdHitsPlan(
        RawWaveforms waveforms,
        RawWindow wave,
        RawWindow baselineWindow,
        RawPolarities polarities,
        float empty,
        RawThresholds thresholds,
        int leftExtension,
        int rightExtension,
        boolean overlapping,
        int time,
        RawColumn dt,
        RawColumn board,
        RawColumn recordId)
        implements LoopPlan<ThresholdHitsPlan.Loop> {
    /// The unchecked inner loop of `ThresholdHitsKernel`; implementations are immutable, stateless and safe from any
    /// thread.
    public interface Loop {
        /// Finds the hits of `count` records from address `records` on, writes the first `capacity` of them from
        /// address `hits` on, and returns how many there are.
        ///
        /// `limit` is the address just after the records' segment: memory before it may be read. Allocates nothing.
        long run(long records, long count, long limit, long hits, long capacity);
    }

    /// What `integerBound` is at least if no 16-bit sample reaches it.
    public static final int BEYOND_SAMPLES = 65_536;

    /// The baseline: the record's field, or else the mean of the window from its sum; `empty` for an empty window.
    public double baseline(long record, double sum, int count) {
        if (waveforms.baseline().isPresent()) {
            return waveforms.baseline().readDouble(record);
        }
        return count == 0 ? empty : sum / count;
    }

    /// Number of samples in the baseline window of a record with this valid length; 0 if the baseline is a field.
    public int baselineCount(int validLength) {
        return waveforms.baseline().isPresent() ? 0 : baselineWindow.count(validLength);
    }

    /// The oriented sample value from which on the record is over threshold; NaN if there is no such value.
    public double bound(long record, double level) {
        long channel = waveforms.channel().isPresent() ? waveforms.channel().readLong(record) : 0;
        return level + thresholds.of(channel);
    }

    /// The least whole number that is not below `bound`, `BEYOND_SAMPLES` if it is beyond every 16-bit sample.
    public static int integerBound(double bound) {
        return bound <= BEYOND_SAMPLES ? (int) Math.max(Math.ceil(bound), -BEYOND_SAMPLES) : BEYOND_SAMPLES;
    }

    /// The least float32 that is not below `bound`.
    public static float floatBound(double bound) {
        float near = (float) bound;
        return near < bound ? Math.nextUp(near) : near;
    }

    /// Oriented 16-bit sample number `index`.
    public int integerSample(long record, int index, boolean positive) {
        short raw = AddressSpace.int16(wave.address(record) + 2L * index);
        int sample = waveforms.isUnsigned() ? raw & 0xFFFF : raw;
        return positive ? sample : -sample;
    }

    /// Oriented float sample number `index`.
    public float floatSample(long record, int index, boolean positive) {
        float sample = AddressSpace.float32(wave.address(record) + 4L * index);
        return positive ? sample : -sample;
    }

    /// Where a hit from sample `start` begins with its extension, if the hit before it ends at sample `before`.
    private int from(int start, int before) {
        return Math.max(overlapping ? 0 : before, start - leftExtension);
    }

    /// Writes the hit of the 16-bit samples `[start, end)` that reach `bound`; returns where it ends with its
    /// extension. The hit before it ends at sample `before`.
    public int storeInteger(
            long record,
            long hit,
            int start,
            int end,
            int valid,
            boolean positive,
            double level,
            int bound,
            int before) {
        int from = from(start, before);
        int to = (int) Math.min(valid, (long) end + rightExtension);
        for (int i = end; !overlapping && i < to; i++) {
            to = integerSample(record, i, positive) >= bound ? i : to;
        }
        int least = integerBound(Math.floor(level) + 1);
        int highest = Integer.MIN_VALUE;
        int position = from;
        long sum = 0;
        int above = 0;
        for (int i = from; i < to; i++) {
            int sample = integerSample(record, i, positive);
            if (sample > highest) {
                highest = sample;
                position = i;
            }
            if (sample >= least) {
                sum += sample;
                above++;
            }
        }
        store(record, hit, start, end, from, to, position, highest - level, sum - above * level);
        return to;
    }

    /// As `storeInteger`, of float samples.
    public int storeFloat(
            long record,
            long hit,
            int start,
            int end,
            int valid,
            boolean positive,
            double level,
            float bound,
            int before) {
        int from = from(start, before);
        int to = (int) Math.min(valid, (long) end + rightExtension);
        for (int i = end; !overlapping && i < to; i++) {
            to = floatSample(record, i, positive) >= bound ? i : to;
        }
        float highest = Float.NEGATIVE_INFINITY;
        int position = start;
        double integral = 0.0;
        for (int i = from; i < to; i++) {
            float sample = floatSample(record, i, positive);
            if (sample > highest) {
                highest = sample;
                position = i;
            }
            if (sample > level) {
                integral += sample - level;
            }
        }
        store(record, hit, start, end, from, to, position, highest - level, integral);
        return to;
    }

    private void store(
            long record, long hit, int start, int end, int from, int to, int position, double height, double area) {
        long time = AddressSpace.int64(record + time());
        double period = dt.readDouble(record);
        AddressSpace.int64(hit + ThresholdHitFields.TIME, time);
        AddressSpace.int64(hit + ThresholdHitFields.POSITION, position);
        float highest = Floats.canonical((float) height);
        AddressSpace.int64(hit + ThresholdHitFields.HEIGHT, FieldPair.of(highest, Floats.canonical((float) area)));
        AddressSpace.int64(hit + ThresholdHitFields.EDGE_START, FieldPair.of(from, to));
        AddressSpace.float32(hit + ThresholdHitFields.WIDTH, (float) (to - from));
        AddressSpace.float64(hit + ThresholdHitFields.DT, period);
        float rise = (float) (Math.max(position - start, 0) * period);
        float fall = (float) (Math.max(end - 1 - position, 0) * period);
        AddressSpace.int64(hit + ThresholdHitFields.RISE_TIME, FieldPair.of(rise, fall));
        AddressSpace.int64(
                hit + ThresholdHitFields.TIMESTAMP, Saturated.add(time, (long) Math.rint(position * period)));
        int channel = (int) number(waveforms.channel(), record, 0);
        AddressSpace.int64(hit + ThresholdHitFields.BOARD, FieldPair.of((int) number(board, record, 0), channel));
        AddressSpace.int64(hit + ThresholdHitFields.RECORD_ID, number(recordId, record, -1));
    }

    private static long number(RawColumn column, long record, long otherwise) {
        return column.isPresent() ? column.readLong(record) : otherwise;
    }
}
