package dev.sluice.analysis.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.Gathered;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.kernels.event.PeakLayout;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.PeakType;
import dev.sluice.waveform.StraxTypes;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeaksTest {
    private static final int COUNT = 120;
    private static final int SAMPLES = 10;
    private static final RecordType RECORDS = RecordType.of(
                    "time:<i8",
                    "length:<i4",
                    "dt:<i2",
                    "channel:<i2",
                    "pulse_length:<i4",
                    "record_i:<i2",
                    "area:<i4",
                    "reduction_level:|u1",
                    "baseline:<f4",
                    "baseline_rms:<f4",
                    "amplitude_bit_shift:<i2",
                    "data:<i2[10]")
            .disjoint();
    private static final RecordType HITS = RecordType.of(
                    "time:<i8",
                    "length:<i4",
                    "dt:<i2",
                    "channel:<i2",
                    "area:<f4",
                    "left:<i2",
                    "right:<i2",
                    "left_integration:<i2",
                    "right_integration:<i2",
                    "record_i:<i4",
                    "threshold:<f4",
                    "height:<f4",
                    "max_time:<i8")
            .disjoint();

    @Test
    void thePeakTypeIsThatOfTheKernels() {
        assertEquals(
                PeakLayout.ofChannels(494).stride(),
                PeakType.of(PeakLayout.ofChannels(494)).size());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "50, 4"})
    void peaksDoNotDependOnChunksAndWorkers(long chunk, int workers) {
        Records records = records(50);
        byte[] whole = peaks(records, COUNT, 1);
        RecordType type = PeakType.of(PeakLayout.ofChannels(4).withSamples(20));
        assertEquals(COUNT / 3 * type.size(), whole.length);
        assertTrue(Arrays.equals(whole, peaks(records, chunk, workers)), "chunk=" + chunk);
        Records peaks = Records.of(type, Arena.ofAuto().allocate(whole.length).copyFrom(MemorySegment.ofArray(whole)));
        for (int i = 0; i < COUNT / 3; i++) {
            assertEquals(10_000L * i + 10, type.longField("time").get(peaks, i));
            assertEquals(3, type.longField("n_hits").get(peaks, i));
            assertEquals(3 * 8 * 0.5f, type.floatField("area").get(peaks, i));
            float sum = 0;
            for (int k = 0; k < 20; k++) {
                sum += type.floatField("data").get(peaks, i, k);
            }
            assertEquals(3 * 8 * 0.5f, sum);
        }
    }

    @Test
    void aPeakIsOneAlthoughAChunkEndsInIt() {
        Records records = records(100);
        byte[] whole = peaks(records, COUNT, 1);
        assertEquals(
                COUNT
                        / 3
                        * PeakType.of(PeakLayout.ofChannels(4).withSamples(20)).size(),
                whole.length);
        assertTrue(Arrays.equals(whole, peaks(records, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"1, true, none", "2, false, none", "3, true, strax", "4, false, strax"})
    void peaksThatStraddleChunksAreTheSameBytesWhateverTheChunksAndWorkers(
            long seed, boolean disjoint, String compatibility) {
        Records records = crowded(seed, disjoint);
        Map<String, String> options = Map.of("max_duration", "3000", "compatibility", compatibility);
        byte[] whole = peaks(records, 100_000, 1, options);
        assertTrue(
                whole.length
                        >= 20
                                * PeakType.of(PeakLayout.ofChannels(4).withSamples(20))
                                        .size(),
                "seed=" + seed);
        for (int chunk : new int[] {1, 7, 100, 1000}) {
            for (int workers : new int[] {1, 2, 4, 8}) {
                assertTrue(
                        Arrays.equals(whole, peaks(records, chunk, workers, options)),
                        "seed=" + seed + " chunk=" + chunk + " workers=" + workers);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "strax"})
    void theChainFromRawRecordsGivesTheSamePeaksWhateverTheChunks(String compatibility) {
        Map<String, String> options = Map.of("compatibility", compatibility, "min_channels", "1");
        try (NpyFile golden = NpyFile.map(Recorded.straxPulses("raw_records.npy"))) {
            Records whole = fromRaw(golden.records(), 100_000, 1, options);
            assertTrue(whole.count() > 3);
            for (int chunk : new int[] {1, 7, 1000}) {
                for (int workers : new int[] {1, 2, 4, 8}) {
                    assertTrue(
                            Gathered.same(whole, fromRaw(golden.records(), chunk, workers, options)),
                            "chunk=" + chunk + " workers=" + workers);
                }
            }
        }
    }

    private static Records fromRaw(Records raw, long chunk, int workers, Map<String, String> options) {
        return Gathered.stream(
                "peaks",
                chunk,
                workers,
                options,
                new RecordSource("raw_records", raw),
                new PulseRecords(),
                new HitFinder(),
                new Peaks(PeakLayout.ofChannels(16).withSamples(20)));
    }

    @Test
    void aPeakThatWouldStartBeforeTheRunBeginsWithIt() {
        Records records = records(100);
        RecordType type = PeakType.of(PeakLayout.ofChannels(4).withSamples(20));
        byte[] bytes = peaks(records, 7, 1, Map.of("left_extension", "80"));
        Records peaks = Records.of(type, Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes)));
        // The first hit is at 30: the peak loses the five samples before 0, and keeps its end.
        assertEquals(0, type.longField("time").get(peaks, 0));
        assertEquals(270 + 150, type.times().end(peaks, 0));
        assertEquals(9_950, type.longField("time").get(peaks, 1));
        assertEquals(
                type.floatField("area").get(peaks, 1), type.floatField("area").get(peaks, 0));
    }

    @Test
    void aRecordThatIsLongerThanWasToldEndsTheRunWithTheOption() {
        String sentence = assertThrows(
                        PipelineException.class, () -> peaks(records(50), 10, 1, Map.of("longest_record", "60")))
                .getMessage();
        assertTrue(sentence.contains("longest_record=60"), sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "gap_threshold, 10, gap_threshold=10 left_extension=20 right_extension=150",
        "max_duration, 0, max_duration=0, limits are 1 and 2147483647 ns",
        "top_channels, 5, 'top_channels=5; limits are 0 and channels=4'"
    })
    void settingsThatDoNotGoTogetherAreToldByTheirOptions(String option, String value, String sentence) {
        String message = assertThrows(PipelineException.class, () -> peaks(records(50), 10, 1, Map.of(option, value)))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void theHelpNamesTheFieldsThatStayZero() {
        Records records = records(50);
        byte[] bytes = peaks(records, 7, 1);
        RecordType type = PeakType.of(PeakLayout.ofChannels(4).withSamples(20));
        Records peaks = Records.of(type, Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes)));
        String help = new Peaks(PeakLayout.ofChannels(4).withSamples(20)).spec().help();
        String unfilled = help.substring(help.indexOf("not computed"));
        for (String field : List.of(
                "type",
                "tight_coincidence",
                "max_goodness_of_split",
                "max_diff",
                "min_diff",
                "first_channel",
                "last_channel")) {
            assertTrue(unfilled.matches(".*\\b" + field + "\\b.*"), () -> field + " is missing in " + help);
            for (long i = 0; i < peaks.count(); i++) {
                assertEquals(0.0, type.doubleField(field).get(peaks, i), field);
            }
        }
        assertTrue(help.contains("area_fraction_top is NaN unless top_channels is set"), help);
        for (long i = 0; i < peaks.count(); i++) {
            assertEquals(Double.NaN, type.doubleField("area_fraction_top").get(peaks, i));
        }
    }

    /// K8: a burst of 1.2 ms at a sampling time of 1 ns has more than 2^20 samples, and max_duration is 10 ms.
    @Test
    void aPeakMayHaveAsManySamplesAsMaxDurationAllows() {
        int pulses = 4801;
        RecordType type = StraxTypes.rawRecord(110);
        Records raw = Records.allocate(type, pulses, Arena.ofAuto());
        for (int i = 0; i < pulses; i++) {
            type.longField("time").set(raw, i, 250L * i);
            type.longField("length").set(raw, i, 110);
            type.longField("pulse_length").set(raw, i, 110);
            type.longField("dt").set(raw, i, 1);
            type.longField("channel").set(raw, i, i % 2);
            for (int k = 0; k < 110; k++) {
                type.longField("data").set(raw, i, k, k >= 50 && k < 60 ? 900 : 1000);
            }
        }
        Records peaks = fromRaw(raw, 1000, 1, Map.of());
        assertEquals(1, peaks.count());
        RecordType peak = peaks.type();
        assertEquals(pulses, peak.longField("n_hits").get(peaks, 0));
        assertEquals(10 * 100 * 0.01 * pulses, peak.floatField("area").get(peaks, 0), 1);
        // From 20 ns before the first sample over threshold to 150 ns after the last one.
        int samples = 250 * (pulses - 1) + 10 + 20 + 150;
        int factor = (samples + 19) / 20;
        assertEquals(30, peak.longField("time").get(peaks, 0));
        assertEquals(factor, peak.longField("dt").get(peaks, 0));
        assertEquals(samples / factor, peak.longField("length").get(peaks, 0));
    }

    /// C2: pulses that go up in some channels give what their mirror images give in channels where pulses go down.
    @ParameterizedTest
    @CsvSource({"1, none", "2, none", "3, strax"})
    void polaritiesOfTheChainArePerChannel(long seed, String compatibility) {
        RecordType type = StraxTypes.rawRecord(110);
        Random random = new Random(seed);
        int count = 400;
        Records down = Records.allocate(type, count, Arena.ofAuto());
        Records mixed = Records.allocate(type, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            boolean up = i % 5 == 1 || i % 5 == 4;
            for (Records raw : new Records[] {down, mixed}) {
                type.longField("time").set(raw, i, 1000L * (i / 5));
                type.longField("length").set(raw, i, 110);
                type.longField("pulse_length").set(raw, i, 110);
                type.longField("dt").set(raw, i, 10);
                type.longField("channel").set(raw, i, i % 5);
            }
            int start = random.nextInt(45, 100);
            int height = random.nextInt(300);
            for (int k = 0; k < 110; k++) {
                int noise = k % 2 == 0 ? 3 : -3;
                int below = noise + (k >= start && k < start + 8 ? height : 0);
                type.longField("data").set(down, i, k, 8000 - below);
                type.longField("data").set(mixed, i, k, up ? 8000 + below : 8000 - below);
            }
        }
        Map<String, String> options = new TreeMap<>(Map.of("compatibility", compatibility, "min_channels", "1"));
        List<Records> expected = chain(down, options);
        options.put("pulse_polarity", "negative,1:positive,4:positive");
        List<Records> actual = chain(mixed, options);
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(expected.get(i).count() > 20, "seed=" + seed);
            assertTrue(Gathered.same(expected.get(i), actual.get(i)), "seed=" + seed + " output=" + i);
        }
        options.put("pulse_polarity", "negative");
        assertFalse(Gathered.same(expected.get(1), chain(mixed, options).get(1)), "seed=" + seed);
    }

    /// Numbers of another run, of none, or of some records only: they are hints, and change nothing.
    @ParameterizedTest
    @ValueSource(strings = {"none", "strax"})
    void peaksAreTheSameWhateverTheNumbersOfTheRecords(String compatibility) {
        Map<String, String> options = Map.of("compatibility", compatibility, "min_channels", "1");
        try (NpyFile golden = NpyFile.map(Recorded.straxPulses("raw_records.npy"))) {
            List<Records> whole = chain(golden.records(), options);
            LongField number = StraxTypes.HIT.longField("record_i");
            for (int which = 0; which < 4; which++) {
                Records hits = Records.allocate(StraxTypes.HIT, whole.get(1).count(), Arena.ofAuto());
                hits.copyFrom(0, whole.get(1), 0, hits.count());
                for (long i = 0; i < hits.count(); i++) {
                    long known = number.get(hits, i);
                    number.set(hits, i, which == 0 ? -1 : which == 1 ? known + 1000 : which == 2 ? 3 : known % 7);
                }
                Records found = Gathered.stream(
                        "peaks",
                        13,
                        2,
                        options,
                        new RecordSource("records", whole.get(0)),
                        new RecordSource("hits", hits),
                        new Peaks(PeakLayout.ofChannels(16).withSamples(20)));
                assertTrue(Gathered.same(whole.get(2), found), "numbers=" + which);
            }
        }
    }

    private static List<Records> chain(Records raw, Map<String, String> options) {
        return Stream.of("records", "hits", "peaks")
                .map(target -> Gathered.stream(
                        target,
                        37,
                        2,
                        options,
                        new RecordSource("raw_records", raw),
                        new PulseRecords(),
                        new HitFinder(),
                        new Peaks(PeakLayout.ofChannels(16).withSamples(20))))
                .toList();
    }

    /// C2: a file of two columns, as spreadsheets write it: with a byte order mark, remarks and `\\r\\n`.
    @Test
    void gainsPerChannelComeFromAFileOfTwoColumns(@TempDir Path folder) throws Exception {
        RecordType type = StraxTypes.rawRecord(110);
        Records raw = Records.allocate(type, 4, Arena.ofAuto());
        for (int channel = 0; channel < 4; channel++) {
            type.longField("length").set(raw, channel, 110);
            type.longField("pulse_length").set(raw, channel, 110);
            type.longField("dt").set(raw, channel, 10);
            type.longField("channel").set(raw, channel, channel);
            for (int k = 0; k < 110; k++) {
                type.longField("data").set(raw, channel, k, k >= 50 && k < 60 ? 900 : 1000);
            }
        }
        Path gains = Files.writeString(folder.resolve("g.txt"), "\uFEFF# gains\r\n* 0.5\r\n1 0.25 # weak\r\n03;2\r\n");
        Records peaks = fromRaw(raw, 100, 1, Map.of("to_pe", "@" + gains));
        assertEquals(1, peaks.count());
        double[] expected = {500, 250, 500, 2000};
        for (int channel = 0; channel < 4; channel++) {
            assertEquals(
                    expected[channel],
                    peaks.type().floatField("area_per_channel").get(peaks, 0, channel));
        }
        assertEquals(3250, peaks.type().floatField("area").get(peaks, 0));
    }

    /// C2: what is wrong in a file is named with its line.
    @ParameterizedTest
    @CsvSource({
        "'0 1\n3 1\n03 2\n', g.txt:3 has channel=03 again, which is in line 2",
        "'* 1\n* 2\n', g.txt:2 has channel=* again, which is in line 1",
        "'0 1\nx 2\n', g.txt:2: channel is not a whole number: channel=x, write 3",
        "'# none\n', has no values, write a channel and its value",
        "'0 -1\n', is not greater than 0, PE per ADC count",
        "'0 nan\n', not a number, 0:nan"
    })
    void aFileOfGainsThatCannotBeIsRefusedByLine(String text, String problem, String remedy, @TempDir Path folder)
            throws Exception {
        Path gains = Files.writeString(folder.resolve("g.txt"), text);
        try (Context context = Context.create().register(new Peaks(PeakLayout.ofChannels(4)))) {
            String sentence = assertThrows(IllegalArgumentException.class, () -> context.set("to_pe", "@" + gains))
                    .getMessage();
            assertTrue(sentence.contains(problem.strip()) && sentence.contains(remedy.strip()), sentence);
        }
    }

    /// K5: the refusal names the channel, and the option that makes room for it.
    @Test
    void channelsBeyondThoseOfPeaksAreRefusedWithTheOption() {
        RecordType type = StraxTypes.rawRecord(110);
        Records raw = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(raw, 0, 110);
        type.longField("pulse_length").set(raw, 0, 110);
        type.longField("dt").set(raw, 0, 1);
        type.longField("channel").set(raw, 0, 77);
        type.longField("data").set(raw, 0, 50, -100);
        String sentence = assertThrows(RuntimeException.class, () -> fromRaw(raw, 1000, 1, Map.of()))
                .getMessage();
        assertTrue(sentence.contains("has no channel from 0 to 15"), sentence);
        assertTrue(sentence.contains("channel=77"), sentence);
        assertTrue(sentence.contains("set channels to the greatest channel plus 1"), sentence);
    }

    /// Records of 100 ns so close that there is seldom a gap between their hits.
    private static Records crowded(long seed, boolean disjoint) {
        Random random = new Random(seed);
        // Without the length of their pulse, records are no fragments that sources keep together.
        RecordType type = disjoint ? RECORDS : RecordType.parse(RECORDS.descr().replace("pulse_length", "pulse"));
        Records records = Records.allocate(type, 5 * COUNT, Arena.ofAuto());
        long time = 1_000_000;
        for (int i = 0; i < 5 * COUNT; i++) {
            time += random.nextInt(30) == 0 ? 1000 : disjoint ? 100 + random.nextInt(200) : 1 + random.nextInt(80);
            type.longField("time").set(records, i, time);
            type.longField("length").set(records, i, SAMPLES);
            type.longField("dt").set(records, i, 10);
            type.longField("channel").set(records, i, random.nextInt(4));
            for (int k = 0; k < SAMPLES; k++) {
                type.longField("data").set(records, i, k, random.nextInt(50));
            }
        }
        return records;
    }

    /// Three records of 100 ns every 10 µs, each so long after the one before: a chunk ends where none is open.
    private static Records records(long delay) {
        Records records = Records.allocate(RECORDS, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            RECORDS.longField("time").set(records, i, 10_000L * (i / 3) + delay * (i % 3));
            RECORDS.longField("length").set(records, i, SAMPLES);
            RECORDS.longField("dt").set(records, i, 10);
            RECORDS.longField("channel").set(records, i, i % 4);
            for (int k = 3; k < 7; k++) {
                RECORDS.longField("data").set(records, i, k, 2);
            }
        }
        return records;
    }

    private static byte[] peaks(Records records, long chunk, int workers) {
        return peaks(records, chunk, workers, Map.of());
    }

    private static byte[] peaks(Records records, long chunk, int workers, Map<String, String> options) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Context context = Context.create()
                .register(
                        new RecordSource("records", records),
                        new WholeRecordHits(records.type().isDisjoint()),
                        new Peaks(PeakLayout.ofChannels(4).withSamples(20)))) {
            context.set("to_pe", 0.5);
            options.forEach(context::set);
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(workers)
                    .chunkRecords(chunk)
                    .getStream("peaks")) {
                for (Chunk found : stream) {
                    Records peaks = found.records();
                    bytes.writeBytes(peaks.segment()
                            .asSlice(peaks.byteOffset(), peaks.byteSize())
                            .toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }
        return bytes.toByteArray();
    }

    /// One hit per record, of samples 3 to 6, or where hits may overlap of the first four: so it starts in the chunk.
    private static final class WholeRecordHits extends StreamingPlugin {
        private final boolean disjoint;

        WholeRecordHits(boolean disjoint) {
            this.disjoint = disjoint;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("hits", disjoint ? HITS : RecordType.parse(HITS.descr()))
                    .dependsOn("records");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records records = in.records();
            Records hits = out.records(records.count());
            hits.clear();
            for (long i = 0; i < records.count(); i++) {
                HITS.longField("time")
                        .set(hits, i, records.type().longField("time").get(records, i) + (disjoint ? 30 : 0));
                HITS.longField("length").set(hits, i, 4);
                HITS.longField("dt").set(hits, i, 10);
                HITS.longField("channel")
                        .set(hits, i, records.type().longField("channel").get(records, i));
                HITS.floatField("area").set(hits, i, 8);
                HITS.longField("left").set(hits, i, disjoint ? 3 : 0);
            }
        }
    }
}
