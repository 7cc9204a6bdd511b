package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.ChannelBaselines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What `BaselineKernel` refuses.
@KernelTest
class BaselineDoorTest {

    private static final WaveformLayout LAYOUT =
            WaveformLayout.of(SampleType.INT16, 32, 4, 10).withChannel(ScalarType.INT16, 2);
    private static final Column FRAGMENT = new Column(ScalarType.INT16, 0);

    private final Arena arena = Arena.ofConfined();
    private final BaselineKernel kernel = BaselineKernel.of(LAYOUT).build();
    private final BaselineKernel carrying =
            BaselineKernel.of(LAYOUT).fragments(FRAGMENT).build();
    private final MemorySegment waveforms = arena.allocate(3 * 32);
    private final MemorySegment results = arena.allocate(3 * 8);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void segmentsThatAreTooSmallOrOnTheHeapAreRefused() {
        assertRefused(IndexOutOfBoundsException.class, "count=4", () -> kernel.compute(waveforms, 0, 4, results, 0));
        assertRefused(IndexOutOfBoundsException.class, "results", () -> kernel.compute(waveforms, 0, 3, results, 1));
        MemorySegment heap = MemorySegment.ofArray(new byte[96]);
        assertRefused(IllegalArgumentException.class, "heap", () -> kernel.compute(heap, 0, 1, results, 0));
    }

    @Test
    void fragmentsAndChannelsGoTogether() {
        ChannelBaselines channels = ChannelBaselines.of(1);
        assertRefused(
                IllegalArgumentException.class, "channels=null", () -> carrying.compute(waveforms, 0, 1, results, 0));
        assertRefused(
                IllegalArgumentException.class,
                "column missing",
                () -> kernel.compute(waveforms, 0, 1, results, 0, channels));
        BaselineKernel.Builder without = BaselineKernel.of(WaveformLayout.of(SampleType.INT16, 32, 4, 10))
                .fragments(FRAGMENT);
        assertRefused(IllegalArgumentException.class, "no channel field", without::build);
    }

    @Test
    void anOrphanFragmentIsRefusedByRecordAndChannelAndWhatCameBeforeIsThere() {
        waveforms.set(Waveforms.INT16, 4, (short) 400);
        waveforms.set(Waveforms.INT16, 32, (short) 1);
        waveforms.set(Waveforms.INT16, 34, (short) 5);
        ChannelBaselines channels = ChannelBaselines.of(6);
        assertRefused(
                IllegalArgumentException.class,
                "record=1 channel=5 fragment=1",
                () -> carrying.compute(waveforms, 0, 3, results, 0, channels));
        assertEquals(40, results.getAtIndex(ValueLayout.JAVA_FLOAT, 0));
    }

    @Test
    void aChannelBeyondTheRoomIsRefusedAlsoIfNegative() {
        for (int channel : new int[] {6, -1}) {
            waveforms.set(Waveforms.INT16, 2, (short) channel);
            assertRefused(
                    IllegalArgumentException.class,
                    "channel=" + channel + ", limits are 0 and 5",
                    () -> carrying.compute(waveforms, 0, 3, results, 0, ChannelBaselines.of(6)));
        }
    }

    @Test
    void samplesThatDoNotFitOrOverlapOtherResultsAreRefused() {
        assertRefused(
                IllegalArgumentException.class,
                "samplesOffset=8",
                () -> BaselineKernel.of(LAYOUT)
                        .results(new BaselineResults(27, 0, 4, 8))
                        .build());
        assertRefused(
                IllegalArgumentException.class,
                "overlap",
                () -> BaselineKernel.of(LAYOUT)
                        .results(new BaselineResults(64, 0, 27, 8))
                        .build());
        assertRefused(IllegalArgumentException.class, "overlap", () -> new BaselineResults(64, 0, 3, -1));
    }

    @Test
    void straxKnowsOnlyInt16() {
        assertRefused(
                IllegalArgumentException.class,
                "int16 samples only",
                () -> BaselineKernel.of(WaveformLayout.of(SampleType.FLOAT32, 40, 0, 10))
                        .compatibility(Compatibility.STRAX)
                        .build());
    }

    @Test
    void wordsAndNumbersOutsideTheirRangeAreRefused() {
        assertEquals(Compatibility.STRAX, Compatibility.parse("strax"));
        assertEquals(OrphanFragments.FALLBACK, OrphanFragments.parse("fallback"));
        assertRefused(IllegalArgumentException.class, "none or strax", () -> Compatibility.parse("numpy"));
        assertRefused(IllegalArgumentException.class, "refuse or fallback", () -> OrphanFragments.parse("drop"));
        assertRefused(IllegalArgumentException.class, "channels=0", () -> ChannelBaselines.of(0));
        assertRefused(
                IllegalArgumentException.class,
                "fallback=NaN",
                () -> BaselineKernel.of(LAYOUT).fallback(Double.NaN));
    }

    private static void assertRefused(Class<? extends RuntimeException> type, String part, Executable call) {
        RuntimeException refusal = assertThrows(type, call);
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
