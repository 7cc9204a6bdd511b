package dev.sluice.benchmarks;

import dev.sluice.app.measure.BenchRequest;
import dev.sluice.app.measure.FilesRequest;
import dev.sluice.app.measure.Measurements;
import dev.sluice.app.measure.TuneRequest;
import dev.sluice.app.measure.TuningResult;
import dev.sluice.benchmarks.file.Commands;
import dev.sluice.benchmarks.file.FileBenchmark;
import dev.sluice.benchmarks.gate.Gate;
import dev.sluice.benchmarks.harness.MachineFacts;
import dev.sluice.benchmarks.harness.RunBenchmarks;
import dev.sluice.benchmarks.report.BenchmarkTable;
import dev.sluice.benchmarks.report.Measured;
import dev.sluice.benchmarks.report.ReportPage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// The benchmarks, as the command line finds them. Used by one thread.
public final class BenchmarkSuite implements Measurements {
    private static final List<String> QUICK = List.of("-f", "1", "-wi", "2", "-i", "3", "-w", "300ms", "-r", "300ms");
    private static final String PACKAGE = "dev\\.sluice\\.benchmarks\\.";

    /// Found as a service.
    public BenchmarkSuite() {}

    @Override
    public List<String> benchmarks() {
        TreeSet<String> names = new TreeSet<>();
        BenchmarkList.defaultList().getAll(null, List.of()).forEach(entry -> {
            String name = entry.getUsername();
            names.add(name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1));
        });
        return List.copyOf(names);
    }

    @Override
    public void bench(BenchRequest request, PrintStream out, PrintStream log) throws IOException {
        try {
            CommandLineOptions last = new CommandLineOptions(arguments(request));
            OptionsBuilder options = new OptionsBuilder();
            if (last.getIncludes().isEmpty()) {
                options.include(PACKAGE + ".*(" + request.pattern() + ")");
            }
            options.parent(last);
            if (request.json() != null) {
                options.resultFormat(ResultFormatType.JSON)
                        .result(request.json().toString());
            }
            Collection<RunResult> results = RunBenchmarks.run(options.build(), request.cpu(), log);
            MachineFacts.lines(RunBenchmarks.forkFlags()).forEach(out::println);
            BenchmarkTable.print(results, out);
            if (request.report() != null) {
                Files.writeString(
                        request.report(),
                        ReportPage.of(MachineFacts.lines(RunBenchmarks.forkFlags()), Measured.of(results)));
            }
        } catch (CommandLineOptionException wrong) {
            throw new IllegalArgumentException("options of JMH: " + wrong.getMessage(), wrong);
        } catch (RunnerException failure) {
            throw new IllegalStateException(told(failure), failure);
        }
    }

    /// JMH holds a lock while it runs, and reports it as any other failure.
    private static String told(RunnerException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Another JMH instance")
                ? "another benchmark is running on this machine, and the figures of both would be wrong; wait for it to end"
                : "a benchmark failed: " + message;
    }

    /// JMH takes an option once only: what the user gives takes the place of what a quick run would have.
    private static String[] arguments(BenchRequest request) {
        List<String> arguments = new ArrayList<>(request.jmhOptions());
        if (request.quick()) {
            for (int i = 0; i < QUICK.size(); i += 2) {
                if (!request.jmhOptions().contains(QUICK.get(i))) {
                    arguments.addAll(QUICK.subList(i, i + 2));
                }
            }
        }
        return arguments.toArray(String[]::new);
    }

    @Override
    public List<String> fileRuns() {
        return FileBenchmark.runs();
    }

    @Override
    public void files(FilesRequest request, PrintStream out, PrintStream log) throws IOException {
        new FileBenchmark(request, Commands.ofCheckout(), out, log).run();
    }

    @Override
    public boolean check(PrintStream out, PrintStream log) {
        return new Gate(out, log).isOpen();
    }

    @Override
    public TuningResult tune(TuneRequest request, PrintStream out, PrintStream log) {
        return new Tuning(request, out).run();
    }

    @Override
    public double shareOfBest(TuneRequest request, long chunkBytes, PrintStream out, PrintStream log) {
        return new Tuning(request, out).share(chunkBytes);
    }
}
