package dev.sluice.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Outcome;
import dev.sluice.session.ProgressDisplay;
import dev.sluice.stream.DropCounts;
import dev.sluice.stream.RunState;
import dev.sluice.stream.RunSummary;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressBarTest {
    private static RunSummary after(long records, double seconds) {
        return new RunSummary(
                records,
                1,
                records * 1000,
                0,
                0,
                seconds,
                0,
                0,
                0,
                List.of(),
                0,
                RunState.RUNNING,
                List.of(),
                List.of(),
                DropCounts.NONE);
    }

    @Test
    void showsShareRecordsSpeedAndTimeLeft() {
        assertEquals(
                "[#####...............]  25%  250,000 records  125 MB/s  ETA 0:06",
                ProgressBar.line(after(250_000, 2), 1_000_000, 80));
    }

    @Test
    void showsOnlyCountersWhereTheTotalIsUnknown() {
        assertEquals("250,000 records  125 MB/s  0:02", ProgressBar.line(after(250_000, 2), 0, 80));
    }

    @Test
    void promisesNoTimeBeforeTheFirstRecord() {
        assertFalse(ProgressBar.line(after(0, 1), 100, 80).contains("ETA"));
    }

    @Test
    void neverShowsMoreThanAll() {
        assertTrue(ProgressBar.line(after(200, 1), 100, 80).contains("100%"));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 59, 60, 61, 80, 119, 200})
    void fitsTheTerminalWithAColumnToSpare(int columns) {
        for (long records : new long[] {0, 1, 999_999_999, 999_999_999_999L}) {
            String line = ProgressBar.line(after(records, 100_000), 1_000_000_000_000L, columns);
            assertTrue(line.length() < columns, () -> line + " is too wide for " + columns);
        }
    }

    @Test
    void isErasedAtTheEnd() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            CountDownLatch drawn = new CountDownLatch(1);
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream terminal = new PrintStream(err, true) {
                @Override
                public void flush() {
                    super.flush();
                    drawn.countDown();
                }
            };
            Console console = new Console(OutputStream.nullOutputStream(), terminal, true, 80);
            ProgressDisplay bar = ProgressBar.start(console, () -> after(5, 1), 10);
            drawn.await();
            bar.close();
            assertTrue(err.toString().startsWith("\r[##########..........]  50%"), err::toString);
            assertTrue(err.toString().endsWith("\r\u001b[K"), err::toString);
        });
    }

    @Test
    void nothingIsDrawnOnAPipe() {
        Outcome run = Outcome.of("run", "--sim-records", 2000).succeeds();
        assertEquals("", run.err());
        assertFalse(run.out().contains("\r"));
    }
}
