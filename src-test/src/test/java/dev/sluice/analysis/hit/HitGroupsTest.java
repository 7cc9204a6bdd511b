package dev.sluice.analysis.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.Gathered;
import dev.sluice.analysis.event.Coincidences;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.ThresholdHits;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Waveforms to hits, and hits of all channels to groups.
final class HitGroupsTest {
    private static final int WAVEFORMS = 400;
    private static final int SAMPLES = 60;
    private static final RecordType WAVES = Waveforms.type("<i2", SAMPLES);

    @ParameterizedTest
    @CsvSource({"1, anchored", "2, anchored", "3, chained", "4, chained"})
    void groupsOfHitsAreTheSameBytesWhateverTheChunksAndWorkers(long seed, String rule) {
        Records waves = waves(seed);
        for (String target : new String[] {"hit_threshold", "hit_windows", "hit_grouped", "hit_merged"}) {
            Records whole = stream(target, waves, rule, 100_000, 1);
            assertTrue(whole.count() > 50, target + " seed=" + seed + " count=" + whole.count());
            for (int chunk : new int[] {1, 7, 1000}) {
                for (int workers : new int[] {1, 2, 4, 8}) {
                    assertTrue(
                            Gathered.same(whole, stream(target, waves, rule, chunk, workers)),
                            target + " seed=" + seed + " chunk=" + chunk + " workers=" + workers);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void windowsAreInOrderOfTheirStartsAndNoneIsMissing(long seed) {
        Records waves = waves(seed);
        Records windows = stream("hit_windows", waves, "chained", 7, 2);
        Records hits = stream("hit_threshold", waves, "chained", 7, 2);
        assertEquals(hits.count(), windows.count(), "seed=" + seed);
        for (long i = 1; i < windows.count(); i++) {
            assertTrue(value(windows, "time", i) >= value(windows, "time", i - 1), "seed=" + seed + " window " + i);
        }
        long sum = 0;
        for (long i = 0; i < hits.count(); i++) {
            long width = value(hits, "edge_end", i) - value(hits, "edge_start", i);
            sum += 2 * width;
            sum -= value(windows, "endtime", i) - value(windows, "time", i);
        }
        assertEquals(0, sum, "seed=" + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void groupsLastFromTheirLeastStartToTheirGreatestEndOverAllChannels(long seed) {
        Records waves = waves(seed);
        Records windows = stream("hit_windows", waves, "chained", 50, 2);
        Records groups = stream("hit_grouped", waves, "chained", 50, 2);
        for (long i = 0; i < groups.count(); i++) {
            long first = value(groups, "first_hit", i);
            long end = Long.MIN_VALUE;
            long mask = 0;
            for (long k = first; k < first + value(groups, "n_hits", i); k++) {
                end = Math.max(end, value(windows, "endtime", k));
                mask |= 1L << value(windows, "channel", k);
            }
            assertEquals(value(windows, "time", first), value(groups, "time", i), "seed=" + seed);
            assertEquals(end, value(groups, "endtime", i), "seed=" + seed);
            assertEquals(mask, value(groups, "channel_mask", i), "seed=" + seed);
        }
    }

    /// Beyond 2^53 ps a float64 has no room for the last digit: there the Python package is 1 ps off.
    @Test
    void hitsAreExactToTheLastUnitAfterHoursOfPicoseconds() {
        RecordType hitType = ThresholdHits.TYPE;
        long late = (1L << 53) + 1;
        Records hits = Records.allocate(hitType, 3, Arena.ofAuto());
        for (int i = 0; i < 3; i++) {
            // The third one is so late that the run lasts until the others have started.
            hitType.longField("time").set(hits, i, late + 100 * (i / 2));
            hitType.longField("timestamp").set(hits, i, late + 20 + i + 100 * (i / 2));
            hitType.longField("position").set(hits, i, 10);
            hitType.longField("edge_start").set(hits, i, 5);
            hitType.longField("edge_end").set(hits, i, 15);
            hitType.doubleField("dt").set(hits, i, 2);
            hitType.longField("channel").set(hits, i, i);
        }
        Records windows = Gathered.stream(
                "hit_windows", 10, 1, Map.of(), new RecordSource("hit_threshold", hits), new HitWindows());
        assertEquals(late + 10, value(windows, "time", 0));
        assertEquals(late + 11, value(windows, "time", 1));
        assertEquals(late + 30, value(windows, "endtime", 0));
    }

    @Test
    void aHitLaterInItsWaveformThanWasToldEndsTheRunWithTheOption() {
        String message = assertThrows(
                        PipelineException.class,
                        () -> Gathered.stream(
                                "hit_windows",
                                10,
                                1,
                                Map.of("longest_waveform", "5"),
                                new RecordSource(Waveforms.DATA_TYPE, waves(9)),
                                new ThresholdHitFinder(),
                                new HitWindows()))
                .getMessage();
        assertTrue(message.contains("longest_waveform=5"), message);
    }

    private static long value(Records records, String field, long index) {
        return records.type().longField(field).get(records, index);
    }

    private static Records stream(String target, Records waves, String rule, int chunk, int workers) {
        Map<String, String> options = new HashMap<>();
        options.put("coincidence_rule", rule);
        options.put("window", "30");
        options.put("max_group_length", "600");
        options.put("longest_waveform", "150");
        options.put("merge_gap", "12");
        options.put("max_total_width", "100");
        return Gathered.stream(
                target,
                chunk,
                workers,
                options,
                new RecordSource(Waveforms.DATA_TYPE, waves),
                new ThresholdHitFinder(),
                new HitMerger(),
                new HitWindows(),
                Coincidences.ofHits());
    }

    /// Waveforms of 120 ns of four channels that overlap, with a few hits each.
    private static Records waves(long seed) {
        Random random = new Random(seed);
        Records waves = Records.allocate(WAVES, WAVEFORMS, Arena.ofAuto());
        long time = 1_000_000;
        for (int i = 0; i < WAVEFORMS; i++) {
            time += random.nextInt(15) == 0 ? 500 : 1 + random.nextInt(100);
            WAVES.longField("time").set(waves, i, time);
            WAVES.longField("endtime").set(waves, i, time + 2 * SAMPLES);
            WAVES.floatField("dt").set(waves, i, 2);
            WAVES.longField("length").set(waves, i, SAMPLES);
            WAVES.longField("channel").set(waves, i, random.nextInt(4));
            WAVES.longField("event").set(waves, i, i);
            for (int k = 0; k < SAMPLES; k++) {
                int signal = k >= 40 && random.nextInt(8) == 0 ? 50 : 0;
                WAVES.longField("wave").set(waves, i, k, 1000 - signal);
            }
        }
        return waves;
    }
}
