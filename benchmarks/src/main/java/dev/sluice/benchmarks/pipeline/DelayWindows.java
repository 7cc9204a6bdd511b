package dev.sluice.benchmarks.pipeline;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Delays of one run, as a whole and window by window; for one thread.
///
/// Where a host takes a core away for milliseconds, it does so to more than one chunk in a hundred, and the 99th
/// percentile of a run is that of the host. The median of the 99th percentiles of short windows is that of the program:
/// most windows lie between two such moments.
final class DelayWindows {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;

    private final Histogram whole = new Histogram(LONGEST, DIGITS);
    private final Histogram window = new Histogram(LONGEST, DIGITS);
    private final int windowChunks;
    private final long[] windows;
    private int ended;

    /// For a run of so many chunks.
    DelayWindows(int chunks, int windowChunks) {
        this.windowChunks = windowChunks;
        this.windows = new long[chunks / windowChunks];
    }

    /// Takes the delay of a chunk that was due at this moment and is here now.
    void note(long due) {
        take(System.nanoTime() - due);
    }

    /// Takes a delay in ns; a chunk that is early has none.
    void take(long nanoseconds) {
        long delay = Math.min(LONGEST, Math.max(0, nanoseconds));
        whole.recordValue(delay);
        window.recordValue(delay);
        if (window.getTotalCount() == windowChunks && ended < windows.length) {
            windows[ended++] = window.getValueAtPercentile(99);
            window.reset();
        }
    }

    /// A percentile of all delays, in ns.
    double percentile(double percent) {
        return whole.getValueAtPercentile(percent);
    }

    /// The median, over the windows that ended, of the 99th percentile in each, in ns.
    double windowed99() {
        long[] sorted = Arrays.copyOf(windows, ended);
        Arrays.sort(sorted);
        return ended == 0 ? Double.NaN : sorted[ended / 2];
    }
}
