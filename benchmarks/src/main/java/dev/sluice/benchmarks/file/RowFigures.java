package dev.sluice.benchmarks.file;

import java.util.ArrayList;
import java.util.List;

/// What the turns of one row took; of one thread.
final class RowFigures {
    private final String run;
    private final long bytes;
    private final String name;
    private final String result;
    private final List<CommandClock.Taken> turns = new ArrayList<>();

    /// A row without turns, of a run of `bytes` bytes.
    RowFigures(String run, long bytes, String name, String result) {
        this.run = run;
        this.bytes = bytes;
        this.name = name;
        this.result = result;
    }

    /// One more turn.
    void add(CommandClock.Taken turn) {
        turns.add(turn);
    }

    /// The run, such as npy.
    String run() {
        return run;
    }

    /// Bytes of the run.
    long bytes() {
        return bytes;
    }

    /// Who computes.
    String name() {
        return name;
    }

    /// What is computed; empty if nothing is.
    String result() {
        return result;
    }

    /// Seconds on the clock.
    Spread seconds() {
        return Spread.of(turns.stream().mapToDouble(CommandClock.Taken::seconds).toArray());
    }

    /// Seconds of CPU.
    Spread cpu() {
        return Spread.of(turns.stream().mapToDouble(CommandClock.Taken::cpu).toArray());
    }

    /// The most memory of any turn, in bytes; 0 if it is not known.
    long peakBytes() {
        return turns.stream().mapToLong(CommandClock.Taken::peakBytes).max().orElse(0);
    }

    /// The turns, in order.
    List<CommandClock.Taken> turns() {
        return List.copyOf(turns);
    }

    /// GB/s of the run at the median; NaN where nothing is computed.
    double gigabytes() {
        return result.isEmpty() ? Double.NaN : 1e-9 * bytes / seconds().median();
    }
}
