package dev.sluice.app.console;

import dev.sluice.session.ProgressDisplay;
import dev.sluice.stream.RunSummary;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// One line on the terminal that shows how far a run is: redrawn ten times a second by a thread of its own, which only
/// reads the run's counters, and erased at the end.
public final class ProgressBar implements ProgressDisplay {
    private static final long PERIOD_MILLIS = 100;
    private static final int WIDEST_BAR = 30;
    private static final int LEAST_FOR_A_BAR = 60;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final int columns;
    private final IntFunction<String> line;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread painter =
            Thread.ofPlatform().daemon().name("sluice-progress").unstarted(this::paint);
    private boolean drawn;

    private ProgressBar(Console console, IntFunction<String> line) {
        this.err = console.err();
        this.columns = console.columns();
        this.line = line;
    }

    /// Starts to show a run of `total` records, or one of unknown length if that is 0.
    public static ProgressBar start(Console console, Supplier<RunSummary> run, long total) {
        return start(console, columns -> line(run.get(), total, columns));
    }

    /// Starts to show what `line` returns for a terminal of so many columns.
    public static ProgressBar start(Console console, IntFunction<String> line) {
        ProgressBar bar = new ProgressBar(console, line);
        bar.painter.start();
        return bar;
    }

    private void paint() {
        Thread eraser = new Thread(this::erase, "sluice-progress-eraser");
        Runtime.getRuntime().addShutdownHook(eraser);
        try {
            while (!ended.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                draw(line.apply(columns));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            erase();
            removeHook(eraser);
        }
    }

    private static void removeHook(Thread eraser) {
        try {
            Runtime.getRuntime().removeShutdownHook(eraser);
        } catch (IllegalStateException exiting) {
            // The process ends already, and the hook has run or will.
        }
    }

    private synchronized void draw(String line) {
        if (ended.getCount() > 0) {
            err.print("\r" + line + "\u001b[K");
            err.flush();
            drawn = true;
        }
    }

    private synchronized void erase() {
        ended.countDown();
        if (drawn) {
            err.print(ERASE);
            err.flush();
            drawn = false;
        }
    }

    /// Erases the bar; waits for its thread for a second at most.
    @Override
    public void close() {
        ended.countDown();
        try {
            painter.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The line for a run that got as far as `run` says, of `total` records (0: unknown), in fewer than `columns`
    /// columns.
    static String line(RunSummary run, long total, int columns) {
        double rate = run.seconds() > 0 ? run.bytes() / run.seconds() / 1e6 : 0;
        String counts = String.format(Locale.ROOT, "%,d records  %.0f MB/s", run.records(), rate);
        if (total <= 0) {
            return cut(counts + "  " + duration(run.seconds()), columns);
        }
        double part = Math.min(1, run.records() / (double) total);
        String percent = String.format(Locale.ROOT, "%3d%%  ", (int) (100 * part));
        String left = run.records() == 0 ? "" : "  ETA " + duration(run.seconds() * (1 - part) / part);
        String text = percent + counts + left;
        // A fixed share of the line, so that the text stays in place while its numbers grow.
        int width = Math.min(WIDEST_BAR, columns / 4);
        return cut(columns < LEAST_FOR_A_BAR ? text : bar(part, width) + " " + text, columns);
    }

    private static String bar(double part, int width) {
        int full = (int) (part * width);
        return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }

    private static String duration(double seconds) {
        long whole = Math.round(Math.min(seconds, 359_999));
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /// The last column stays free: some terminals wrap as soon as it is filled.
    private static String cut(String line, int columns) {
        return line.substring(0, Math.max(0, Math.min(line.length(), columns - 1)));
    }
}
