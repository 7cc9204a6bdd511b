package dev.sluice.kernels.internal.vector;

import static dev.sluice.kernels.internal.memory.AddressSpace.EVERYTHING;
import static dev.sluice.kernels.internal.vector.Vectors.ADDRESSES;
import static dev.sluice.kernels.internal.vector.Vectors.FIRST_MASKS;
import static dev.sluice.kernels.internal.vector.Vectors.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MAX;

import dev.sluice.kernels.internal.hit.FindHitsPlan;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.HitFields;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/// Hits of fragments: vectors find the crossings, scalar code looks at the hits.
final class VectorFindHits implements FindHitsPlan.Loop {

    private static final int LANES = SHORTS.length();

    private final FindHitsPlan plan;

    private VectorFindHits(FindHitsPlan plan) {
        this.plan = plan;
    }

    /// The loop of this plan.
    static FindHitsPlan.Loop of(FindHitsPlan plan) {
        return new VectorFindHits(plan);
    }

    @Override
    public long run(long records, long count, long first, long limit, long hits, long capacity) {
        int stride = plan.stride();
        int samples = plan.samples();
        long found = 0;
        for (long i = 0; i < count; i++) {
            long record = records + i * stride;
            int length = FragmentFields.length(record, samples);
            double threshold = plan.threshold(record);
            int bound = FindHitsPlan.bound(threshold);
            if (bound == FindHitsPlan.BEYOND_SAMPLES) {
                continue;
            }
            long data = record + FragmentFields.DATA;
            int left = -1;
            for (int from = 0; from < length; from += Crossings.BLOCK) {
                int block = Math.min(Crossings.BLOCK, length - from);
                long over = Crossings.of16(data + 2L * from, block, (short) 0, (short) bound, limit);
                long edges = over ^ (over << 1 | (left < 0 ? 0 : 1));
                while (edges != 0) {
                    int at = from + Long.numberOfTrailingZeros(edges);
                    edges &= edges - 1;
                    if (left < 0) {
                        left = at;
                    } else {
                        if (found < capacity) {
                            store(record, first + i, hits + found * HitFields.BYTES, found, left, at, threshold, limit);
                        }
                        found++;
                        left = -1;
                    }
                }
            }
            if (left >= 0) {
                if (found < capacity) {
                    store(record, first + i, hits + found * HitFields.BYTES, found, left, length, threshold, limit);
                }
                found++;
            }
        }
        return found;
    }

    /// Samples that fit a vector are summed, and the first highest found, without a branch per sample.
    private void store(
            long record, long index, long hit, long before, int left, int right, double threshold, long limit) {
        long address = record + FragmentFields.DATA + 2L * left;
        int count = right - left;
        if (count > LANES || address + Vectors.BYTES > limit) {
            plan.store(record, index, hit, before, left, right, threshold);
            return;
        }
        ShortVector mask = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, FIRST_MASKS - 2L * count, LITTLE_ENDIAN);
        ShortVector samples = ShortVector.fromMemorySegment(SHORTS, EVERYTHING, address & ADDRESSES, LITTLE_ENDIAN)
                .and(mask);
        IntVector pairs = samples.reinterpretAsInts();
        int sum = pairs.lanewise(ASHR, 16)
                .add(pairs.lanewise(LSHL, 16).lanewise(ASHR, 16))
                .reduceLanes(ADD);
        ShortVector lowest = mask.not().and(Short.MIN_VALUE);
        short most = samples.or(lowest).reduceLanes(MAX);
        boolean isAbove = most > 0 || !plan.likeStrax();
        int position = isAbove ? left + samples.or(lowest).compare(EQ, most).firstTrue() : -1;
        plan.write(record, index, hit, before, left, right, threshold, sum, isAbove ? most : 0, position);
    }
}
