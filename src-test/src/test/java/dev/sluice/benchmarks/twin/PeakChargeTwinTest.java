package dev.sluice.benchmarks.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.benchmarks.input.Placement;
import dev.sluice.benchmarks.input.WaveformBlock;
import dev.sluice.benchmarks.twin.PeakChargeTwin.TwinLayout;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.feature.PeakChargeKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PeakChargeTwinTest {
    private static final int SEED = 7;
    private static final List<Integer> LENGTHS =
            List.of(1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 96, 127, 340, 799);

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void everyFormEqualsTheKernelBitForBitAtAllLengths(SampleType type) {
        try (WaveformBlock block = new WaveformBlock(type, Placement.L2)) {
            fillWithExtremes(block, type);
            for (int length : LENGTHS) {
                compare(block, type, new SampleRange(1, 1 + length));
            }
        }
    }

    /// Samples of the whole range; floats finite.
    private static void fillWithExtremes(WaveformBlock block, SampleType type) {
        Random random = new Random(SEED);
        for (long record = 0; record < block.count(); record++) {
            long wave = record * block.layout().stride() + WaveformBlock.WAVE;
            for (int i = 0; i < WaveformBlock.SAMPLES; i++) {
                if (type == SampleType.FLOAT32) {
                    block.records()
                            .set(ValueLayout.JAVA_FLOAT_UNALIGNED, wave + 4L * i, (float) random.nextGaussian() * 1e6f);
                } else {
                    block.records().set(ValueLayout.JAVA_SHORT_UNALIGNED, wave + 2L * i, (short) random.nextInt());
                }
            }
        }
    }

    private static void compare(WaveformBlock block, SampleType type, SampleRange range) {
        MemorySegment expected = block.allocate(8L * block.count());
        MemorySegment found = block.allocate(8L * block.count());
        PeakChargeKernel.of(block.layout())
                .peakRange(range)
                .chargeRange(range)
                .provider(Kernels.scalar())
                .build()
                .compute(block.records(), 0, block.count(), expected, 0);
        List<PeakChargeTwin> twins = PeakChargeTwin.openAll(
                type,
                new TwinLayout(
                        block.layout().stride(),
                        WaveformBlock.WAVE,
                        WaveformBlock.BASELINE,
                        range.from(),
                        range.to(),
                        range.from(),
                        range.to()));
        assumeFalse(twins.isEmpty(), "there is no C compiler");
        for (PeakChargeTwin twin : twins) {
            found.fill((byte) 0);
            twin.compute(block.records(), block.count(), found);
            assertEquals(-1, expected.mismatch(found), twin.form() + " " + type + " " + range + " seed " + SEED);
            twin.close();
        }
    }
}
