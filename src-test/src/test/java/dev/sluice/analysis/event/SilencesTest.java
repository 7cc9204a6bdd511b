package dev.sluice.analysis.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.HitMerger;
import dev.sluice.analysis.hit.HitWindows;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.SilenceCounts;
import dev.sluice.stream.SilencePolicy;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What groups, merges and numbers gives the same bytes whether it is cut at silences or goes on in order, whatever the
/// chunks and workers.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SilencesTest {
    private static final long RECORDS = 1500;
    private static final long ALL = 1_000_000;

    /// The bytes of a target, and how the stage that makes it was computed.
    private record Result(byte[] bytes, SilenceCounts counts) {}

    private static Result run(
            String target,
            Map<String, String> options,
            long records,
            SilencePolicy silences,
            long chunkRecords,
            int workers) {
        try (Context context = Context.create()
                .register(
                        SimulatedDetector.ofRecords(records),
                        new Features(),
                        new ThresholdHitFinder(),
                        new HitMerger(),
                        new HitWindows(),
                        new Coincidences(),
                        Coincidences.ofHits(),
                        new GroupedEvents(16),
                        SimulatedFragments.ofRecords(records),
                        new PulseRecords(),
                        new HitFinder(),
                        new Peaks(PeakLayout.ofChannels(494)),
                        new Events(),
                        new EventBasics())) {
            options.forEach(context::set);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String stage = context.plugin(target).name();
            try (ChunkStream stream = context.streaming("run")
                    .silences(silences)
                    .chunkRecords(chunkRecords)
                    .workers(workers)
                    .getStream(target)) {
                for (Chunk chunk : stream) {
                    Records part = chunk.records();
                    bytes.writeBytes(part.segment()
                            .asSlice(part.byteOffset(), part.byteSize())
                            .toArray(ValueLayout.JAVA_BYTE));
                }
                SilenceCounts counts = stream.statistics().stages().stream()
                        .filter(each -> each.name().equals(stage))
                        .findFirst()
                        .orElseThrow()
                        .silences();
                return new Result(bytes.toByteArray(), counts);
            }
        }
    }

    private static Map<String, String> options(String words) {
        Map<String, String> options = new HashMap<>();
        for (String word : words.split(" ")) {
            options.put(word.split("=")[0], word.split("=")[1]);
        }
        return options;
    }

    @ParameterizedTest
    @CsvSource({
        "peaks, gap_threshold=300",
        "peaks, gap_threshold=1 left_extension=0 right_extension=0 min_channels=1",
        "peaks, gap_threshold=40000 left_extension=3000 max_duration=70000",
        "peaks, gap_threshold=10000000 max_duration=200000",
        "events, trigger_min_area=20 left_event_extension=2000 right_event_extension=1000",
        "events, trigger_min_area=20 left_event_extension=30000 right_event_extension=20000 max_event_length=150000",
        "event_basics, trigger_min_area=20 left_event_extension=2000 right_event_extension=9000",
        "hit_merged, merge_gap=20",
        "hit_merged, merge_gap=0 longest_waveform=3000",
        "hit_merged, merge_gap=100000 max_total_width=10000000",
        "coincidences, window=100",
        "coincidences, window=30000 coincidence_rule=chained max_group_length=90000",
        "coincidences, window=10000000",
        "hit_grouped, window=50 coincidence_rule=chained",
        "df_events, window=200"
    })
    void bytesAreTheSameCutAtSilencesOrInOrder(String target, String words) {
        Random random = new Random(words.hashCode());
        Map<String, String> options = options(words);
        byte[] whole =
                run(target, options, RECORDS, SilencePolicy.IGNORE, ALL, 1).bytes();
        assertTrue(whole.length > 0, "there are results");
        for (SilencePolicy silences : SilencePolicy.values()) {
            for (long chunk : new long[] {1, 7, 1000, ALL}) {
                int workers = 1 + random.nextInt(8);
                Result result = run(target, options, RECORDS, silences, chunk, workers);
                assertTrue(Arrays.equals(whole, result.bytes()), silences + " chunk=" + chunk + " workers=" + workers);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"peaks", "hit_merged", "coincidences"})
    void nearlyAllChunksOfARealisticRunAreCutAtSilences(String target) {
        Result result = run(target, Map.of(), 20_000, SilencePolicy.CUT, 500, 2);
        SilenceCounts counts = result.counts();
        assertTrue(counts.parts() >= 30, counts.toString());
        assertTrue(100 * counts.parts() >= 95 * (counts.parts() + counts.chunksInOrder()), counts.toString());
        assertTrue(100 * counts.records() >= 95 * (counts.records() + counts.recordsInOrder()), counts.toString());
        SilenceCounts ignored =
                run(target, Map.of(), 20_000, SilencePolicy.IGNORE, 500, 2).counts();
        assertEquals(0, ignored.records());
        assertEquals(counts.records() + counts.recordsInOrder(), ignored.recordsInOrder());
    }

    @Test
    void aRunWithoutASilenceGoesOnInOrder() {
        Map<String, String> options = Map.of("gap_threshold", "2000000000");
        SilenceCounts cut =
                run("peaks", options, RECORDS, SilencePolicy.CUT, 100, 2).counts();
        assertEquals(0, cut.parts());
        assertTrue(cut.chunksInOrder() >= 5, cut.toString());
        SilenceCounts awaited =
                run("peaks", options, RECORDS, SilencePolicy.AWAIT, 100, 2).counts();
        assertEquals(0, awaited.chunksInOrder());
        assertEquals(1, awaited.parts());
        assertEquals(cut.recordsInOrder(), awaited.records());
    }

    private static final LongField TIME = Features.TYPE.longField("time");
    private static final LongField END = Features.TYPE.longField("endtime");
    private static final LongField CHANNEL = Features.TYPE.longField("channel");

    /// Publishes ten records of ten channels that follow each other closely.
    private static void publish(LiveInput live, long start) {
        Records records = live.claim(10);
        for (int i = 0; i < 10; i++) {
            TIME.set(records, i, start + 10 * i);
            END.set(records, i, start + 10 * i + 5);
            CHANNEL.set(records, i, i);
        }
        live.publish(start, start + 100);
    }

    /// A group lasts 50 at most, but no silence ever comes.
    @Test
    void liveInputWithoutASilenceIsNotWaitedForForEver() {
        try (Context context = Context.create().register(new Coincidences());
                LiveInput live = context.live(Features.DATA_TYPE, Features.TYPE)) {
            context.set("window", "50");
            try (ChunkStream stream = context.streaming("run").workers(2).getStream(Coincidences.DATA_TYPE)) {
                Iterator<Chunk> chunks = stream.iterator();
                long groups = 0;
                for (int block = 0; block < 40; block++) {
                    publish(live, 100L * block);
                    while (block >= 4 && groups < block - 4) {
                        assertTrue(stream.awaitNext(Duration.ofSeconds(30)), "groups come while more is published");
                        groups += chunks.next().length();
                    }
                }
                live.finish();
                while (chunks.hasNext()) {
                    groups += chunks.next().length();
                }
                assertEquals(67, groups, "one for every 60");
                SilenceCounts counts = stream.statistics().stages().getLast().silences();
                assertEquals(400, counts.recordsInOrder());
            }
        }
    }

    /// No record has to come after a silence: time that goes on is enough.
    @Test
    void liveInputThatFallsSilentGivesItsLastGroup() {
        try (Context context = Context.create().register(new Coincidences());
                LiveInput live = context.live(Features.DATA_TYPE, Features.TYPE)) {
            context.set("window", "200");
            try (ChunkStream stream = context.streaming("run").workers(2).getStream(Coincidences.DATA_TYPE)) {
                Iterator<Chunk> chunks = stream.iterator();
                publish(live, 0);
                live.claim(0);
                live.publish(100, 1000);
                assertTrue(stream.awaitNext(Duration.ofSeconds(30)));
                Chunk group = chunks.next();
                assertEquals(1, group.length());
                assertEquals(1000, group.end());
                SilenceCounts counts = stream.statistics().stages().getLast().silences();
                assertEquals(10, counts.records());
                live.finish();
            }
        }
    }
}
