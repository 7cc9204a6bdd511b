package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Recorded;
import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.ChannelBaselines;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Baselines that strax itself computed, bit for bit: baseline, rms and all samples.
@KernelTest
class BaselineGoldenTest {

    private static final int RAW = 244;
    private static final int RECORD = 257;
    private static final int SAMPLES = 110;
    private static final Column FRAGMENT = new Column(ScalarType.INT16, 20);
    private static final WaveformLayout LAYOUT = WaveformLayout.of(SampleType.INT16, RAW, 24, SAMPLES)
            .withValidLength(ScalarType.INT32, 8)
            .withChannel(ScalarType.INT16, 14);
    private static final BaselineResults RESULTS = new BaselineResults(RECORD, 27, 31, 37);

    @ParameterizedTest
    @CsvSource({
        "records_baseline, 0:40, true, refuse",
        "records_baseline_25_noflip, 0:25, false, refuse",
        "records_baseline_sloppy, 0:40, true, fallback"
    })
    void baselinesRmsAndSamplesEqualThoseOfStrax(String name, String window, boolean flip, String orphans)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = Recorded.rows(Recorded.straxPulses("raw_records.npy"), arena);
            MemorySegment expected = Recorded.rows(Recorded.straxPulses(name + ".npy"), arena);
            if (orphans.equals("fallback")) {
                raw = fragmentsBehindTheFirst(arena, raw);
            }
            int count = (int) (raw.byteSize() / RAW);
            assertEquals((long) count * RECORD, expected.byteSize());
            MemorySegment actual = arena.allocate(expected.byteSize());
            kernel(window, flip, orphans, Compatibility.STRAX)
                    .compute(raw, 0, count, actual, 0, ChannelBaselines.of(8));
            for (int i = 0; i < count; i++) {
                for (int[] part : new int[][] {{27, 35}, {37, 257}}) {
                    long from = (long) i * RECORD + part[0];
                    long to = (long) i * RECORD + part[1];
                    assertEquals(
                            -1,
                            MemorySegment.mismatch(expected, from, to, actual, from, to),
                            name + " record=" + i + " bytes from " + part[0]);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void rightResultsDifferOnlyWhereStraxAveragedPadding(boolean flip) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = Recorded.rows(Recorded.straxPulses("raw_records.npy"), arena);
            int count = (int) (raw.byteSize() / RAW);
            MemorySegment strax = arena.allocate((long) count * RECORD);
            MemorySegment right = arena.allocate((long) count * RECORD);
            kernel("0:40", flip, "refuse", Compatibility.STRAX)
                    .compute(raw, 0, count, strax, 0, ChannelBaselines.of(8));
            kernel("0:40", flip, "refuse", Compatibility.NONE).compute(raw, 0, count, right, 0, ChannelBaselines.of(8));
            int different = 0;
            for (int i = 0; i < count; i++) {
                long at = (long) i * RECORD;
                boolean padded = raw.get(Waveforms.INT32, (long) i * RAW + 8) < 40
                        && raw.get(Waveforms.INT16, (long) i * RAW + 20) == 0;
                float baseline = right.get(Waveforms.FLOAT32, at + 27);
                assertTrue(Math.abs(baseline - 16_000) < 20, "record=" + i + " baseline=" + baseline);
                boolean same = MemorySegment.mismatch(strax, at, at + RECORD, right, at, at + RECORD) < 0;
                assertEquals(padded, !same, "record=" + i);
                different += padded ? 1 : 0;
            }
            assertEquals(3, different);
        }
    }

    private static BaselineKernel kernel(String window, boolean flip, String orphans, Compatibility compatibility) {
        return BaselineKernel.of(LAYOUT)
                .window(SampleRange.parse(window))
                .flip(flip)
                .fragments(FRAGMENT)
                .orphans(OrphanFragments.parse(orphans))
                .compatibility(compatibility)
                .results(RESULTS)
                .build();
    }

    private static MemorySegment fragmentsBehindTheFirst(Arena arena, MemorySegment raw) {
        MemorySegment kept = arena.allocate(raw.byteSize());
        long end = 0;
        for (long at = 0; at < raw.byteSize(); at += RAW) {
            if (raw.get(Waveforms.INT16, at + 20) > 0) {
                MemorySegment.copy(raw, at, kept, end, RAW);
                end += RAW;
            }
        }
        return kept.asSlice(0, end);
    }
}
