package dev.sluice.kernels.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.channel.ChannelBaselines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which pulse a fragment takes its baseline from, in both twins.
@KernelTest
class BaselinePulsesTest {

    private static final int SAMPLES = 50;
    private static final Column FRAGMENT = new Column(ScalarType.UINT16, 0);
    private static final Column TIME = new Column(ScalarType.INT64, 4);
    private static final Column DT = new Column(ScalarType.INT16, 12);
    private static final int FALLBACK = 9;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFragmentTakesTheBaselineOfItsOwnPulseAlone(SampleType type) {
        for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
            BaselineKernel.Builder builder = builder(type, provider).pulseTimes(TIME, DT);
            MemorySegment pulses = pulses(type, SAMPLES * 4, SAMPLES * 8);
            assertEquals(List.of(100f, 100f, 100f), baselines(builder.build(), pulses, 3));
            for (int shift : new int[] {-1, 1, SAMPLES * 4}) {
                MemorySegment shifted = pulses(type, SAMPLES * 4, SAMPLES * 8 + shift);
                BaselineKernel strict = builder.orphans(OrphanFragments.REFUSE).build();
                String message = assertThrows(IllegalArgumentException.class, () -> baselines(strict, shifted, 3))
                        .getMessage();
                assertTrue(
                        message.contains("record=1 channel=3 fragment=2 time=" + (1000 + SAMPLES * 8 + shift)),
                        message);
                assertTrue(message.contains("pulse_start=" + (1000 + shift)), message);
                BaselineKernel falling =
                        builder.orphans(OrphanFragments.FALLBACK).build();
                assertEquals(List.of(100f, 100f, (float) FALLBACK), baselines(falling, shifted, 3));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutTimesAFragmentTakesTheBaselineThatItsChannelHadLast(SampleType type) {
        for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
            assertEquals(
                    List.of(100f, 100f, 100f), baselines(builder(type, provider).build(), pulses(type, 7, 13), 3));
        }
    }

    @Test
    void withoutAPeriodAFragmentTakesTheBaselineThatItsChannelHadLast() {
        for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
            for (int dt : new int[] {0, -4}) {
                MemorySegment pulses = pulses(SampleType.INT16, 7, 13);
                for (int i = 0; i < 3; i++) {
                    Waveforms.set(pulses, (long) i * layout(SampleType.INT16).stride(), DT, dt);
                }
                BaselineKernel kernel =
                        builder(SampleType.INT16, provider).pulseTimes(TIME, DT).build();
                assertEquals(List.of(100f, 100f, 100f), baselines(kernel, pulses, 3), "dt=" + dt);
            }
        }
    }

    @Test
    void straxTakesTheBaselineThatTheChannelHadLast() {
        for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
            BaselineKernel strax = builder(SampleType.INT16, provider)
                    .pulseTimes(TIME, DT)
                    .compatibility(Compatibility.STRAX)
                    .build();
            assertEquals(List.of(100f, 100f, 100f), baselines(strax, pulses(SampleType.INT16, 7, 13), 3));
        }
    }

    @Test
    void samplesOfAnOrphanAreLessTheFallbackAndNotLessAnotherPulse() {
        WaveformLayout layout = layout(SampleType.INT16);
        int stride = 8 + SAMPLES * Short.BYTES;
        for (KernelProvider provider : List.of(Kernels.scalar(), Kernels.provider())) {
            BaselineKernel kernel = builder(SampleType.INT16, provider)
                    .pulseTimes(TIME, DT)
                    .orphans(OrphanFragments.FALLBACK)
                    .results(new BaselineResults(stride, 0, 4, 8))
                    .build();
            MemorySegment results = arena.allocate(3L * stride);
            kernel.compute(pulses(SampleType.INT16, 7, 400), 0, 3, results, 0, ChannelBaselines.of(4));
            assertTrue(Float.isNaN(results.get(Waveforms.FLOAT32, stride + 4L)));
            assertEquals(FALLBACK - 200, results.get(Waveforms.INT16, stride + 8L));
            assertEquals(100 - 300, results.get(Waveforms.INT16, 2L * stride + 8 + 2L * (layout.samples() - 1)));
        }
    }

    @Test
    void timesAreReadUpToTheLastByteOfARecordAndNoFurther() {
        WaveformLayout layout = WaveformLayout.of(SampleType.INT16, 22, 0, 5).withChannel(ScalarType.INT8, 10);
        BaselineKernel kernel = BaselineKernel.of(layout)
                .fragments(new Column(ScalarType.INT8, 11))
                .pulseTimes(new Column(ScalarType.INT64, 12), new Column(ScalarType.INT16, 20))
                .build();
        MemorySegment one = arena.allocate(22);
        MemorySegment results = arena.allocate(8);
        kernel.compute(one, 0, 1, results, 0, ChannelBaselines.of(1));
        assertEquals(0, results.get(ValueLayout.JAVA_FLOAT, 0));
        MemorySegment less = one.asSlice(0, 21);
        assertThrows(
                IndexOutOfBoundsException.class, () -> kernel.compute(less, 0, 1, results, 0, ChannelBaselines.of(1)));
    }

    @Test
    void timesThatDoNotFitAreRefused() {
        BaselineKernel.Builder builder = BaselineKernel.of(layout(SampleType.INT16));
        assertRefused("give both or neither", () -> builder.pulseTimes(TIME, Column.NONE));
        assertRefused("dt", () -> builder.pulseTimes(TIME, new Column(ScalarType.FLOAT32, 12)));
        assertRefused(
                "give the column of fragments",
                () -> builder.pulseTimes(TIME, DT).build());
        Column beyond = new Column(ScalarType.INT64, 16 + 2 * SAMPLES - 7);
        assertRefused(
                "time field reaches out",
                () -> builder.fragments(FRAGMENT).pulseTimes(beyond, DT).build());
    }

    private static void assertRefused(String part, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static WaveformLayout layout(SampleType type) {
        return WaveformLayout.of(type, 16 + SAMPLES * type.bytes(), 16, SAMPLES).withChannel(ScalarType.INT16, 2);
    }

    private static BaselineKernel.Builder builder(SampleType type, KernelProvider provider) {
        return BaselineKernel.of(layout(type))
                .fragments(FRAGMENT)
                .fallback(FALLBACK)
                .provider(provider);
    }

    /// A first fragment of channel 3 at time 1000, and its next two so much later; samples are 100, 200, 300; dt is 4.
    private MemorySegment pulses(SampleType type, int second, int third) {
        WaveformLayout layout = layout(type);
        MemorySegment records = arena.allocate(3L * layout.stride());
        int[] later = {0, second, third};
        for (int i = 0; i < 3; i++) {
            long record = (long) i * layout.stride();
            Waveforms.set(records, record, FRAGMENT, i);
            Waveforms.set(records, record, layout.channel(), 3);
            Waveforms.set(records, record, TIME, 1000 + later[i]);
            Waveforms.set(records, record, DT, 4);
            for (int k = 0; k < SAMPLES; k++) {
                long at = record + layout.waveOffset() + (long) k * type.bytes();
                if (type == SampleType.FLOAT32) {
                    records.set(Waveforms.FLOAT32, at, 100 * (i + 1));
                } else {
                    records.set(Waveforms.INT16, at, (short) (100 * (i + 1)));
                }
            }
        }
        return records;
    }

    /// The baselines of so many records, computed in two calls.
    private List<Float> baselines(BaselineKernel kernel, MemorySegment records, int count) {
        MemorySegment results = arena.allocate(8L * count);
        ChannelBaselines channels = ChannelBaselines.of(4);
        long half = count / 2;
        kernel.compute(records, 0, half, results, 0, channels);
        kernel.compute(records, half * kernel.layout().stride(), count - half, results, 8 * half, channels);
        return LongStream.range(0, count)
                .mapToObj(i -> results.getAtIndex(ValueLayout.JAVA_FLOAT, 2 * i))
                .toList();
    }
}
