package dev.sluice.analysis.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CoincidencesTest {
    private static final int COUNT = 300;
    private static final RecordType WAVEFORMS = RecordType.of("time:<i8", "endtime:<i8", "channel:<i2", "wave:<i2[4]");

    @ParameterizedTest
    @CsvSource({"anchored, 1", "anchored, 3", "chained, 2", "chained, 60"})
    void groupsDoNotDependOnChunksAndWorkers(String rule, long chunk) {
        Records waveforms = pairs();
        byte[] whole = groups(waveforms, rule, COUNT, 1);
        assertEquals(COUNT / 2L * Coincidences.TYPE.size(), whole.length);
        assertTrue(Arrays.equals(whole, groups(waveforms, rule, chunk, 1)), "chunk=" + chunk);
        assertTrue(Arrays.equals(whole, groups(waveforms, rule, chunk, 4)), "chunk=" + chunk + ", 4 workers");
    }

    @Test
    void groupsTellTimesChannelsAndMembers() {
        Records groups = Records.of(
                Coincidences.TYPE,
                Arena.ofAuto().allocate(1L << 16).copyFrom(MemorySegment.ofArray(groups(pairs(), "anchored", 7, 2))),
                0,
                COUNT / 2);
        for (int i = 0; i < COUNT / 2; i++) {
            assertEquals(1000L * i, Coincidences.TYPE.longField("time").get(groups, i));
            assertEquals(1000L * i + 40, Coincidences.TYPE.longField("endtime").get(groups, i));
            assertEquals(2L * i, Coincidences.TYPE.longField("first_hit").get(groups, i));
            assertEquals(2, Coincidences.TYPE.longField("n_hits").get(groups, i));
            assertEquals(2, Coincidences.TYPE.longField("n_channels").get(groups, i));
            assertEquals(0b101, Coincidences.TYPE.longField("channel_mask").get(groups, i));
        }
    }

    @Test
    void aGroupIsOneAlthoughAChunkEndsInIt() {
        Records waveforms = pairs();
        for (int i = 1; i < COUNT; i += 2) {
            WAVEFORMS.longField("time").set(waveforms, i, 1000L * (i / 2) + 5);
        }
        byte[] whole = groups(waveforms, "anchored", COUNT, 1);
        assertEquals(COUNT / 2 * Coincidences.TYPE.size(), whole.length);
        assertTrue(Arrays.equals(whole, groups(waveforms, "anchored", 1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"anchored, 1", "anchored, 2", "chained, 3", "chained, 4"})
    void groupsThatStraddleChunksAreTheSameBytesWhateverTheChunksAndWorkers(String rule, long seed) {
        Records waveforms = crowded(seed);
        byte[] whole = groups(waveforms, rule, 100_000, 1);
        assertTrue(whole.length > 20 * Coincidences.TYPE.size(), "seed=" + seed);
        for (int chunk : new int[] {1, 7, 100, 1000}) {
            for (int workers : new int[] {1, 2, 4, 8}) {
                assertTrue(
                        Arrays.equals(whole, groups(waveforms, rule, chunk, workers)),
                        "seed=" + seed + " chunk=" + chunk + " workers=" + workers);
            }
        }
    }

    @Test
    void whatIsShownBehindAChunkFollowsTheOptions() {
        Coincidences plugin = new Coincidences();
        Map<String, String> settings = Map.of("window", "20", "max_group_length", "1000");
        assertEquals(
                Requirements.NONE.halo(0, 20).forgettingAt(Silence.of(21)),
                plugin.demand(OptionValues.of(plugin, settings)));
        Map<String, String> chained = Map.of("coincidence_rule", "chained", "max_group_length", "1000");
        assertEquals(
                Requirements.NONE.halo(0, 1000).forgettingAt(Silence.of(101)),
                plugin.demand(OptionValues.of(plugin, chained)));
        Map<String, String> endless = Map.of("window", Long.toString(Long.MAX_VALUE));
        assertEquals(
                Long.MAX_VALUE,
                plugin.demand(OptionValues.of(plugin, endless)).silence().length());
    }

    @Test
    void aChainThatGrowsTooLongBeginsAnotherGroupAtTheSamePlaceWhateverTheChunks() {
        Records waveforms = pairs();
        for (int i = 0; i < COUNT; i++) {
            WAVEFORMS.longField("time").set(waveforms, i, 10L * i);
            WAVEFORMS.longField("endtime").set(waveforms, i, 10L * i + 40);
        }
        byte[] whole = groups(waveforms, "chained", 1000, 1);
        // Starts at 0 to 1000, 1010 to 2010, 2020 to 2990.
        assertEquals(3 * Coincidences.TYPE.size(), whole.length);
        Records groups = records(whole);
        assertEquals(101, Coincidences.TYPE.longField("n_hits").get(groups, 0));
        assertEquals(202, Coincidences.TYPE.longField("first_hit").get(groups, 2));
        for (int chunk : new int[] {1, 7, 60}) {
            assertTrue(Arrays.equals(whole, groups(waveforms, "chained", chunk, 2)), "chunk=" + chunk);
        }
    }

    /// The first and last times are those of all members: in the Python package they are those of the lowest and the
    /// highest channel, so that an event may end before it starts.
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void noGroupEndsBeforeItStartsAndNoneIsOfOneChannel(long seed) {
        Records groups = records(groups(crowded(seed), "anchored", 50, 2));
        for (long i = 0; i < groups.count(); i++) {
            long time = Coincidences.TYPE.longField("time").get(groups, i);
            long end = Coincidences.TYPE.longField("endtime").get(groups, i);
            assertTrue(end > time, "seed=" + seed + " group " + i);
            assertTrue(Coincidences.TYPE.longField("n_channels").get(groups, i) >= 2, "seed=" + seed + " group " + i);
        }
    }

    private static Records records(byte[] bytes) {
        return Records.of(
                Coincidences.TYPE, Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes)));
    }

    /// Waveforms of four channels so close that most groups follow each other without a gap.
    private static Records crowded(long seed) {
        Random random = new Random(seed);
        Records records = Records.allocate(WAVEFORMS, 5 * COUNT, Arena.ofAuto());
        long time = 1_000_000;
        for (int i = 0; i < 5 * COUNT; i++) {
            time += random.nextInt(60) == 0 ? 2000 : 1 + random.nextInt(15);
            WAVEFORMS.longField("time").set(records, i, time);
            WAVEFORMS.longField("endtime").set(records, i, time + 1 + random.nextInt(40));
            WAVEFORMS.longField("channel").set(records, i, random.nextInt(4));
        }
        return records;
    }

    /// Two channels that start at once, every 1000 ns.
    private static Records pairs() {
        Records records = Records.allocate(WAVEFORMS, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            WAVEFORMS.longField("time").set(records, i, 1000L * (i / 2));
            WAVEFORMS.longField("endtime").set(records, i, 1000L * (i / 2) + 40);
            WAVEFORMS.longField("channel").set(records, i, i % 2 * 2);
        }
        return records;
    }

    private static byte[] groups(Records waveforms, String rule, long chunk, int workers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create()
                .register(new RecordSource("st_waveforms_stream", waveforms), new Features(), new Coincidences())) {
            Map.of("coincidence_rule", rule, "window", "20", "max_group_length", "1000")
                    .forEach(context::set);
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(workers)
                    .chunkRecords(chunk)
                    .getStream("coincidences")) {
                for (Chunk found : stream) {
                    Records records = found.records();
                    bytes.writeBytes(records.segment()
                            .asSlice(records.byteOffset(), records.byteSize())
                            .toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }
        return bytes.toByteArray();
    }
}
