package dev.sluice.kernels;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.feature.BaselineKernel;
import dev.sluice.kernels.feature.BaselineResults;
import dev.sluice.kernels.feature.BasicFeaturesKernel;
import dev.sluice.kernels.feature.OrphanFragments;
import dev.sluice.kernels.feature.PeakChargeKernel;
import dev.sluice.kernels.feature.PulseShapeKernel;
import dev.sluice.kernels.time.TimeBounds;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No garbage in the steady state: vectors that become objects are the costliest fault that a kernel can have.
@KernelTest
class KernelAllocationTest {

    private static final int RECORDS = 157;
    private static final int FEW_RECORDS = 20;

    private final long[] bounds = new long[TimeBounds.VALUES];

    @ParameterizedTest
    @CsvSource({"INT16, true", "UINT16, true", "FLOAT32, true", "INT16, false", "UINT16, false", "FLOAT32, false"})
    void computingAllocatesNothing(SampleType type, boolean baselineField) {
        WaveformLayout plain =
                WaveformLayout.of(type, 32 + 800 * type.bytes(), 32, 800).withValidLength(ScalarType.INT32, 8);
        WaveformLayout layout = baselineField ? plain.withBaseline(ScalarType.FLOAT64, 0) : plain;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, RECORDS, 0, Fill.RANDOM, 5);
            MemorySegment results = arena.allocate(8L * RECORDS);
            PeakChargeKernel kernel = PeakChargeKernel.of(layout).build();
            Allocation.assertNone(() -> kernel.compute(waveforms, 0, RECORDS, results, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "24"})
    void scanningTimesAllocatesNothing(int stride) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(20_000L * stride);
            TimeBounds scan = TimeBounds.of(stride, 0);
            Allocation.assertNone(() -> scan.scan(times, 0, 20_000, bounds));
        }
    }

    @ParameterizedTest
    @CsvSource({"INT16, true", "UINT16, true", "FLOAT32, true", "INT16, false", "UINT16, false"})
    void baselinesAllocateNothing(SampleType type, boolean subtracts) {
        WaveformLayout layout = WaveformLayout.of(type, 32 + 110 * type.bytes(), 32, 110)
                .withValidLength(ScalarType.INT32, 8)
                .withChannel(ScalarType.INT16, 0);
        BaselineResults wanted =
                new BaselineResults(layout.stride(), 0, 4, subtracts ? 32 : BaselineResults.NOT_WANTED);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, RECORDS, 0, Fill.RANDOM, 5);
            MemorySegment results = arena.allocate((long) layout.stride() * RECORDS);
            ChannelBaselines channels = ChannelBaselines.of(5);
            BaselineKernel kernel = BaselineKernel.of(layout)
                    .results(wanted)
                    .fragments(new Column(ScalarType.UINT8, 3))
                    .orphans(OrphanFragments.FALLBACK)
                    .build();
            Allocation.assertNone(() -> kernel.compute(waveforms, 0, RECORDS, results, 0, channels));
        }
    }

    @ParameterizedTest
    @CsvSource({"INT16, true", "UINT16, true", "FLOAT32, true", "INT16, false", "UINT16, false", "FLOAT32, false"})
    void basicFeaturesAllocateNothing(SampleType type, boolean baselineField) {
        WaveformLayout plain =
                WaveformLayout.of(type, 32 + 200 * type.bytes(), 32, 200).withValidLength(ScalarType.INT32, 8);
        WaveformLayout layout = baselineField ? plain.withBaseline(ScalarType.FLOAT64, 0) : plain;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, RECORDS, 0, Fill.RANDOM, 5);
            MemorySegment results = arena.allocate(16L * RECORDS);
            BasicFeaturesKernel kernel = BasicFeaturesKernel.of(layout).build();
            Allocation.assertNone(() -> kernel.compute(waveforms, 0, RECORDS, results, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"INT16, true", "UINT16, true", "FLOAT32, true", "INT16, false", "UINT16, false", "FLOAT32, false"})
    void pulseShapesAllocateNothing(SampleType type, boolean baselineField) {
        WaveformLayout plain =
                WaveformLayout.of(type, 32 + 200 * type.bytes(), 32, 200).withValidLength(ScalarType.INT32, 8);
        WaveformLayout layout = baselineField ? plain.withBaseline(ScalarType.FLOAT64, 0) : plain;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, FEW_RECORDS, 0, Fill.RANDOM, 5);
            PulseShapeKernel kernel = PulseShapeKernel.of(layout).build();
            MemorySegment results = arena.allocate((long) kernel.results().stride() * FEW_RECORDS);
            Allocation.assertNone(() -> kernel.compute(waveforms, 0, FEW_RECORDS, results, 0));
        }
    }
}
