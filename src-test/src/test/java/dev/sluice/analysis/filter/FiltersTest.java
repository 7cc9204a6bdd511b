package dev.sluice.analysis.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterEdges;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.MovingAverageFilter;
import dev.sluice.kernels.filter.PoleZeroFilter;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.kernels.filter.TrapezoidalFilter;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.waveform.WaveformFilter;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FiltersTest {
    private static final int COUNT = 90;
    private static final int SAMPLES = 90;
    private static final RecordType TYPE = RecordType.of(
            "time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "baseline:<f4", "wave:<i2[" + SAMPLES + "]");

    static Stream<Arguments> filters() {
        SampleRange baseline = new SampleRange(0, 12);
        return Stream.of(
                filter(
                        "fir",
                        Map.of("fir_taps", "1,2,3,4", "fir_origin", "3", "fir_edges", "valid"),
                        FirFilter.of(1, 2, 3, 4)
                                .origin(3)
                                .edges(FilterEdges.VALID)
                                .normalised()),
                filter(
                        "savitzky_golay",
                        Map.of("savitzky_golay_window", "9", "savitzky_golay_degree", "3"),
                        SavitzkyGolayFilter.of(9, 3)),
                filter(
                        "moving_average",
                        Map.of("moving_average_window", "50", "moving_average_edges", "zero"),
                        MovingAverageFilter.of(50).edges(FilterEdges.ZERO)),
                filter(
                        "butterworth",
                        Map.of("butterworth_order", "3", "butterworth_low", "0.05", "butterworth_high", "0.3"),
                        ButterworthFilter.bandPass(3, 0.05, 0.3, 1)),
                filter(
                        "pole_zero",
                        Map.of("pole_zero_decay", "77", "baseline_range", "0:12"),
                        PoleZeroFilter.of(77).baselineRange(baseline)),
                filter(
                        "trapezoidal",
                        Map.of("trapezoidal_rise", "7", "trapezoidal_flat", "3", "trapezoidal_decay", "77"),
                        TrapezoidalFilter.rising(7, 77).flatTop(3).baselineRange(baseline)));
    }

    private static Arguments filter(String target, Map<String, String> options, Filter filter) {
        return Arguments.of(target, options, filter);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void bytesAreThoseOfTheKernelAtAnyChunkSize(String target, Map<String, String> options, Filter filter) {
        Records waveforms = random(TYPE, 11);
        RecordType type = WaveformFilter.filteredType(TYPE);
        Records expected = Records.allocate(type, COUNT, Arena.ofAuto());
        WaveformFilter.between(TYPE, type, filter).apply(waveforms, expected);
        for (String field : new String[] {"time", "length", "dt", "channel", "baseline"}) {
            expected.copyField(field, waveforms);
        }
        if (Stream.of("butterworth", "pole_zero", "trapezoidal").anyMatch(target::equals)) {
            for (int i = 0; i < COUNT; i++) {
                type.floatField("baseline").set(expected, i, 0);
            }
        }
        for (int chunkRecords : new int[] {7, 40, 1_000}) {
            Records filtered = run(waveforms, target, options, chunkRecords);
            assertEquals(
                    -1,
                    expected.segment()
                            .asSlice(expected.byteOffset(), (long) COUNT * type.size())
                            .mismatch(filtered.segment().asSlice(filtered.byteOffset(), (long) COUNT * type.size())),
                    target + " chunkRecords=" + chunkRecords + " seed=11");
        }
    }

    @Test
    void filteredWaveformsMayBeFilteredAgain() {
        PoleZero corrected = new PoleZero(TYPE);
        Trapezoidal shaped =
                new Trapezoidal(PoleZero.DATA_TYPE, corrected.spec().type());
        assertEquals(corrected.spec().type(), shaped.spec().type());
        assertEquals("pole_zero", shaped.spec().dependsOn().get(0));
        try (Context context = Context.create()
                .register(new RecordSource("st_waveforms_stream", random(TYPE, 3)), corrected, shaped)) {
            try (ChunkStream stream = context.streaming("run").getStream("trapezoidal")) {
                long records = 0;
                for (Chunk chunk : stream) {
                    records += chunk.length();
                }
                assertEquals(COUNT, records);
            }
        }
    }

    @Test
    void theFilteredTypeKeepsAllButTheSamples() {
        RecordType type = RecordType.builder()
                .titled("Start time", "time", "<i8")
                .field("endtime", "<i8")
                .gap(3)
                .field("data", "<u2", 10)
                .field("extra", "<i4", 2, 3)
                .build()
                .disjoint()
                .picoseconds();
        RecordType filtered = WaveformFilter.filteredType(type);
        assertEquals("data <f4[10]", filtered.field("data").toString());
        assertEquals(type.field("extra").shape(), filtered.field("extra").shape());
        assertEquals("Start time", filtered.field("time").title());
        assertTrue(filtered.isDisjoint());
        assertEquals(type.timeResolution(), filtered.timeResolution());
    }

    @Test
    void optionsThatMakeNoFilterEndTheRunWithTheReason() {
        Records waveforms = random(TYPE, 1);
        assertTold("odd, from 1 to 1001", "savitzky_golay", Map.of("savitzky_golay_window", "10"), waveforms);
        assertTold("taps[1]='x'", "fir", Map.of("fir_taps", "1,x"), waveforms);
        String message = assertThrows(
                        PipelineException.class,
                        () -> run(waveforms, "butterworth", Map.of("butterworth_low", "0.3"), 10))
                .getMessage();
        assertTrue(message.contains("no band to pass") && message.contains("Butterworth"), message);
    }

    @Test
    void fragmentsAreLinkedByChannelAndTime() {
        RecordType type = RecordType.of(
                "time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "record_i:<i2", "baseline:<f4", "data:<i2[4]");
        long[][] rows = {{100, -1, 0}, {100, 0, 0}, {108, -1, 1}, {108, 0, 1}, {117, -1, 0}, {117, 0, 2}};
        Records fragments = Records.allocate(type, rows.length, Arena.ofAuto());
        for (int i = 0; i < rows.length; i++) {
            type.longField("time").set(fragments, i, rows[i][0]);
            type.longField("channel").set(fragments, i, rows[i][1]);
            type.longField("record_i").set(fragments, i, rows[i][2]);
            type.longField("length").set(fragments, i, 4);
            type.longField("dt").set(fragments, i, 2);
            for (int k = 0; k < 4; k++) {
                type.longField("data").set(fragments, i, k, 8);
            }
        }
        float[] middle = {8, 8, 8, 8, 8, 8};
        float[] first = {6, 6, 8, 8, 6, 6};
        float[] last = {8, 8, 6, 6, 6, 6};
        for (String compatibility : new String[] {"none", "strax"}) {
            Records filtered = run(
                    fragments,
                    "fragment_fir",
                    Map.of("fir_taps", "1,2,1", "compatibility", compatibility),
                    rows.length);
            for (int i = 0; i < rows.length; i++) {
                String at = compatibility + " record=" + i;
                assertEquals(first[i], filtered.type().floatField("data").get(filtered, i, 0), at);
                assertEquals(middle[i], filtered.type().floatField("data").get(filtered, i, 1), at);
                assertEquals(last[i], filtered.type().floatField("data").get(filtered, i, 3), at);
            }
        }
    }

    private static void assertTold(String part, String target, Map<String, String> options, Records waveforms) {
        String message = assertThrows(IllegalArgumentException.class, () -> run(waveforms, target, options, 10))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    private static Records run(Records waveforms, String target, Map<String, String> options, int chunkRecords) {
        try (Context context = Context.create().register(new RecordSource("st_waveforms_stream", waveforms))) {
            for (StreamingPlugin filter : Filters.ofAny(Waveforms.DATA_TYPE, waveforms.type())) {
                context.register(filter);
            }
            options.forEach(context::set);
            RecordType type = WaveformFilter.filteredType(waveforms.type());
            Records filtered = Records.allocate(type, waveforms.count(), Arena.ofAuto());
            long next = 0;
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(2)
                    .chunkRecords(chunkRecords)
                    .getStream(target)) {
                for (Chunk chunk : stream) {
                    filtered.copyFrom(next, chunk.records(), 0, chunk.length());
                    next += chunk.length();
                }
            }
            assertEquals(waveforms.count(), next);
            return filtered;
        }
    }

    private static Records random(RecordType type, long seed) {
        Random random = new Random(seed);
        Records records = Records.allocate(type, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            type.longField("time").set(records, i, 1_000_000L + 500L * i);
            type.longField("length").set(records, i, random.nextInt(6) == 0 ? random.nextInt(SAMPLES) : SAMPLES);
            type.longField("dt").set(records, i, 4);
            type.longField("channel").set(records, i, random.nextInt(3));
            type.floatField("baseline").set(records, i, 8000 + random.nextFloat());
            for (int k = 0; k < SAMPLES; k++) {
                type.longField("wave").set(records, i, k, random.nextInt(16_384));
            }
        }
        return records;
    }
}
