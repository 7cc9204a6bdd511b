package dev.sluice.app.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// What measures this machine: the work of `./sluice bench` and `./sluice tune`. Used by one thread.
///
/// The benchmarks know the application, not the reverse, so that the command line does not carry them: they
/// are found as a service on the class path, where the launcher puts them for these two commands.
public interface Measurements {
    /// The names of all benchmarks, `Class.method`, sorted.
    List<String> benchmarks();

    /// Runs benchmarks: tables go to `out`, progress to `log`.
    ///
    /// @throws IOException if a file cannot be written
    /// @throws IllegalArgumentException if the CPU or an option of JMH is not one
    /// @throws IllegalStateException if a benchmark fails; the message names it
    void bench(BenchRequest request, PrintStream out, PrintStream log) throws IOException;

    /// The names of the runs of files that whole commands are measured on.
    List<String> fileRuns();

    /// Measures whole commands from file to file: the table goes to `out`, progress to `log`.
    ///
    /// @throws IOException if a file cannot be written
    /// @throws IllegalArgumentException if there is no room for the files or no launcher, or the system cannot measure
    /// commands
    /// @throws IllegalStateException if a command fails, or two that should compute the same do not
    void files(FilesRequest request, PrintStream out, PrintStream log) throws IOException;

    /// Runs the gate: true if nothing fell under its floor. The table goes to `out`, progress to `log`.
    boolean check(PrintStream out, PrintStream log);

    /// Measures chunk sizes for records and plugins, prints them in a table on `out`, and returns the best.
    TuningResult tune(TuneRequest request, PrintStream out, PrintStream log);

    /// The same, to find how chunks of `chunkBytes` compare now: their throughput by that of the best size.
    double shareOfBest(TuneRequest request, long chunkBytes, PrintStream out, PrintStream log);
}
