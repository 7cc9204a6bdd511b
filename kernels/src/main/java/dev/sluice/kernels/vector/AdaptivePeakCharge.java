package dev.sluice.kernels.vector;

import dev.sluice.kernels.unchecked.AddressSpace;
import dev.sluice.kernels.unchecked.PeakChargeLoop;
import dev.sluice.kernels.unchecked.PeakChargePlan;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;

/// Peak and charge by the loop for all plans at first, and by a copy for this one plan once it has proved worth it;
/// thread-safe.
///
/// A thread in the background runs the copy over a sample of the records until the JIT has compiled it, so that no
/// chunk is computed by the interpreter. Both give the same bits.
final class AdaptivePeakCharge implements PeakChargeLoop {

    /// Records after which a copy is made: less than a tenth of a second of work.
    private static final long WORTH_A_COPY = 200_000;

    private static final int SAMPLE = 64;
    private static final int ROUNDS = 30_000;

    private final PeakChargePlan plan;
    private final Class<?> samples;
    private final PeakChargeLoop general;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile PeakChargeLoop special;
    // Counted by several threads without care: it decides only when a copy is made.
    private long computed;

    /// The loop for all plans, which works on samples by the static methods of `samples`.
    AdaptivePeakCharge(PeakChargePlan plan, PeakChargeLoop general, Class<?> samples) {
        this.plan = plan;
        this.general = general;
        this.samples = samples;
        this.special = Specialization.kept(general.getClass(), plan);
    }

    @Override
    public void run(long records, long count, long limit, long results) {
        PeakChargeLoop own = special;
        if (own != null) {
            own.run(records, count, limit, results);
            return;
        }
        general.run(records, count, limit, results);
        computed += count;
        if (computed > WORTH_A_COPY && count >= SAMPLE && begun.compareAndSet(false, true)) {
            prepare(records);
        }
    }

    /// True once the copy computes.
    boolean isSpecial() {
        return special != null;
    }

    private void prepare(long records) {
        long bytes = (long) SAMPLE * plan.waveforms().stride();
        Arena arena = Arena.ofShared();
        long sample = arena.allocate(bytes, 64).address();
        AddressSpace.copy(records, sample, bytes);
        Thread.ofPlatform().daemon().name("sluice-kernel-copy").start(() -> {
            try (arena) {
                special = warmed(
                        sample,
                        bytes,
                        arena.allocate((long) SAMPLE * plan.resultStride(), 64).address());
            }
        });
    }

    private PeakChargeLoop warmed(long sample, long bytes, long results) {
        PeakChargeLoop copy = Specialization.of(general.getClass(), samples, PeakChargePlan.class, plan);
        for (int round = 0; copy != null && round < ROUNDS; round++) {
            copy.run(sample, SAMPLE, sample + bytes, results);
        }
        if (copy != null) {
            Specialization.keep(general.getClass(), plan, copy);
        }
        return copy;
    }
}
