package dev.sluice.benchmarks;

import dev.sluice.kernels.SampleType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs benchmarks from the command line, with the flags that the engine needs in every fork.
///
/// Arguments are JMH's own: a regular expression that names benchmarks, and options such as `-p placement=L2`, `-f 1`
/// or `-rf json`. System properties of this JVM whose name starts with `sluice.` reach the forks.
public final class RunBenchmarks {

    private static final String C_ROWS = ".*\\.c[A-Z][A-Za-z0-9]*";

    private RunBenchmarks() {}

    /// Runs what the arguments name, then prints a table of ns and GB/s per record where records were counted.
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .addProfiler(GCProfiler.class)
                .jvmArgsPrepend(forkFlags().toArray(String[]::new));
        String obstacle = obstacleToC();
        if (obstacle != null) {
            options.exclude(C_ROWS);
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        printTable(results);
        if (obstacle != null) {
            System.out.println("The rows of C are absent. " + obstacle);
        }
    }

    private static List<String> forkFlags() {
        List<String> flags = new ArrayList<>(List.of(
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("sluice."))
                .forEach(name -> flags.add("-D" + name + "=" + System.getProperty(name)));
        return flags;
    }

    @SuppressWarnings("try")
    private static String obstacleToC() {
        try (NativeLibrary library = NativeLibrary.open("read_sweep.c")) {
            return null;
        } catch (IllegalStateException absent) {
            return absent.getMessage();
        }
    }

    private static void printTable(Collection<RunResult> results) {
        String format = "%-14s %-8s %-4s %9.2f %9.2f %9.2f %9.1f %9.1f%n";
        boolean headed = false;
        for (RunResult run : results) {
            Result<?> perRecord = run.getSecondaryResults().get("records");
            if (perRecord == null) {
                continue;
            }
            if (!headed) {
                headed = true;
                System.out.printf(
                        Locale.ROOT,
                        "%n%-14s %-8s %-4s %9s %9s %9s %9s %9s%n",
                        "row",
                        "samples",
                        "from",
                        "ns/record",
                        "least",
                        "most",
                        "GB/s",
                        "B/op");
            }
            String row = run.getParams().getBenchmark();
            String type = run.getParams().getParam("sampleType");
            double median = perRecord.getStatistics().getPercentile(50);
            System.out.printf(
                    Locale.ROOT,
                    format,
                    row.substring(row.lastIndexOf('.') + 1),
                    type,
                    run.getParams().getParam("placement"),
                    median,
                    perRecord.getStatistics().getMin(),
                    perRecord.getStatistics().getMax(),
                    WaveformBlock.stride(SampleType.valueOf(type)) / median,
                    bytesAllocated(run));
        }
        if (headed) {
            System.out.println("GB/s counts whole records, also where only the windows are read.");
        }
    }

    private static double bytesAllocated(RunResult run) {
        Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
        return allocated == null ? Double.NaN : allocated.getScore();
    }
}
