package dev.sluice.kernels.internal.vector;

import dev.sluice.kernels.internal.feature.PeakChargePlan;

/// Peak and charge by the loop for all plans at first, and by a copy for this one plan after it has proved worth it;
/// thread-safe.
///
/// A [CopyTraining] compiles the copy on a thread of its own. Both loops give the same bits.
final class AdaptivePeakCharge implements PeakChargePlan.Loop {

    /// Records after which a copy is made: less than a tenth of a second of work.
    private static final long WORTH_A_COPY = 200_000;

    private final PeakChargePlan plan;
    private final Class<?> samples;
    private final PeakChargePlan.Loop general;
    private final int sample;
    private volatile PeakChargePlan.Loop special;
    private volatile CopyTraining training;
    // Counted by several threads without care: it decides only when a copy is made.
    private long computed;

    /// The loop for all plans, which works on samples by the static methods of `samples`.
    AdaptivePeakCharge(PeakChargePlan plan, PeakChargePlan.Loop general, Class<?> samples) {
        this.plan = plan;
        this.general = general;
        this.samples = samples;
        this.sample = CopyTraining.sampleSize(plan.waveforms().stride());
        this.special = Specialization.kept(general.getClass(), plan);
    }

    @Override
    public void run(long records, long count, long limit, long results) {
        PeakChargePlan.Loop own = special;
        if (own != null) {
            own.run(records, count, limit, results);
            return;
        }
        general.run(records, count, limit, results);
        computed += count;
        if (computed > WORTH_A_COPY && sample > 0 && count >= sample) {
            train(records, limit);
        }
    }

    /// True once the copy computes.
    boolean isSpecial() {
        return special != null;
    }

    /// Takes the copy if it is ready, else keeps its training alive, or begins one: also anew, where one before was
    /// given up because nothing called for a while.
    private void train(long records, long limit) {
        CopyTraining running = training;
        if (running == null) {
            training = CopyTraining.of(plan, general.getClass(), samples, sample, records, limit);
            return;
        }
        running.isWanted();
        if (running.hasEnded()) {
            special = running.copy();
            training = null;
            computed = running.isHopeless() ? Long.MIN_VALUE : 0;
        }
    }
}
