package dev.sluice.kernels.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Allocation;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `FilterKernel` refuses before its loop goes unchecked, and where it may write.
@KernelTest
class FilterDoorTest {

    private static final WaveformLayout LAYOUT = WaveformLayout.of(SampleType.INT16, 32, 2, 10);

    private final Arena arena = Arena.ofConfined();
    private final FilterKernel kernel =
            FilterKernel.of(LAYOUT, FirFilter.of(1, 2, 1)).build();
    private final MemorySegment waveforms = arena.allocate(3 * 32);
    private final MemorySegment results = arena.allocate(3 * 40);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void segmentsThatAreTooSmallAreRefused() {
        kernel.compute(waveforms.asSlice(0, 2 * 32 + 22), 0, 3, results, 0);
        assertRefused(
                IndexOutOfBoundsException.class,
                "waveforms",
                () -> kernel.compute(waveforms.asSlice(0, 2 * 32 + 21), 0, 3, results, 0));
        assertRefused(IndexOutOfBoundsException.class, "results", () -> kernel.compute(waveforms, 0, 3, results, 1));
        assertRefused(IllegalArgumentException.class, "count=-1", () -> kernel.compute(waveforms, 0, -1, results, 0));
        assertRefused(IllegalArgumentException.class, "offset=-1", () -> kernel.compute(waveforms, -1, 1, results, 0));
    }

    @Test
    void heapAndReadOnlySegmentsAreRefused() {
        MemorySegment heap = MemorySegment.ofArray(new byte[400]);
        assertRefused(IllegalArgumentException.class, "heap", () -> kernel.compute(heap, 0, 1, results, 0));
        assertRefused(IllegalArgumentException.class, "heap", () -> kernel.compute(waveforms, 0, 1, heap, 0));
        assertRefused(
                IllegalArgumentException.class,
                "read-only",
                () -> kernel.compute(waveforms, 0, 1, results.asReadOnly(), 0));
    }

    @Test
    void noRecordsAtAllTouchNothing() {
        results.fill((byte) 7);
        kernel.compute(waveforms, 96, 0, results, 120);
        assertEquals(7, results.get(ValueLayout.JAVA_BYTE, 119));
    }

    @Test
    void resultsOverWaveformsAreRefused() {
        MemorySegment both = arena.allocate(400);
        assertRefused(IllegalArgumentException.class, "overlap by", () -> kernel.compute(both, 0, 3, both, 80));
        assertRefused(IllegalArgumentException.class, "overlap by", () -> kernel.compute(both, 200, 3, both, 119));
        kernel.compute(both, 0, 3, both, 86);
    }

    @Test
    void aWaveOfAnotherLengthIsRefused() {
        assertRefused(
                IllegalArgumentException.class,
                "samples=9",
                () -> FilterKernel.of(LAYOUT, FirFilter.of(1))
                        .results(FilteredWave.packed(9))
                        .build());
        assertRefused(IllegalArgumentException.class, "stride=39", () -> new FilteredWave(39, 0, 10));
        assertRefused(IllegalArgumentException.class, "samples=-1", () -> new FilteredWave(39, 0, -1));
    }

    static Stream<Filter> filters() {
        return Filtering.all();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void floatsAreFilteredInPlaceAsElsewhere(Filter filter) {
        WaveformLayout layout = Filtering.layout(SampleType.FLOAT32, 75);
        MemorySegment records = Waveforms.allocate(arena, layout, 20, 0, Fill.RANDOM, 3);
        MemorySegment expected = arena.allocate(20L * 300);
        FilterKernel.of(layout, filter).build().compute(records, 0, 20, expected, 0);
        FilterKernel.of(layout, filter)
                .results(new FilteredWave(layout.stride(), layout.waveOffset(), 75))
                .build()
                .compute(records, 0, 20, records, 0);
        for (long i = 0; i < 20; i++) {
            long wave = i * layout.stride() + layout.waveOffset();
            assertArrayEquals(
                    expected.asSlice(300 * i, 300).toArray(ValueLayout.JAVA_BYTE),
                    records.asSlice(wave, 300).toArray(ValueLayout.JAVA_BYTE),
                    filter + " record=" + i);
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aSecondWaveOfTheSameRecordsMayTakeTheResult(Filter filter) {
        WaveformLayout layout = WaveformLayout.of(SampleType.UINT16, 6 * 31 + 1, 1, 31);
        MemorySegment records = Waveforms.allocate(arena, layout, 20, 0, Fill.RANDOM, 3);
        MemorySegment room = arena.allocate(20L * layout.stride());
        MemorySegment.copy(records, 0, room, 0, records.byteSize());
        MemorySegment expected = arena.allocate(20L * 124);
        FilterKernel.of(layout, filter).build().compute(records, 0, 20, expected, 0);
        FilterKernel.of(layout, filter)
                .results(new FilteredWave(layout.stride(), 63, 31))
                .build()
                .compute(room, 0, 20, room, 0);
        for (long i = 0; i < 20; i++) {
            assertEquals(
                    -1,
                    expected.asSlice(124 * i, 124).mismatch(room.asSlice(i * layout.stride() + 63, 124)),
                    filter + " record=" + i);
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void filteringAllocatesNothing(Filter filter) {
        for (SampleType type : SampleType.values()) {
            WaveformLayout layout =
                    WaveformLayout.of(type, 32 + 50 * type.bytes(), 32, 50).withBaseline(ScalarType.FLOAT32, 0);
            MemorySegment records = Waveforms.allocate(arena, layout, 9, 0, Fill.RANDOM, 5);
            MemorySegment filtered = arena.allocate(9L * 200);
            FilterKernel filtering = FilterKernel.of(layout, filter).build();
            Allocation.assertNone(() -> filtering.compute(records, 0, 9, filtered, 0));
        }
    }

    private static void assertRefused(Class<? extends RuntimeException> type, String part, Executable call) {
        RuntimeException refusal = assertThrows(type, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
