package dev.sluice.kernels.hit;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Fragments;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordOperations;
import dev.sluice.kernels.record.RecordsKernel;
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
            Allocation.assertNone(() -> kernel.find(waveforms, 0, RECORDS, hits, 0, 10 * RECORDS));
        }
    }

    @Test
    void findingHitsOfFragmentsAllocatesNothing() {
        FragmentLayout layout = new FragmentLayout(110);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = Fragments.records(arena, layout, RECORDS, new Random(5));
            MemorySegment hits = arena.allocate(10L * RECORDS * FragmentLayout.HIT_BYTES);
            FindHitsKernel kernel = FindHitsKernel.of(layout).build();
            Allocation.assertNone(() -> kernel.find(records, 0, RECORDS, hits, 0, 10 * RECORDS));
        }
    }

    @Test
    void theChainFromRawRecordsToSortedHitsAllocatesNothing() {
        FragmentLayout layout = new FragmentLayout(110);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = Fragments.raw(arena, layout, RECORDS, new Random(5));
            MemorySegment records = arena.allocate(1L * RECORDS * layout.recordBytes());
            MemorySegment cut = arena.allocate(1L * RECORDS * layout.recordBytes());
            MemorySegment hits = arena.allocate(20L * RECORDS * FragmentLayout.HIT_BYTES);
            MemorySegment sorted = arena.allocate(20L * RECORDS * FragmentLayout.HIT_BYTES);
            RecordsKernel kernel = RecordsKernel.of(layout).fallback(16_000).build();
            FindHitsKernel finder = FindHitsKernel.of(layout).build();
            CutOutsideHitsKernel cutter = CutOutsideHitsKernel.of(layout, 2, 15, Compatibility.NONE);
            RecordOperations operations = RecordOperations.of(layout, Polarity.NEGATIVE, Compatibility.NONE);
            ChannelBaselines baselines = ChannelBaselines.ofAll();
            RecordLinks links = new RecordLinks(layout);
            HitOrder order = new HitOrder();
            Allocation.assertNone(() -> {
                operations.fromRaw(raw, 0, RECORDS, records, 0);
                operations.zeroOutOfBounds(records, 0, RECORDS);
                operations.subtractBaseline(records, 0, RECORDS);
                operations.integrate(records, 0, RECORDS);
                kernel.compute(raw, 0, RECORDS, records, 0, baselines);
                long found = finder.find(records, 0, RECORDS, hits, 0, 20 * RECORDS);
                cutter.cut(records, 0, RECORDS, hits, 0, found, cut, 0, links);
                order.sort(hits, 0, found, sorted, 0);
            });
        }
    }
}
