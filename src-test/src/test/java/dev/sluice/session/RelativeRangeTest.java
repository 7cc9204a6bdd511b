package dev.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Outcome;
import dev.sluice.chunk.TimeRange;
import dev.sluice.record.TimeResolution;
import dev.sluice.session.request.RangeText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RelativeRangeTest {
    private static final long START = 1_600_000_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "10s:12s, 10000000000, 12000000000",
        "0ns:1.5us, 0, 1500",
        "-1ms:1h, -1000000, 3600000000000",
        "0.5min:2 min, 30000000000, 120000000000",
        "2000ps:3µs, 2, 3000",
    })
    void aSideWithAUnitCountsFromTheStartOfTheRun(String text, long from, long to) {
        TimeRange range = new RangeText(text).resolve(TimeResolution.NANOSECONDS, () -> START);
        assertEquals(new TimeRange(START + from, START + to), range);
    }

    @Test
    void sidesAreOfTheirOwnKindAndMayBeEmpty() {
        RangeText open = new RangeText("1s:");
        assertEquals(
                new TimeRange(START + 1_000_000_000, Long.MAX_VALUE),
                open.resolve(TimeResolution.NANOSECONDS, () -> START));
        RangeText mixed = new RangeText("5:1us");
        assertEquals(new TimeRange(5, 1_000_007), mixed.resolve(TimeResolution.PICOSECONDS, () -> 7));
    }

    @Test
    void theStartIsAskedForOnlyWhereItIsNeeded() {
        assertFalse(new RangeText("5:10").isRelative());
        assertEquals(new TimeRange(5, 10), new RangeText("5:10").resolve(TimeResolution.NANOSECONDS, () -> {
                    throw new AssertionError();
                }));
    }

    @ParameterizedTest
    @CsvSource({"10s", "1s:2s:3s", "1x:2s", "0.5ns:1s", "9000000000s:9000000001s", "2s:1s", "s:1s"})
    void whatIsNoRangeIsRefused(String text) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RangeText(text).resolve(TimeResolution.NANOSECONDS, () -> START),
                text);
    }

    @Test
    void aRunIsCutFromItsStart(@TempDir Path folder) {
        Path waves = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", "500", "--target", "st_waveforms_stream", "--out", waves)
                .succeeds();
        Path late = folder.resolve("late.npy");
        Outcome.of("convert", waves, late, "--time-range", "1ms:").succeeds();
        long start = Outcome.of("run", waves, "--json").json().get("start").getAsLong();
        long from = start + 1_000_000;
        String absolute = Outcome.of(
                        "run", waves, "--out", "-", "--quiet", "--time-range", from + ":" + (from + 500_000))
                .succeeds()
                .out();
        String relative = Outcome.of("run", waves, "--out", "-", "--quiet", "--time-range", "1ms:1.5ms")
                .succeeds()
                .out();
        assertTrue(absolute.lines().count() > 2, absolute);
        assertEquals(absolute, relative);
        Outcome.of("run", waves, "--time-range", "1ms:1 parsec").failsWith(2, "--time-range");
    }
}
