package dev.sluice.session;

import dev.sluice.record.RecordType;
import dev.sluice.session.output.OutputSelection;
import dev.sluice.session.output.RecordSelection;
import dev.sluice.session.output.RecordSink;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.RunSummary;
import dev.sluice.stream.StageStatistics;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Streams a prepared run into its outputs, which appear only if all went well. For one thread; used once.
final class RunExecution implements AutoCloseable {
    private final Session run;
    private final Map<String, OutputSelection> outputs;
    private final List<RecordSink> sinks = new ArrayList<>();
    private List<StageStatistics> stages = List.of();

    private RunExecution(Session run, Map<String, OutputSelection> outputs) {
        this.run = run;
        this.outputs = outputs;
    }

    /// Streams the run; `showing` starts to show how far it is.
    ///
    /// @throws RuntimeException if it fails: no output is left then
    static RunReport of(
            Session run,
            Map<String, OutputSelection> outputs,
            OutputStream standardOutput,
            Function<Supplier<RunSummary>, ? extends ProgressDisplay> showing) {
        SelectionRequest selection = run.selection();
        // Records that cannot be tested are left out, counted and listed by the engine.
        run.streaming()
                .select(run.skips() ? selection.condition() : "")
                .columns()
                .dropColumns();
        List<RecordSelection> selections = run.targets().stream()
                .map(target -> selection.of(target, run.type(target), run.inputType()))
                .toList();
        try (RunExecution execution = new RunExecution(run, outputs)) {
            for (int i = 0; i < run.targets().size(); i++) {
                OutputSelection output = outputs.get(run.targets().get(i));
                RecordType type = selections.get(i).type();
                execution.sinks.add(selections
                        .get(i)
                        .before(output.open(type, run.origin(run.targets().get(i)), standardOutput)));
            }
            List<RunSummary> summaries = execution.drain(showing);
            execution.sinks.forEach(RecordSink::commit);
            return execution.report(summaries);
        }
    }

    /// Closes the streams before the outputs are committed: a run that does not even end well leaves no file.
    private List<RunSummary> drain(Function<Supplier<RunSummary>, ? extends ProgressDisplay> showing) {
        List<ChunkStream> streams = run.start();
        try {
            ProgressDisplay progress = showing.apply(streams.get(0)::summary);
            try {
                StreamReaders.drain(streams, sinks);
            } finally {
                progress.close();
            }
        } catch (RuntimeException | Error failure) {
            closeAfter(failure, streams);
            throw failure;
        }
        List<RunSummary> summaries = streams.stream().map(ChunkStream::summary).toList();
        stages = streams.get(0).statistics().stages();
        streams.forEach(ChunkStream::close);
        return summaries;
    }

    /// What the streams say when they are closed hides no failure that came before.
    private static void closeAfter(Throwable failure, List<ChunkStream> streams) {
        for (ChunkStream stream : streams) {
            try {
                stream.close();
            } catch (RuntimeException late) {
                failure.addSuppressed(late);
            }
        }
    }

    private RunReport report(List<RunSummary> summaries) {
        List<TargetReport> targets = new ArrayList<>();
        for (int i = 0; i < summaries.size(); i++) {
            String target = run.targets().get(i);
            RecordSink sink = sinks.get(i);
            targets.add(new TargetReport(
                    target, summaries.get(i), outputs.get(target), sink.records(), sink.bytes(), sink.statistics()));
        }
        return new RunReport(
                targets,
                run.runId(),
                run.input().title(),
                run.workers(),
                run.timeUnit(),
                RunReport.KernelsInUse.now(),
                run.input().warnings(),
                findings(targets),
                stages);
    }

    private List<String> findings(List<TargetReport> targets) {
        if (run.range().isUnbounded() || targets.stream().anyMatch(target -> target.records() > 0)) {
            return List.of();
        }
        String unit = run.timeUnit();
        return List.of(EmptyRange.note(run.input(), run.range(), unit));
    }

    @Override
    public void close() {
        sinks.forEach(RecordSink::close);
    }
}
