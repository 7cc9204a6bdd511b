package dev.sluice.benchmarks.harness;

import dev.sluice.benchmarks.report.BenchmarkTable;
import dev.sluice.benchmarks.twin.NativeLibrary;
import dev.sluice.executor.CpuPinning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs benchmarks of JMH with the flags that the engine needs in every fork. Used by one thread.
///
/// Benchmarks whose method is named `c` and a capital call C: they are left out where there is no compiler. System
/// properties of this JVM whose name starts with `sluice.` reach the forks.
public final class RunBenchmarks {
    /// The flags that every JVM needs which runs the engine and JMH.
    public static final List<String> FLAGS = List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:PerMethodTrapLimit=100000",
            "-XX:PerMethodRecompilationCutoff=100000",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Set<String> OF_THE_TERMINAL = Set.of("sluice.stderr", "sluice.terminal", "sluice.columns");
    private static final String C_ROWS = ".*\\.c[A-Z][A-Za-z0-9]*";

    private RunBenchmarks() {}

    /// Runs what JMH's own arguments name, then prints the table.
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Options options = new CommandLineOptions(arguments);
        BenchmarkTable.print(run(options, null, System.out), System.out);
    }

    /// Runs what the options name, on one CPU if `cpu` is not null; progress goes to `log`.
    public static Collection<RunResult> run(Options wanted, Integer cpu, PrintStream log) throws RunnerException {
        if (cpu != null) {
            // The forks inherit the affinity of the thread that starts them.
            CpuPinning.pinCurrentThread(cpu);
        }
        MachineFacts.lines(forkFlags()).forEach(log::println);
        ChainedOptionsBuilder options = new OptionsBuilder().parent(wanted).addProfiler(GCProfiler.class);
        if (!wanted.getJvmArgs().hasValue()) {
            options.jvmArgs(forkFlags().toArray(String[]::new));
        }
        if (cpu != null) {
            options.param("cpu", String.valueOf(cpu));
        }
        String obstacle = obstacleToC();
        if (obstacle != null) {
            options.exclude(C_ROWS);
            log.println("The rows of C are left out. " + obstacle);
        }
        VerboseMode verbosity = wanted.verbosity().orElse(VerboseMode.NORMAL);
        return new Runner(options.build(), OutputFormatFactory.createFormatInstance(log, verbosity)).run();
    }

    /// The flags of a JVM that runs benchmarks, with the properties of Sluice in this one.
    public static List<String> forkFlags() {
        List<String> flags = new ArrayList<>(FLAGS);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("sluice.") && !OF_THE_TERMINAL.contains(name))
                .sorted()
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
}
