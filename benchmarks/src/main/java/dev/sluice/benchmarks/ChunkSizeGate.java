package dev.sluice.benchmarks;

import dev.sluice.context.StreamingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Streams runs in chunks of many sizes, the shipped rule's among them, turn by turn, and holds the rule to its share
/// of
/// the best. Used by one thread.
final class ChunkSizeGate {
    /// The share of the best size's throughput that the rule must reach.
    static final double FLOOR = 0.9;

    /// Bytes of a run: several times the caches, so that chunks come from DRAM as they do from a digitiser.
    static final long RUN_BYTES = 192L << 20;

    private static final int ATTEMPTS = 3;
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
    record Verdict(String name, long ruleBytes, Pass rule, long bestBytes, Pass best) {
        /// The rule's throughput by that of the best size.
        double share() {
            return rule.bytesPerSecond() / best.bytesPerSecond();
        }

        /// Not below the floor.
        boolean isGood() {
            return share() >= FLOOR;
        }
    }

    /// Judges one pipeline; a case that looks bad is measured up to three times, and the best counts.
    Verdict judge(String name, ChainPipeline pipeline, long ruleBytes, int workers) {
        Verdict best = null;
        for (int attempt = 0; attempt < ATTEMPTS && (best == null || !best.isGood()); attempt++) {
            Verdict verdict = measure(name, pipeline, ruleBytes, workers);
            best = best == null || verdict.share() > best.share() ? verdict : best;
        }
        return best;
    }

    private static Verdict measure(String name, ChainPipeline pipeline, long ruleBytes, int workers) {
        List<Long> sizes = new ArrayList<>(SIZES);
        sizes.add(RULE, 0L);
        Pass[] fastest = new Pass[sizes.size()];
        long begin = System.nanoTime();
        for (int round = 0;
                round < MOST_ROUNDS && (round < FEWEST_ROUNDS || System.nanoTime() - begin < ENOUGH);
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
        return new Verdict(name, ruleBytes, fastest[RULE], sizes.get(best), fastest[best]);
    }

    private static StreamingContext sized(StreamingContext settings, long bytes, int workers) {
        return settings.workers(workers).chunkBytes(bytes);
    }
}
