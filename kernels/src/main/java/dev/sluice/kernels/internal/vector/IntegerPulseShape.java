package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.Extremes16;
import dev.sluice.kernels.internal.feature.Pedestal;
import dev.sluice.kernels.internal.feature.PulseEdges;
import dev.sluice.kernels.internal.feature.PulseShapePlan;
import dev.sluice.kernels.internal.feature.RawGates;
import dev.sluice.kernels.internal.feature.ScalarPositive16;
import dev.sluice.kernels.internal.feature.ScalarPulseShape;
import dev.sluice.kernels.internal.memory.AddressSpace;

/// Pulse shapes of 16-bit samples on vectors: they find the peak and the charge; edges are walked.
///
/// What is looked for sample by sample, the peak and the quantiles, is first looked for block by block.
final class IntegerPulseShape implements PulseShapePlan.Loop {

    private static final int BLOCK = 64;

    private final PulseShapePlan plan;
    private final boolean unsigned;

    /// The loop for 16-bit samples on vectors; running sums of floats have an order that vectors cannot keep.
    static PulseShapePlan.Loop of(PulseShapePlan plan) {
        return plan.waveforms().isFloat() ? ScalarPulseShape.of(plan) : new IntegerPulseShape(plan);
    }

    private IntegerPulseShape(PulseShapePlan plan) {
        this.plan = plan;
        this.unsigned = plan.waveforms().isUnsigned();
    }

    /// Two loops in one method, with constants for the sign: together they are beyond the JIT's limit for inlining.
    @Override
    public void run(long records, long count, long limit, long results) {
        int stride = plan.waveforms().stride();
        int resultStride = plan.resultStride();
        if (unsigned) {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                long wave = plan.wave().address(record);
                int valid = plan.waveforms().validLength(record);
                int baselineCount = plan.baselineCount(valid);
                long sum = Samples16.sum(plan.baselineWindow().address(record), baselineCount, limit, true);
                double base = plan.baseline(record, sum, baselineCount);
                boolean positive = plan.polarities().isPositive(record);
                int from = plan.peakWindow().from();
                int peak = peak(wave, from, from + plan.peakWindow().count(valid), limit, positive, true);
                double height = peak < 0 ? Double.NaN : PulseEdges.signal(plan, record, peak, base, positive);
                PulseEdges.store(plan, record, result, valid, peak, height, base, positive);
                if (plan.wantsQuantiles()) {
                    storeQuantiles(wave, result, valid, limit, base, positive, true);
                }
                if (plan.wantsGates()) {
                    storeTail(wave, result, valid, limit, peak, height, base, positive, true);
                }
            }
        } else {
            for (long i = 0; i < count; i++) {
                long record = records + i * stride;
                long result = results + i * resultStride;
                long wave = plan.wave().address(record);
                int valid = plan.waveforms().validLength(record);
                int baselineCount = plan.baselineCount(valid);
                long sum = Samples16.sum(plan.baselineWindow().address(record), baselineCount, limit, false);
                double base = plan.baseline(record, sum, baselineCount);
                boolean positive = plan.polarities().isPositive(record);
                int from = plan.peakWindow().from();
                int peak = peak(wave, from, from + plan.peakWindow().count(valid), limit, positive, false);
                double height = peak < 0 ? Double.NaN : PulseEdges.signal(plan, record, peak, base, positive);
                PulseEdges.store(plan, record, result, valid, peak, height, base, positive);
                if (plan.wantsQuantiles()) {
                    storeQuantiles(wave, result, valid, limit, base, positive, false);
                }
                if (plan.wantsGates()) {
                    storeTail(wave, result, valid, limit, peak, height, base, positive, false);
                }
            }
        }
    }

    private void storeTail(
            long wave,
            long result,
            int valid,
            long limit,
            int peak,
            double height,
            double base,
            boolean positive,
            boolean unsigned) {
        RawGates gates = plan.gates();
        int shortCount = gates.shortCount(peak, valid);
        int longCount = gates.longCount(peak, valid);
        long address = wave + 2L * gates.start(peak);
        long inShort = height > 0 ? Samples16.sum(address, shortCount, limit, unsigned) : 0;
        long inLong = height > 0 ? Samples16.sum(address, longCount, limit, unsigned) : 0;
        plan.storeTail(result, height, inShort, shortCount, inLong, longCount, base, positive);
    }

    private int peak(long wave, int from, int to, long limit, boolean positive, boolean unsigned) {
        if (from >= to) {
            return -1;
        }
        int wanted = extreme(wave + 2L * from, to - from, limit, positive, unsigned);
        int block = from;
        // Both searches end with the window also where the samples change under them.
        while (block < to - BLOCK && extreme(wave + 2L * block, BLOCK, limit, positive, unsigned) != wanted) {
            block += BLOCK;
        }
        int flip = unsigned ? Short.MIN_VALUE : 0;
        int peak = block;
        while (peak < to - 1 && (short) (AddressSpace.int16(wave + 2L * peak) ^ flip) != wanted) {
            peak++;
        }
        return peak;
    }

    private int extreme(long address, int count, long limit, boolean positive, boolean unsigned) {
        int extremes = VectorExtremes.extremes16(address, count, limit, unsigned);
        return positive ? Extremes16.greatest(extremes) : Extremes16.least(extremes);
    }

    private void storeQuantiles(
            long wave, long result, int valid, long limit, double base, boolean positive, boolean unsigned) {
        boolean usable = Pedestal.isUsable(base);
        int pedestal = Pedestal.of(base, positive);
        double fraction = Pedestal.fraction(base, positive);
        long sum = 0;
        long beyond = 0;
        for (int from = 0; usable && from < valid; from += ScalarPositive16.MOST) {
            int count = Math.min(ScalarPositive16.MOST, valid - from);
            long both = VectorPositive16.both(wave + 2L * from, count, pedestal, positive, unsigned);
            sum += ScalarPositive16.sum(both);
            beyond += ScalarPositive16.count(both);
        }
        double total = usable ? sum + beyond * fraction : Double.NaN;
        double low = Double.NaN;
        double high = Double.NaN;
        if (total > 0) {
            double first = plan.levels().quantileLow() * total;
            double last = plan.levels().quantileHigh() * total;
            low = reached(wave, valid, pedestal, positive, fraction, first, unsigned);
            high = reached(wave, valid, pedestal, positive, fraction, last, unsigned);
        }
        plan.storeQuantiles(result, valid, low, high, total);
    }

    /// As `ScalarPositive16.reached`, which only looks into the block in which the charge is reached.
    private int reached(
            long wave, int valid, int pedestal, boolean positive, double fraction, double charge, boolean unsigned) {
        long sum = 0;
        long beyond = 0;
        int from = 0;
        for (; from < valid - BLOCK; from += BLOCK) {
            long both = VectorPositive16.both(wave + 2L * from, BLOCK, pedestal, positive, unsigned);
            long nextSum = sum + ScalarPositive16.sum(both);
            long nextBeyond = beyond + ScalarPositive16.count(both);
            if (nextSum + nextBeyond * fraction >= charge) {
                break;
            }
            sum = nextSum;
            beyond = nextBeyond;
        }
        int to = Math.min(from + BLOCK, valid);
        return ScalarPositive16.reached(wave, from, to, pedestal, positive, unsigned, sum, beyond, fraction, charge);
    }
}
