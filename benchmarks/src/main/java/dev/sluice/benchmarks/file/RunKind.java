package dev.sluice.benchmarks.file;

import java.util.List;
import java.util.Locale;

/// The runs that commands are measured on. Each is simulated, seeded, and repeats a block of records at later times.
enum RunKind {
    /// One `.npy` file of waveforms of 800 samples.
    NPY(800, 40, 90, 60, 400),
    /// A WaveDump file for each of 8 channels that trigger together, 800 samples an event.
    WAVEDUMP(800, 40, 90, 60, 400),
    /// One `.npy` file of strax's raw records: 494 channels, clusters of pulses in fragments of 110 samples.
    FRAGMENTS(110, 0, 0, 0, 0),
    /// One `.npy` file of few records of 100 000 samples, of which all are looked at.
    LONG(100_000, 40, 100_000, 60, 100_000);

    /// Channels of a WaveDump run.
    static final int CHANNELS = 8;

    private final int samples;
    private final List<Integer> ranges;

    RunKind(int samples, int... ranges) {
        this.samples = samples;
        this.ranges = java.util.Arrays.stream(ranges).boxed().toList();
    }

    /// Samples of a record.
    int samples() {
        return samples;
    }

    /// First sample and end of the range of the peak, then of the charge.
    List<Integer> ranges() {
        return ranges;
    }

    /// As it is named on the command line.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
