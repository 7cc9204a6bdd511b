package dev.sluice.context;

import dev.sluice.internal.run.OpenStream;
import dev.sluice.internal.run.PipelineStream;
import dev.sluice.stream.RunState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Decides, when the last stream of a run is closed by its readers, what is kept: what was computed for a target that
/// was read to its end, in a run in which nothing failed and no chunk was skipped. What was left early is handed to a
/// later run that goes on from there, if the store can and nothing is left out. Safe from any thread.
final class Savers {
    private final List<Saver> savers;
    private final Map<String, Set<String>> computedFor;
    private final AtomicInteger open;
    private final boolean skips;
    private List<OpenStream> readers = List.of();

    /// @param computedFor what is computed for each target
    /// @param readers     how many streams are read
    /// @param skips       whether what fails is left out, so that what was computed may lack something
    Savers(List<Saver> savers, Map<String, Set<String>> computedFor, int readers, boolean skips) {
        this.skips = skips;
        this.savers = savers;
        this.computedFor = computedFor;
        this.open = new AtomicInteger(readers);
    }

    /// Starts the savers on the last of `streams`; gives the first, for the reader.
    List<PipelineStream> start(List<PipelineStream> streams) {
        int count = open.get();
        List<PipelineStream> read = streams.subList(0, count);
        readers = read.stream().map(PipelineStream::open).toList();
        for (int i = 0; i < savers.size(); i++) {
            savers.get(i).start(streams.get(count + i));
        }
        return read;
    }

    void abort() {
        savers.forEach(Saver::abort);
    }

    /// A stream was closed; with the last one that is read, the data are kept or given up.
    ///
    /// @throws java.io.UncheckedIOException if a required store failed
    void closed(OpenStream stream) {
        boolean isRead = readers.stream().anyMatch(reader -> reader == stream);
        if (isRead && open.decrementAndGet() == 0) {
            finish();
        }
    }

    private void finish() {
        Set<String> complete = complete();
        for (Saver saver : savers) {
            if (!complete.contains(saver.dataType())) {
                leave(saver);
            }
        }
        awaitAll();
        long skipped = readers.get(0).summary().skippedChunks();
        for (Saver saver : savers) {
            conclude(saver, complete.contains(saver.dataType()), skipped);
        }
        savers.forEach(saver -> saver.failures().forEach(StoreFailure::throwIfRequired));
        savers.stream()
                .map(Saver::unclosed)
                .filter(failure -> failure != null)
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    /// Under the policy SKIP it is not known whether a later run would have the same chunks.
    private void leave(Saver saver) {
        if (skips) {
            saver.abort();
        } else {
            saver.suspend();
        }
    }

    /// What all of was computed, as what depends on it was read to the end.
    private Set<String> complete() {
        Set<String> complete = new LinkedHashSet<>();
        for (OpenStream reader : readers) {
            RunState state = reader.summary().state();
            if (state == RunState.FAILED) {
                return Set.of();
            }
            if (state == RunState.COMPLETED) {
                complete.addAll(computedFor.get(reader.dataType()));
            }
        }
        return complete;
    }

    private void awaitAll() {
        try {
            for (Saver saver : savers) {
                saver.await();
            }
        } catch (InterruptedException interrupted) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    private void conclude(Saver saver, boolean complete, long skipped) {
        boolean lossy = skips && saver.isLossy();
        if (complete && saver.isDrained() && skipped == 0 && !lossy) {
            saver.commit();
        } else {
            leave(saver);
        }
        if (complete && skipped == 0 && lossy) {
            readers.get(0)
                    .warn(saver.dataType()
                            + " is not kept, because data of the run were left out or lost, and would pass"
                            + " for all of it; run again with failure policy FAIL, which keeps what was recorded");
        }
        if (complete && skipped > 0) {
            readers.get(0)
                    .warn(saver.dataType() + " is not kept, because " + skipped
                            + " chunks of the run were skipped; mend what failed and run again");
        }
        saver.failures().forEach(failure -> readers.get(0).warn(failure.sentence()));
    }
}
