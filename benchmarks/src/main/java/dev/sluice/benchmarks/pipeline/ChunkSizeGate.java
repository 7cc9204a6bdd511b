package dev.sluice.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.context.StreamingContext;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Streams runs in chunks of many sizes, the shipped rule's among them, turn by turn, and holds the rule to its share
/// of the best. Used by one thread.
///
/// The best of six sizes owes a part of its lead to chance. A rule that looks bad therefore meets that size alone, in
/// pairs of passes, and the median of their ratios counts; what lies above the floor within its interval of 95 percent,
/// and within what two processes differ by, does not close the gate: how a process was compiled and where its memory
/// lies stays the same in all of its pairs. Where other programs take a part of the machine, or passes of one size
/// differ much among themselves, how fast several workers are is chance: then only a rule that is far off closes it.
public final class ChunkSizeGate {
    /// The share of the best size's throughput that the rule must reach.
    public static final double FLOOR = 0.9;

    /// Bytes of a run: several times the caches, so that chunks come from DRAM as they do from a digitiser.
    public static final long RUN_BYTES = 192L << 20;

    /// Bytes of a run of raw records, from which hits and peaks take longer.
    public static final long RAW_BYTES = RUN_BYTES / 2;

    /// By how much a share differs from process to process, and 26 rows have to pass at once: that of 6000 samples,
    /// five fused, two workers was 0.90, 0.93, 0.94 and 1.00 in four processes on one machine.
    private static final double PROCESS_CHANCE = 0.05;

    /// The share that is asked for on a busy machine.
    private static final double BUSY_FLOOR = 0.6;

    /// The part of all cores that other programs may take before the machine counts as busy.
    private static final double QUIET = 0.1;

    /// The median pass of one size by its fastest: below it the machine counts as busy too.
    private static final double STEADY = 0.85;

    /// Half the interval of 95 percent of a median, by the range of the middle half of n values and the root of n:
    /// McGill, Tukey and Larsen, The American Statistician 32 (1978) 12, doi:10.1080/00031305.1978.10479236.
    private static final double NOTCH = 1.57;

    private static final int DUELS = 3;
    private static final int PAIRS = 15;
    private static final int FEWEST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 8;
    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(2);

    /// A row that has taken so long has no more duels, and no more pairs than the first one had.
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(8);

    private static final int RULE = 0;
    private static final List<Long> SIZES = List.of(16L << 10, 64L << 10, 256L << 10, 1L << 20, 4L << 20, 16L << 20);

    /// How the rule did in its best attempt.
    ///
    /// @param name      the case
    /// @param ruleBytes bytes per chunk that the rule gave
    /// @param rule      its fastest pass
    /// @param bestBytes the best of the other sizes
    /// @param best      the fastest pass of that
    /// @param share     the rule's throughput by that of the best size
    /// @param chance    by how much the share may be greater
    /// @param isBusy    whether other programs disturbed the measurement
    public record Verdict(
            String name,
            long ruleBytes,
            Pass rule,
            long bestBytes,
            Pass best,
            double share,
            double chance,
            boolean isBusy) {
        /// Not below the floor by more than chance, or not far below it on a busy machine.
        public boolean isGood() {
            return isNear() || isBusy && share >= BUSY_FLOOR;
        }

        /// How the row is marked.
        public String word() {
            return isClear() ? "ok" : isNear() ? "near" : isGood() ? "busy" : "FAIL";
        }

        private boolean isNear() {
            return share + chance + PROCESS_CHANCE >= FLOOR;
        }

        /// Not below the floor.
        boolean isClear() {
            return share >= FLOOR;
        }
    }

    /// Judges one pipeline: a rule that looks bad meets the best size up to three times, as long as there is time, and
    /// its best share counts.
    public Verdict judge(String name, ChainPipeline pipeline, long ruleBytes, int workers) {
        long end = System.nanoTime() + LONGEST;
        Verdict best = compare(name, pipeline, ruleBytes, workers);
        for (int duel = 1; duel <= DUELS && !best.isClear() && (duel == 1 || System.nanoTime() < end); duel++) {
            Verdict verdict = duel(best, pipeline, workers, duel * PAIRS, end);
            best = verdict.share() > best.share() ? verdict : best;
        }
        return best;
    }

    private static Verdict compare(String name, ChainPipeline pipeline, long ruleBytes, int workers) {
        List<Long> sizes = new ArrayList<>(SIZES);
        sizes.add(RULE, 0L);
        Pass[] fastest = new Pass[sizes.size()];
        othersShare();
        long begin = System.nanoTime();
        for (int round = 0;
                round < MOST_ROUNDS && (round < FEWEST_ROUNDS || System.nanoTime() - begin < ENOUGH);
                round++) {
            for (int i = 0; i < fastest.length; i++) {
                fastest[i] = pass(pipeline, sizes.get(i), workers).faster(fastest[i]);
            }
        }
        int best = 1;
        for (int i = 2; i < fastest.length; i++) {
            best = fastest[i].bytesPerSecond() > fastest[best].bytesPerSecond() ? i : best;
        }
        int same = sizes.indexOf(ruleBytes);
        Pass rule = same < 0 ? fastest[RULE] : fastest[RULE].faster(fastest[same]);
        double share = rule.bytesPerSecond() / fastest[best].bytesPerSecond();
        return new Verdict(name, ruleBytes, rule, sizes.get(best), fastest[best], share, 0, othersShare() > QUIET);
    }

    /// The rule and the size that beat it, in turns: two passes of a pair see the same neighbours on the machine.
    private static Verdict duel(Verdict seen, ChainPipeline pipeline, int workers, int most, long end) {
        double[] ratios = new double[most];
        double[] speeds = new double[most];
        Pass rule = seen.rule();
        Pass best = seen.best();
        othersShare();
        int pairs = 0;
        for (; pairs < most && (pairs < PAIRS || System.nanoTime() < end); pairs++) {
            Pass own = pass(pipeline, 0, workers);
            Pass other = pass(pipeline, seen.bestBytes(), workers);
            ratios[pairs] = own.bytesPerSecond() / other.bytesPerSecond();
            speeds[pairs] = own.bytesPerSecond();
            rule = own.faster(rule);
            best = other.faster(best);
        }
        double[] taken = Arrays.copyOf(ratios, pairs);
        double median = quantile(Arrays.copyOf(speeds, pairs), 0.5);
        boolean isBusy = othersShare() > QUIET || median < STEADY * rule.bytesPerSecond();
        double chance = NOTCH * (quantile(taken, 0.75) - quantile(taken, 0.25)) / Math.sqrt(pairs);
        return new Verdict(
                seen.name(), seen.ruleBytes(), rule, seen.bestBytes(), best, quantile(taken, 0.5), chance, isBusy);
    }

    private static double quantile(double[] values, double part) {
        Arrays.sort(values);
        return values[(int) (part * values.length)];
    }

    private static Pass pass(ChainPipeline pipeline, long bytes, int workers) {
        return pipeline.run(settings -> sized(settings, bytes, workers));
    }

    /// What part of all cores other programs took since this was asked last.
    private static double othersShare() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getCpuLoad() - system.getProcessCpuLoad();
    }

    private static StreamingContext sized(StreamingContext settings, long bytes, int workers) {
        return settings.workers(workers).chunkBytes(bytes);
    }
}
