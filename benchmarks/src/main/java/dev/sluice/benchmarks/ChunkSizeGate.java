package dev.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.context.StreamingContext;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Streams runs in chunks of many sizes, the shipped rule's among them, turn by turn, and holds the rule to its share
/// of the best. Used by one thread.
///
/// Where other programs take a part of the machine, how fast several workers are is chance: then only a rule that is
/// far off closes the gate.
final class ChunkSizeGate {
    /// The share of the best size's throughput that the rule must reach.
    static final double FLOOR = 0.9;

    /// Bytes of a run: several times the caches, so that chunks come from DRAM as they do from a digitiser.
    static final long RUN_BYTES = 192L << 20;

    /// The share that is asked for on a busy machine.
    private static final double BUSY_FLOOR = 0.6;

    /// The part of all cores that other programs may take before the machine counts as busy.
    private static final double QUIET = 0.1;

    /// One, and up to three more, each longer than the one before.
    private static final int ATTEMPTS = 4;
    private static final int FEWEST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 8;
    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(2);
    private static final int RULE = 0;
    private static final List<Long> SIZES = List.of(16L << 10, 64L << 10, 256L << 10, 1L << 20, 4L << 20, 16L << 20);

    /// How the rule did in its best attempt.
    ///
    /// @param name      the case
    /// @param ruleBytes bytes per chunk that the rule gave
    /// @param rule      its fastest pass
    /// @param bestBytes the best of the other sizes
    /// @param best      the fastest pass of that
    /// @param isBusy    whether other programs disturbed the measurement
    record Verdict(String name, long ruleBytes, Pass rule, long bestBytes, Pass best, boolean isBusy) {
        /// The rule's throughput by that of the best size.
        double share() {
            return rule.bytesPerSecond() / best.bytesPerSecond();
        }

        /// Not below the floor, or not far below it on a busy machine.
        boolean isGood() {
            return isClear() || isBusy && share() >= BUSY_FLOOR;
        }

        /// Not below the floor.
        boolean isClear() {
            return share() >= FLOOR;
        }
    }

    /// Judges one pipeline; a case that looks bad is measured up to three times more, and the best counts.
    Verdict judge(String name, ChainPipeline pipeline, long ruleBytes, int workers) {
        Verdict best = null;
        for (int attempt = 0; attempt < ATTEMPTS && (best == null || !best.isClear()); attempt++) {
            Verdict verdict = measure(name, pipeline, ruleBytes, workers, attempt + 1);
            best = best == null || verdict.share() > best.share() ? verdict : best;
        }
        return best;
    }

    private static Verdict measure(String name, ChainPipeline pipeline, long ruleBytes, int workers, int length) {
        List<Long> sizes = new ArrayList<>(SIZES);
        sizes.add(RULE, 0L);
        Pass[] fastest = new Pass[sizes.size()];
        othersShare();
        long begin = System.nanoTime();
        for (int round = 0;
                round < length * MOST_ROUNDS
                        && (round < length * FEWEST_ROUNDS || System.nanoTime() - begin < length * ENOUGH);
                round++) {
            for (int i = 0; i < fastest.length; i++) {
                long bytes = sizes.get(i);
                fastest[i] = pipeline.run(settings -> sized(settings, bytes, workers))
                        .faster(fastest[i]);
            }
        }
        int best = 1;
        for (int i = 2; i < fastest.length; i++) {
            best = fastest[i].bytesPerSecond() > fastest[best].bytesPerSecond() ? i : best;
        }
        int same = sizes.indexOf(ruleBytes);
        Pass rule = same < 0 ? fastest[RULE] : fastest[RULE].faster(fastest[same]);
        return new Verdict(name, ruleBytes, rule, sizes.get(best), fastest[best], othersShare() > QUIET);
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
