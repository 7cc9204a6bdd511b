package dev.sluice.app.run;

import dev.sluice.session.Processing;
import dev.sluice.session.RunReport;
import dev.sluice.session.Session;
import dev.sluice.session.SessionException;
import dev.sluice.session.output.OutputPattern;
import dev.sluice.session.output.OutputSelection;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Streams many inputs, some at a time, with the same options; a run that fails does not stop the others. Used once, by
/// one thread, which waits for all.
///
/// @param inputs     what is read, a run each
/// @param names      the names of the runs
/// @param atATime    how many runs share the machine and its memory
/// @param processing what is computed
/// @param outputs    where it goes
public record ManyRuns(
        List<Path> inputs, List<String> names, int atATime, Processing processing, OutputPattern outputs) {
    private static final int PATIENCE_IN_SECONDS = 30;

    /// Refuses, before any run begins, runs whose outputs would be one file, and outputs that are inputs.
    public ManyRuns {
        outputs.requireDistinct(names);
        for (String name : names) {
            outputs.of(name, processing.targets()).values().forEach(file -> file.requireNoneOf(inputs));
        }
    }

    /// Streams all; the outcomes in the order of the inputs.
    ///
    /// @throws IllegalStateException if the thread is interrupted: all runs are stopped then
    public List<RunOutcome> stream(RunsProgress progress) {
        List<Callable<RunOutcome>> tasks = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Path path = inputs.get(i);
            String name = names.get(i);
            tasks.add(() -> outcome(path, name, progress));
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                atATime, Thread.ofPlatform().daemon().name("sluice-run-", 1)::unstarted);
        try {
            List<RunOutcome> outcomes = new ArrayList<>();
            for (Future<RunOutcome> ended : threads.invokeAll(tasks)) {
                outcomes.add(ended.get());
            }
            return outcomes;
        } catch (InterruptedException stopped) {
            throw stopped(threads, stopped);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a run ended without an outcome: " + impossible.getCause(), impossible);
        } finally {
            threads.shutdownNow();
        }
    }

    /// Waits until the runs have removed what they began.
    private static IllegalStateException stopped(ExecutorService threads, InterruptedException stopped) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            stopped.addSuppressed(again);
        }
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while the runs went on: all were stopped", stopped);
    }

    private RunOutcome outcome(Path path, String runId, RunsProgress progress) {
        long started = System.nanoTime();
        RunReport report = null;
        Throwable failure = null;
        try {
            report = stream(path, runId, progress);
        } catch (Throwable thrown) {
            // Whatever it is, it is the failure of this run alone.
            failure = thrown instanceof SessionException ? thrown.getCause() : thrown;
        }
        progress.ended(failure == null);
        return new RunOutcome(runId, path, report, failure, (System.nanoTime() - started) / 1e9);
    }

    private RunReport stream(Path path, String runId, RunsProgress progress) {
        Map<String, OutputSelection> files = outputs.of(runId, processing.targets());
        try (Session run = processing.session(path, runId, atATime)) {
            return run.write(files, OutputStream.nullOutputStream(), progress::watch);
        }
    }
}
