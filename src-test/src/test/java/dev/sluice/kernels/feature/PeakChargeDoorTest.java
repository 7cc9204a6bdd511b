package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.channel.Polarities;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What `PeakChargeKernel` refuses before its loop goes unchecked.
@KernelTest
class PeakChargeDoorTest {

    private static final WaveformLayout LAYOUT = WaveformLayout.of(SampleType.INT16, 32, 2, 10);

    private final Arena arena = Arena.ofConfined();
    private final PeakChargeKernel kernel = PeakChargeKernel.of(LAYOUT).build();
    private final MemorySegment waveforms = arena.allocate(3 * 32);
    private final MemorySegment results = arena.allocate(3 * 8);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void theLastRecordNeedsRoomOnlyForItsFields() {
        kernel.compute(waveforms.asSlice(0, 2 * 32 + 22), 0, 3, results, 0);
        assertRefused(
                IndexOutOfBoundsException.class,
                "count=3",
                () -> kernel.compute(waveforms.asSlice(0, 2 * 32 + 21), 0, 3, results, 0));
    }

    @Test
    void resultsThatDoNotFitAreRefused() {
        assertRefused(IndexOutOfBoundsException.class, "results", () -> kernel.compute(waveforms, 0, 3, results, 1));
        assertRefused(
                IndexOutOfBoundsException.class,
                "byteSize=23",
                () -> kernel.compute(waveforms, 0, 3, results.asSlice(1), 0));
    }

    @Test
    void countsAndOffsetsOutsideTheSegmentAreRefused() {
        assertRefused(IllegalArgumentException.class, "count=-1", () -> kernel.compute(waveforms, 0, -1, results, 0));
        assertRefused(IllegalArgumentException.class, "offset=-1", () -> kernel.compute(waveforms, -1, 1, results, 0));
        assertRefused(IndexOutOfBoundsException.class, "offset=97", () -> kernel.compute(waveforms, 97, 0, results, 0));
        assertRefused(
                IndexOutOfBoundsException.class,
                "offset=" + Long.MAX_VALUE,
                () -> kernel.compute(waveforms, Long.MAX_VALUE, 1, results, 0));
        assertRefused(
                IndexOutOfBoundsException.class,
                "count=" + Long.MAX_VALUE,
                () -> kernel.compute(waveforms, 0, Long.MAX_VALUE, results, 0));
    }

    @Test
    void noRecordsAtAllTouchNothing() {
        results.fill((byte) 7);
        kernel.compute(waveforms, 96, 0, results, 24);
        assertEquals(7, results.get(ValueLayout.JAVA_BYTE, 23));
    }

    @Test
    void heapSegmentsAreRefusedWithTheReason() {
        MemorySegment heap = MemorySegment.ofArray(new byte[96]);
        assertRefused(IllegalArgumentException.class, "heap", () -> kernel.compute(heap, 0, 1, results, 0));
        assertRefused(IllegalArgumentException.class, "heap", () -> kernel.compute(waveforms, 0, 1, heap, 0));
    }

    @Test
    void readOnlyWaveformsAreReadAndReadOnlyResultsRefused() {
        kernel.compute(waveforms.asReadOnly(), 0, 1, results, 0);
        assertRefused(
                IllegalArgumentException.class,
                "read-only",
                () -> kernel.compute(waveforms, 0, 1, results.asReadOnly(), 0));
    }

    @Test
    void closedAndMissingSegmentsAreRefused() {
        Arena closed = Arena.ofConfined();
        MemorySegment gone = closed.allocate(96);
        closed.close();
        assertRefused(IllegalStateException.class, "closed", () -> kernel.compute(gone, 0, 1, results, 0));
        assertRefused(IllegalStateException.class, "closed", () -> kernel.compute(waveforms, 0, 1, gone, 0));
        assertRefused(IllegalArgumentException.class, "waveforms=null", () -> kernel.compute(null, 0, 1, results, 0));
        assertRefused(IllegalArgumentException.class, "results=null", () -> kernel.compute(waveforms, 0, 1, null, 0));
    }

    @Test
    void segmentsOfAnotherThreadAreRefused() throws Exception {
        CompletableFuture<Void> elsewhere = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                assertRefused(
                        WrongThreadException.class,
                        "another thread",
                        () -> kernel.compute(waveforms, 0, 1, results, 0));
                elsewhere.complete(null);
            } catch (AssertionError wrong) {
                elsewhere.completeExceptionally(wrong);
            }
        });
        thread.start();
        elsewhere.get(10, TimeUnit.SECONDS);
    }

    @Test
    void polaritiesByChannelNeedAChannel() {
        PeakChargeKernel.Builder builder = PeakChargeKernel.of(LAYOUT).polarities(Polarities.parse("1:positive"));
        assertRefused(IllegalArgumentException.class, "no channel field", builder::build);
        PeakChargeKernel.of(LAYOUT)
                .polarities(Polarities.parse("positive,1:positive"))
                .build();
    }

    private static void assertRefused(Class<? extends RuntimeException> type, String part, Executable call) {
        RuntimeException refusal = assertThrows(type, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
