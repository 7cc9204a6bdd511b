package dev.sluice.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.event.Peaks;
import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.RecordCutter;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// D1, C1 and N1: pulses in fragments, of so many channels that one is always open, under ranges of time that cut them.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PulsesUnderARangeTest {
    private static final int SAMPLES = 20;
    private static final int DT = 10;
    private static final RecordType RAW = StraxTypes.rawRecord(SAMPLES);
    private static final List<String> TARGETS =
            List.of("raw_records", "records", "records_cut", "hits", "fragment_fir", "peaks");

    static LongStream seeds() {
        return LongStream.range(0, 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRangeThatCutsPulsesIsTheWholeRunClipped(long seed) {
        Random random = new Random(seed);
        Records raw = pulses(random, 60, 3 + random.nextInt(40));
        List<Records> whole = run(raw, TARGETS, TimeRange.UNBOUNDED, 1000, FailurePolicy.FAIL);
        assertTrue(whole.get(3).count() > 20, "seed=" + seed);
        long last = RAW.times().start(raw, raw.count() - 1) + 400;
        for (int i = 0; i < 12; i++) {
            long start = random.nextLong(-50, last);
            TimeRange range = TimeRange.of(
                    random.nextInt(6) == 0 ? Long.MIN_VALUE : start,
                    random.nextInt(6) == 0 ? Long.MAX_VALUE : start + random.nextLong(1, 1500));
            int chunk = new int[] {1, 7, 1000}[i % 3];
            FailurePolicy policy = FailurePolicy.values()[i % 2];
            String message = "seed=" + seed + " range=" + range + " chunk=" + chunk + " " + policy;
            List<Records> part = run(raw, TARGETS, range, chunk, policy);
            for (int target = 0; target < TARGETS.size(); target++) {
                assertSame(clip(whole.get(target), range), part.get(target), message + " " + TARGETS.get(target));
                Records alone = run(raw, List.of(TARGETS.get(target)), range, chunk, policy)
                        .get(0);
                assertSame(clip(whole.get(target), range), alone, message + " alone " + TARGETS.get(target));
            }
        }
    }

    @Test
    void aBoundInsideOfPulsesOfTwoHundredChannelsGivesTheHitsThatStartInTheRange() {
        Records raw = pulses(new Random(77), 2000, 200);
        Records whole = run(raw, List.of("hits"), TimeRange.UNBOUNDED, 1000, FailurePolicy.FAIL)
                .get(0);
        TimeRange range = TimeRange.of(3001, 4999);
        Records part = run(raw, List.of("hits"), range, 50, FailurePolicy.FAIL).get(0);
        assertTrue(part.count() > 100, "hits=" + part.count());
        assertSame(clip(whole, range), part, "seed=77");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60_010, 100_000, 333_333})
    void aRangeOfTheSimulatedDetectorIsItsWholeRunClipped(long start) {
        List<String> targets = List.of("raw_records", "records", "hits");
        List<Records> whole = simulated(targets, TimeRange.UNBOUNDED);
        for (long end : new long[] {start + 1000, start + 200_000, Long.MAX_VALUE}) {
            TimeRange range = TimeRange.of(start, end);
            List<Records> part = simulated(targets, range);
            for (int target = 0; target < targets.size(); target++) {
                assertSame(clip(whole.get(target), range), part.get(target), range + " " + targets.get(target));
            }
        }
    }

    private static List<Records> simulated(List<String> targets, TimeRange range) {
        try (Context context = Context.create()
                .register(SimulatedFragments.ofRecords(600).withSeed(3), new PulseRecords(), new HitFinder())) {
            return context.streaming("r").chunkRecords(50).getArrays(Arena.ofAuto(), targets, range).stream()
                    .map(Chunk::records)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "strax"})
    void recordIOfAHitIsTheIndexOfItsRecordInTheRun(String compatibility) {
        Records raw = pulses(new Random(5), 120, 9);
        Records records = run(raw, List.of("records"), TimeRange.UNBOUNDED, 1000, FailurePolicy.FAIL)
                .get(0);
        Records first = null;
        for (int chunk : new int[] {1, 7, 20, 1000}) {
            for (TimeRange range : List.of(TimeRange.UNBOUNDED, TimeRange.of(1111, Long.MAX_VALUE))) {
                Records hits = run(raw, List.of("hits"), range, chunk, FailurePolicy.FAIL, compatibility)
                        .get(0);
                assertTrue(hits.count() > 20, "hits=" + hits.count());
                assertFindRecords(hits, records, "chunk=" + chunk + " " + range);
                first = first == null ? hits : first;
                assertSame(clip(first, range), hits, "chunk=" + chunk + " " + range);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FailurePolicy.class)
    void recordIOfAHitCountsRecordsThatWereLeftOutNowhere(FailurePolicy policy) {
        Records raw = pulses(new Random(6), 120, 9);
        boolean skips = policy == FailurePolicy.SKIP;
        if (skips) {
            breakLonePulses(raw, 2);
        }
        Records records =
                run(raw, List.of("records"), TimeRange.UNBOUNDED, 1000, policy).get(0);
        assertEquals(raw.count() - (skips ? 2 : 0), records.count());
        for (TimeRange range : List.of(TimeRange.UNBOUNDED, TimeRange.of(2222, Long.MAX_VALUE))) {
            Records hits = run(raw, List.of("hits"), range, 7, policy).get(0);
            assertTrue(hits.count() > 20, "hits=" + hits.count());
            assertFindRecords(hits, records, policy + " " + range);
        }
    }

    /// Gives the first pulses of one fragment a length that no fragment has.
    private static void breakLonePulses(Records raw, int wanted) {
        int broken = 0;
        for (long i = 0; broken < wanted; i++) {
            if (RAW.longField("pulse_length").get(raw, i) <= SAMPLES) {
                RAW.longField("length").set(raw, i, broken++ == 0 ? SAMPLES + 1 : -1);
            }
        }
    }

    /// The record of a hit is of its channel, and the hit begins at its sample `left`.
    private static void assertFindRecords(Records hits, Records records, String message) {
        RecordType hit = hits.type();
        for (long i = 0; i < hits.count(); i++) {
            long record = hit.longField("record_i").get(hits, i);
            String which = message + " hit " + i + " record_i=" + record;
            assertTrue(record >= 0 && record < records.count(), which);
            long start =
                    hit.longField("time").get(hits, i) - hit.longField("left").get(hits, i) * DT;
            assertEquals(records.type().longField("time").get(records, record), start, which);
            assertEquals(
                    records.type().longField("channel").get(records, record),
                    hit.longField("channel").get(hits, i),
                    which);
        }
    }

    /// Pulses of 1 to 4 fragments, in random channels at random times, such that those of a channel do not overlap.
    private static Records pulses(Random random, int pulses, int channels) {
        long[] free = new long[channels];
        List<long[]> fragments = new ArrayList<>();
        long time = 0;
        for (int pulse = 0; pulse < pulses; pulse++) {
            time += random.nextInt(120);
            int channel = random.nextInt(channels);
            if (free[channel] > time) {
                continue;
            }
            int length = 1 + random.nextInt(4 * SAMPLES);
            free[channel] = time + (long) length * DT;
            for (int i = 0; i * SAMPLES < length; i++) {
                fragments.add(new long[] {
                    time + (long) i * SAMPLES * DT, channel, i, length, Math.min(SAMPLES, length - i * SAMPLES)
                });
            }
        }
        fragments.sort((a, b) -> a[0] == b[0] ? Long.compare(a[1], b[1]) : Long.compare(a[0], b[0]));
        Records raw = Records.allocate(RAW, fragments.size(), Arena.ofAuto());
        String[] names = {"time", "channel", "record_i", "pulse_length", "length"};
        LongField data = RAW.longField("data");
        for (int i = 0; i < fragments.size(); i++) {
            for (int field = 0; field < names.length; field++) {
                RAW.longField(names[field]).set(raw, i, fragments.get(i)[field]);
            }
            RAW.longField("dt").set(raw, i, DT);
            for (int sample = 0; sample < fragments.get(i)[4]; sample++) {
                data.set(
                        raw,
                        i,
                        sample,
                        16_000 - (random.nextInt(5) == 0 ? 40 + random.nextInt(200) : random.nextInt(4)));
            }
        }
        return raw;
    }

    private static List<Records> run(
            Records raw, List<String> targets, TimeRange range, int chunk, FailurePolicy policy) {
        return run(raw, targets, range, chunk, policy, "none");
    }

    private static List<Records> run(
            Records raw, List<String> targets, TimeRange range, int chunk, FailurePolicy policy, String compatibility) {
        Arena arena = Arena.ofAuto();
        try (Context context = Context.create()
                .register(
                        new RecordSource("raw_records", raw),
                        new PulseRecords(SAMPLES),
                        new RecordCutter(SAMPLES),
                        new HitFinder(SAMPLES),
                        new FragmentFir("raw_records", RAW),
                        new Peaks(PeakLayout.ofChannels(256).withSamples(50)))) {
            context.set("baseline_samples", "5");
            context.set("fir_taps", "1,2,4,2,1");
            context.set("gap_threshold", "60");
            context.set("left_extension", "2").set("right_extension", "3");
            context.set("longest_record", "1000");
            context.set("records.compatibility", compatibility).set("hits.compatibility", compatibility);
            List<Records> all = new ArrayList<>();
            for (Chunk each : context.streaming("r")
                    .chunkRecords(chunk)
                    .workers(2)
                    .onError(policy)
                    .getArrays(arena, targets, range)) {
                all.add(each.records());
            }
            return all;
        }
    }

    private static Records clip(Records records, TimeRange range) {
        RecordTimes times = records.type().times();
        long from = 0;
        while (from < records.count() && times.start(records, from) < range.start()) {
            from++;
        }
        long to = from;
        while (to < records.count() && (range.end() == Long.MAX_VALUE || times.start(records, to) < range.end())) {
            to++;
        }
        return records.slice(from, to);
    }

    private static void assertSame(Records expected, Records actual, String message) {
        assertEquals(expected.count(), actual.count(), message);
        long bytes = expected.byteSize();
        assertEquals(
                -1,
                expected.segment()
                        .asSlice(expected.byteOffset(), bytes)
                        .mismatch(actual.segment().asSlice(actual.byteOffset(), bytes)),
                message);
    }
}
