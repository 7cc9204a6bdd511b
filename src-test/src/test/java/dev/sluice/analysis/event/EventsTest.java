package dev.sluice.analysis.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.Gathered;
import dev.sluice.plugin.OptionValues;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventsTest {
    private static final RecordType PEAKS = RecordType.of("time:<i8", "endtime:<i8", "area:<f4");
    private static final Map<String, String> OPTIONS = Map.of(
            "trigger_min_area", "100",
            "left_event_extension", "500",
            "right_event_extension", "700",
            "max_event_length", "6000");

    @Test
    void anEventReachesFromBeforeItsFirstTriggerToBehindItsLatestEnd() {
        Records peaks = peaks(new long[][] {
            {1000, 1050, 5},
            {2000, 2100, 200},
            {2300, 2400, 101},
            {2700, 2800, 100},
            {3600, 3650, 150},
            {4851, 4900, 500}
        });
        Records events = stream("events", peaks, 1, 1);
        // The gap of 1200 after 2400 is bridged, that of 1201 after 3650 is not; 100 PE do not trigger.
        assertEquals(2, events.count());
        assertEquals(1500, value(events, "time", 0));
        assertEquals(4350, value(events, "endtime", 0));
        assertEquals(0, value(events, "event_number", 0));
        assertEquals(4351, value(events, "time", 1));
        assertEquals(5600, value(events, "endtime", 1));
        assertEquals(1, value(events, "event_number", 1));
    }

    @Test
    void eventsThatWouldOverlapAreRefused() {
        Map<String, String> options =
                Map.of("left_event_extension", "500", "right_event_extension", "700", "max_event_length", "1200");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new Events().demand(options(options)));
        assertTrue(refused.getMessage().contains("max_event_length=1200"), refused.getMessage());
    }

    private static OptionValues options(Map<String, String> settings) {
        return OptionValues.of(new Events(), settings);
    }

    @Test
    void basicsTellPeaksAreaAndTheLargestPeak() {
        Records peaks = peaks(new long[][] {
            {1000, 1050, 5},
            {1500, 1550, 7},
            {2000, 2100, 200},
            {2300, 2400, 300},
            {2700, 2800, 300},
            {3450, 3600, 9},
        });
        Records basics = stream("event_basics", peaks, 1, 2);
        assertEquals(1, basics.count());
        assertEquals(1500, value(basics, "time", 0));
        assertEquals(3500, value(basics, "endtime", 0));
        assertEquals(4, value(basics, "n_peaks", 0));
        assertEquals(807, basics.type().floatField("area").get(basics, 0));
        assertEquals(2, value(basics, "largest_peak", 0));
        assertEquals(2300, value(basics, "largest_peak_time", 0));
        assertEquals(2400, value(basics, "largest_peak_endtime", 0));
        assertEquals(300, basics.type().floatField("largest_peak_area").get(basics, 0));
    }

    /// K12: an area that is no number is the largest only where all are.
    @Test
    void aPeakWithoutAnAreaIsNotTheLargest() {
        Records peaks = peaks(new long[][] {{1500, 1550, 7}, {2000, 2100, 200}, {2300, 2400, 300}});
        PEAKS.floatField("area").set(peaks, 0, Float.NaN);
        Records basics = stream("event_basics", peaks, 1, 1);
        assertEquals(1, basics.count());
        assertEquals(3, value(basics, "n_peaks", 0));
        assertEquals(Float.NaN, basics.type().floatField("area").get(basics, 0));
        assertEquals(2, value(basics, "largest_peak", 0));
        assertEquals(300, basics.type().floatField("largest_peak_area").get(basics, 0));
    }

    @Test
    void anEventThatWouldStartBeforeTheRunBeginsWithIt() {
        Records events = stream("events", peaks(new long[][] {{2000, 2100, 200}}), 1, 1);
        assertEquals(2000, value(events, "time", 0));
        assertEquals(2800, value(events, "endtime", 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void eventsThatStraddleChunksAreTheSameBytesWhateverTheChunksAndWorkers(long seed) {
        Records peaks = crowded(seed);
        for (String target : new String[] {"events", "event_basics"}) {
            Records whole = stream(target, peaks, 100_000, 1);
            assertTrue(whole.count() > 10, "seed=" + seed + " events=" + whole.count());
            for (int chunk : new int[] {1, 7, 1000}) {
                for (int workers : new int[] {1, 2, 4, 8}) {
                    assertTrue(
                            Gathered.same(whole, stream(target, peaks, chunk, workers)),
                            target + " seed=" + seed + " chunk=" + chunk + " workers=" + workers);
                }
            }
        }
    }

    private static long value(Records records, String field, long index) {
        return records.type().longField(field).get(records, index);
    }

    private static Records stream(String target, Records peaks, int chunk, int workers) {
        return Gathered.stream(
                target, chunk, workers, OPTIONS, new RecordSource("peaks", peaks), new Events(), new EventBasics());
    }

    private static Records peaks(long[][] rows) {
        Records records = Records.allocate(PEAKS, rows.length, Arena.ofAuto());
        for (int i = 0; i < rows.length; i++) {
            PEAKS.longField("time").set(records, i, rows[i][0]);
            PEAKS.longField("endtime").set(records, i, rows[i][1]);
            PEAKS.floatField("area").set(records, i, rows[i][2]);
        }
        return records;
    }

    /// Peaks so close that events follow each other, some of the greatest length.
    private static Records crowded(long seed) {
        Random random = new Random(seed);
        long[][] rows = new long[600][];
        long time = 1_000_000;
        for (int i = 0; i < rows.length; i++) {
            time += random.nextInt(20) == 0 ? 3000 : random.nextInt(400);
            rows[i] = new long[] {time, time + 1 + random.nextInt(300), random.nextInt(3) == 0 ? 200 : 50};
        }
        return peaks(rows);
    }
}
