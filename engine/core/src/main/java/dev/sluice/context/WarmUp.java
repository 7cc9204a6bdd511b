package dev.sluice.context;

import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.source.MadeUpSource;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/// Runs plugins on made-up records until more of them make no chunk faster. Used once, by one thread; the memory is
/// that of the streams.
final class WarmUp {
    private static final long MOST_RECORDS = 4096;
    private static final long MOST_BYTES = 8L << 20;
    private static final long CHUNK = 16;
    private static final long CHUNK_BYTES = 64L << 10;
    private static final long LEAST_CHUNKS = 4096;
    // So many passes in a row that are no faster than the best one by a tenth.
    private static final int STEADY = 4;
    private static final double FASTER = 0.9;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    private final Context rehearsal;
    private final long began = System.nanoTime();
    private long chunkRecords = CHUNK;

    /// Runs the plugins of `rehearsal`, whose sources are replaced.
    WarmUp(Context rehearsal) {
        this.rehearsal = rehearsal;
    }

    void run(Collection<String> targets) {
        for (String dataType : new DependencyGraph(targets, rehearsal::plugin).order()) {
            if (rehearsal.plugin(dataType) instanceof SourcePlugin) {
                replace(dataType);
            }
        }
        targets.forEach(this::settle);
    }

    /// Neither a file is read nor live input is taken.
    private void replace(String dataType) {
        RecordType type = rehearsal.product(dataType).type();
        long records = Math.clamp(MOST_BYTES / type.size(), 1, MOST_RECORDS);
        chunkRecords = Math.min(chunkRecords, Math.max(1, CHUNK_BYTES / type.size()));
        rehearsal.register(new MadeUpSource(dataType, type, records));
    }

    private void settle(String target) {
        long best = Long.MAX_VALUE;
        long chunks = 0;
        int steady = 0;
        while ((chunks < LEAST_CHUNKS || steady < STEADY) && System.nanoTime() - began < LONGEST) {
            long from = System.nanoTime();
            chunks += pass(target);
            long took = System.nanoTime() - from;
            steady = took < FASTER * best ? 0 : steady + 1;
            best = Math.min(best, took);
        }
    }

    private long pass(String target) {
        return rehearsal
                .streaming("warm_up")
                .chunkRecords(chunkRecords)
                .onError(FailurePolicy.SKIP)
                .accumulate(target, 1L, (chunks, chunk) -> chunks + 1);
    }
}
