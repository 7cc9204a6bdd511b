package dev.sluice.kernels;

import dev.sluice.kernels.Waveforms.Fill;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No garbage from the hit finders.
@KernelTest
class HitsAllocationTest {

    private static final int RECORDS = 100;

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void findingThresholdHitsAllocatesNothing(SampleType type) {
        WaveformLayout layout = ThresholdHitsTest.layout(type, 110);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waveforms = Waveforms.allocate(arena, layout, RECORDS, 0, Fill.RANDOM, 5);
            MemorySegment hits = arena.allocate(10L * RECORDS * ThresholdHitsKernel.BYTES);
            ThresholdHitsKernel kernel = ThresholdHitsTest.kernel(layout).build();
            KernelAllocationTest.assertAllocatesNothing(
                    () -> kernel.find(waveforms, 0, RECORDS, hits, 0, 10 * RECORDS));
        }
    }

    @Test
    void findingHitsOfFragmentsAllocatesNothing() {
        FragmentLayout layout = new FragmentLayout(110);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, RECORDS, new Random(5));
            MemorySegment hits = arena.allocate(10L * RECORDS * FragmentLayout.HIT_BYTES);
            FindHitsKernel kernel = FindHitsKernel.of(layout).build();
            KernelAllocationTest.assertAllocatesNothing(() -> kernel.find(records, 0, RECORDS, hits, 0, 10 * RECORDS));
        }
    }
}
