package dev.sluice.context;

import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.source.MadeUpRecords;
import dev.sluice.source.RecordSource;
import java.lang.foreign.Arena;
import java.util.List;

/// Runs plugins on made-up records until more of them make no chunk faster. Used once, by one thread.
final class WarmUp {
    private static final long SEED = 1;
    private static final long RECORDS = 8192;
    private static final long CHUNK = 16;
    private static final int LEAST_PASSES = 8;
    private static final int MOST_PASSES = 60;
    // So many passes in a row that are no faster than the best one by a tenth.
    private static final int STEADY = 4;
    private static final double FASTER = 0.9;

    private final Context rehearsal;

    /// Runs the plugins of `rehearsal`, whose sources are replaced.
    WarmUp(Context rehearsal) {
        this.rehearsal = rehearsal;
    }

    void run(List<String> targets) {
        try (Arena arena = Arena.ofShared()) {
            replaceSources(arena);
            for (String target : targets) {
                settle(target);
            }
        }
    }

    /// Neither files are read nor live input is taken.
    private void replaceSources(Arena arena) {
        rehearsal.plugins().stream()
                .filter(SourcePlugin.class::isInstance)
                .flatMap(source -> source.spec().products().stream())
                .forEach(product -> rehearsal.register(source(product, arena)));
    }

    private static RecordSource source(Product product, Arena arena) {
        return new RecordSource(product.dataType(), MadeUpRecords.of(product.type(), RECORDS, SEED, arena));
    }

    private void settle(String target) {
        long best = Long.MAX_VALUE;
        int steady = 0;
        for (int pass = 0; pass < MOST_PASSES && (pass < LEAST_PASSES || steady < STEADY); pass++) {
            long began = System.nanoTime();
            rehearsal
                    .streaming("warm_up")
                    .chunkRecords(CHUNK)
                    .onError(FailurePolicy.SKIP)
                    .forEach(target, chunk -> {});
            long took = System.nanoTime() - began;
            steady = took < FASTER * best ? 0 : steady + 1;
            best = Math.min(best, took);
        }
    }
}
