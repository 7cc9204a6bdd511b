package dev.sluice.benchmarks.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What a latency run says of the program, and what of its host.
class DelayWindowsTest {

    @Test
    void aStallCountsInTheWholeRunAndInItsOwnWindowOnly() {
        DelayWindows delays = new DelayWindows(2000, 200);
        for (int i = 0; i < 2000; i++) {
            delays.take(i >= 300 && i < 350 ? 2_000_000 : i % 200 + 1);
        }
        assertTrue(delays.percentile(99) > 1_900_000, "p99=" + delays.percentile(99));
        assertEquals(198, delays.windowed99());
        assertEquals(103, delays.percentile(50), 3);
    }

    @Test
    void anUnfinishedWindowDoesNotCountAndNoneIsNotANumber() {
        DelayWindows delays = new DelayWindows(250, 100);
        delays.take(-5);
        assertTrue(Double.isNaN(delays.windowed99()));
        for (int i = 1; i < 250; i++) {
            delays.take(i < 200 ? 7 : 1_000_000);
        }
        assertEquals(7, delays.windowed99());
    }
}
