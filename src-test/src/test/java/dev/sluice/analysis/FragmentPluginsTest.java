package dev.sluice.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.analysis.hit.BaselineCutter;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.RecordCutter;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.plugin.Plugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Raw records of strax to records, hits and cut records, as plugins in a context.
final class FragmentPluginsTest {
    private static final int COUNT = 120;
    private static final Map<String, String> LIKE_STRAX = Map.of("compatibility", "strax");

    @Test
    void recordsAndCutRecordsEqualTheGoldenOnes() {
        try (NpyFile raw = golden("raw_records");
                NpyFile records = golden("records_integrated");
                NpyFile cut = golden("records_cut_default_2_15")) {
            Records source = copy(raw.records(), StraxTypes.rawRecord(110));
            Records made = stream(PulseRecords.DATA_TYPE, source, 1000, 1, LIKE_STRAX);
            assertTrue(Gathered.same(copy(records.records(), made.type()), made));
            Records kept = stream(RecordCutter.DATA_TYPE, source, 1000, 1, LIKE_STRAX);
            assertTrue(Gathered.same(copy(cut.records(), kept.type()), kept));
        }
    }

    @Test
    void hitsAreTheGoldenOnesInOrderOfTime() {
        try (NpyFile raw = golden("raw_records");
                NpyFile golden = golden("hits_15")) {
            Records source = copy(raw.records(), StraxTypes.rawRecord(110));
            Records hits = stream(HitFinder.DATA_TYPE, source, 1000, 1, LIKE_STRAX);
            assertEquals(golden.records().count(), hits.count());
            long before = Long.MIN_VALUE;
            for (long i = 0; i < hits.count(); i++) {
                long time = StraxTypes.HIT.longField("time").get(hits, i);
                assertTrue(time >= before, "hit " + i);
                before = time;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "50, 1", "1000, 2"})
    void recordsAreTheSameBytesWhateverTheChunks(long chunkRecords, int workers) {
        Records raw = pulses(StraxTypes.rawRecord(30), 3);
        for (String target : new String[] {PulseRecords.DATA_TYPE, RecordCutter.DATA_TYPE, BaselineCutter.DATA_TYPE}) {
            Records expected = stream(target, raw, 64, 1, Map.of());
            Records actual = stream(target, raw, chunkRecords, workers, Map.of());
            assertEquals(COUNT, actual.count());
            assertTrue(Gathered.same(expected, actual), target + " seed=3");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "50, 1", "1000, 2"})
    void hitsAreTheSameBytesWhateverTheChunks(long chunkRecords, int workers) {
        Records raw = pulses(StraxTypes.rawRecord(30), 4);
        Records expected = stream(HitFinder.DATA_TYPE, raw, 64, 1, Map.of());
        Records actual = stream(HitFinder.DATA_TYPE, raw, chunkRecords, workers, Map.of());
        assertTrue(expected.count() > COUNT, "seed=4 hits=" + expected.count());
        assertTrue(Gathered.same(expected, actual), "seed=4");
    }

    @Test
    void theBaselineAroundPulsesIsCutByTheOptions() {
        Records raw = pulses(StraxTypes.rawRecord(30), 8);
        Records records = stream(PulseRecords.DATA_TYPE, raw, 50, 1, Map.of());
        Records cut =
                stream(BaselineCutter.DATA_TYPE, raw, 50, 1, Map.of("samples_before", "18", "samples_after", "4"));
        for (int i = 0; i < COUNT; i++) {
            for (int k = 0; k < 30; k++) {
                long kept =
                        k < 18 || k >= 26 ? 0 : records.type().longField("data").get(records, i, k);
                assertEquals(kept, cut.type().longField("data").get(cut, i, k), "record " + i + " sample " + k);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"records", "hits", "records_cut", "fragment_fir"})
    void pulsesInFragmentsGiveTheSameBytesWhateverTheChunks(String target) {
        try (NpyFile golden = golden("raw_records")) {
            // As a file gives them: nothing says that they are disjoint.
            Records raw = copy(golden.records(), golden.records().type());
            Records whole = stream(target, raw, 100_000, 1, Map.of("min_amplitude", "5", "fir_taps", "1,2,4,2,1"));
            for (int chunk : new int[] {1, 7, 1000}) {
                for (int workers : new int[] {1, 2, 4, 8}) {
                    Records actual =
                            stream(target, raw, chunk, workers, Map.of("min_amplitude", "5", "fir_taps", "1,2,4,2,1"));
                    assertTrue(Gathered.same(whole, actual), target + " chunk=" + chunk + " workers=" + workers);
                }
            }
        }
    }

    @Test
    void aHitTellsItsRecordByChannelTimeAndIndexInTheRun() {
        try (NpyFile golden = golden("raw_records")) {
            Records raw = copy(golden.records(), StraxTypes.rawRecord(110));
            Records hits = stream(HitFinder.DATA_TYPE, raw, 7, 2, Map.of());
            for (long i = 0; i < hits.count(); i++) {
                long start = hit("time", hits, i) - hit("left", hits, i) * hit("dt", hits, i);
                long found = 0;
                for (long k = 0; k < raw.count(); k++) {
                    boolean own = raw("time", raw, k) == start
                            && raw("channel", raw, k) == hit("channel", hits, i)
                            && k == hit("record_i", hits, i);
                    found += own ? 1 : 0;
                }
                assertEquals(1, found, "hit " + i);
            }
        }
    }

    private static long hit(String field, Records hits, long index) {
        return StraxTypes.HIT.longField(field).get(hits, index);
    }

    private static long raw(String field, Records raw, long index) {
        return raw.type().longField(field).get(raw, index);
    }

    @Test
    void rawRecordsOfAnotherLengthEndTheRunWithBothTypes() {
        Records raw = pulses(StraxTypes.rawRecord(30), 5);
        String message = assertThrows(
                        PipelineException.class,
                        () -> Gathered.stream(
                                PulseRecords.DATA_TYPE,
                                50,
                                1,
                                Map.of(),
                                new RecordSource(PulseRecords.INPUT, raw),
                                new PulseRecords()))
                .getMessage();
        assertTrue(message.contains("(30,)") && message.contains("(110,)"), message);
    }

    @Test
    void aFragmentWithoutAFirstOneEndsTheRunUnlessThereIsAFallback() {
        Records raw = pulses(StraxTypes.rawRecord(30), 6);
        raw.type().longField("record_i").set(raw, 17, 1);
        raw.type().longField("channel").set(raw, 17, 9);
        String message = assertThrows(
                        PipelineException.class, () -> stream(PulseRecords.DATA_TYPE, raw, 50, 1, Map.of()))
                .getMessage();
        assertTrue(message.contains("record=17") && message.contains("fallback"), message);
        assertTrue(
                message.endsWith("cut chunks between pulses, correct these fields, or set fallback_baseline to the"
                        + " baseline of such records, in ADC counts"),
                message);
        Records records = stream(PulseRecords.DATA_TYPE, raw, 50, 1, Map.of("fallback_baseline", "16000"));
        assertEquals(16_000, records.type().floatField("baseline").get(records, 17));
    }

    @Test
    void recordsThatOverlapAllTheTimeGiveTheirHitsWhateverTheChunks() {
        RecordType overlapping = overlapping(StraxTypes.rawRecord(30));
        Records raw = pulses(overlapping, 7);
        for (int i = 0; i < COUNT; i++) {
            overlapping.longField("time").set(raw, i, 1_000_000 + i);
        }
        Records whole = stream(HitFinder.DATA_TYPE, raw, COUNT, 1, Map.of());
        assertTrue(Gathered.same(whole, stream(HitFinder.DATA_TYPE, raw, 10, 2, Map.of())), "seed=7");
    }

    /// The same fields, without the promise that no record reaches beyond its chunk.
    private static RecordType overlapping(RecordType type) {
        return RecordType.parse(type.descr());
    }

    private static Records stream(
            String target, Records raw, long chunkRecords, int workers, Map<String, String> options) {
        int samples = raw.type().field("data").elements();
        Plugin[] plugins = {
            new RecordSource(PulseRecords.INPUT, raw),
            new PulseRecords(samples),
            new HitFinder(samples),
            new RecordCutter(samples),
            new BaselineCutter(samples),
            new FragmentFir(PulseRecords.INPUT, raw.type())
        };
        return Gathered.stream(target, chunkRecords, workers, options, plugins);
    }

    private static NpyFile golden(String name) {
        return NpyFile.map(Recorded.straxPulses(name + ".npy"));
    }

    private static Records copy(Records mapped, RecordType type) {
        Records copy = Records.allocate(type, mapped.count(), Arena.ofAuto());
        copy.segment().copyFrom(mapped.segment().asSlice(mapped.byteOffset(), mapped.byteSize()));
        return copy;
    }

    /// Pulses of one fragment, apart from each other, with several hits in most.
    private static Records pulses(RecordType type, long seed) {
        Random random = new Random(seed);
        Records records = Records.allocate(type, COUNT, Arena.ofAuto());
        long time = 1L << 40;
        for (int i = 0; i < COUNT; i++) {
            time += 300 + random.nextInt(50);
            type.longField("time").set(records, i, time);
            type.longField("length").set(records, i, 30);
            type.longField("dt").set(records, i, 10);
            type.longField("channel").set(records, i, random.nextInt(4));
            type.longField("pulse_length").set(records, i, 30);
            for (int k = 0; k < 30; k++) {
                int pulse = k > 20 && random.nextInt(3) == 0 ? 200 : 0;
                type.longField("data").set(records, i, k, 16_000 + random.nextInt(5) - pulse);
            }
        }
        return records;
    }
}
