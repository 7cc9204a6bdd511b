package dev.sluice.kernels.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.Fragments;
import dev.sluice.kernels.GuardPageTest;
import dev.sluice.kernels.KernelTest;
import dev.sluice.kernels.Kernels;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.Waveforms;
import dev.sluice.kernels.Waveforms.Fill;
import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.record.CutBaselineKernel;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordOperations;
import dev.sluice.kernels.record.RecordsKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Waveforms and records that end where readable memory ends: a kernel that reads one byte too far brings this JVM
/// down.
@KernelTest
class HitsGuardPageTest {

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void nothingBehindTheWaveformsIsRead(SampleType type) throws Throwable {
        MemorySegment readable = readable();
        for (int samples = 0; samples <= 130; samples++) {
            WaveformLayout layout = WaveformLayout.of(type, 30 + samples * type.bytes(), 30, samples);
            MemorySegment waveforms = readable.asSlice(readable.byteSize() - Waveforms.bytes(layout, 2, 0));
            Waveforms.fill(waveforms, layout, 2, 0, Fill.RANDOM, samples);
            ThresholdHitsKernel.Builder builder = ThresholdHitsKernel.of(layout, 0, new Column(ScalarType.FLOAT32, 8));
            long expected = count(builder.provider(Kernels.scalar()).build(), waveforms);
            assertEquals(
                    expected, count(builder.provider(Kernels.provider()).build(), waveforms), type + " " + samples);
        }
    }

    private static long count(ThresholdHitsKernel kernel, MemorySegment waveforms) {
        return kernel.find(waveforms, 0, 2, MemorySegment.NULL, 0, 0);
    }

    @Test
    void nothingBehindTheFragmentsIsReadOrWritten() throws Throwable {
        MemorySegment raw = readable();
        MemorySegment made = readable();
        MemorySegment copied = readable();
        for (int samples = 1; samples <= 130; samples++) {
            FragmentLayout layout = new FragmentLayout(samples);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment source = raw.asSlice(raw.byteSize() - 6L * layout.rawBytes());
                source.copyFrom(Fragments.raw(arena, layout, 6, new Random(samples)));
                long offset = made.byteSize() - 6L * layout.recordBytes();
                RecordsKernel.of(layout)
                        .fallback(8000)
                        .build()
                        .compute(source, 0, 6, made, offset, ChannelBaselines.ofAll());
                RecordOperations operations = RecordOperations.of(layout, Polarity.NEGATIVE, Compatibility.NONE);
                operations.integrate(made, offset, 6);
                operations.subtractBaseline(made, offset, 6);
                operations.zeroOutOfBounds(made, offset, 6);
                MemorySegment hits = arena.allocate(400L * FragmentLayout.HIT_BYTES);
                long found = FindHitsKernel.of(layout).build().find(made, offset, 6, hits, 0, 400);
                CutOutsideHitsKernel.of(layout, 2, 15, Compatibility.NONE)
                        .cut(made, offset, 6, hits, 0, found, copied, offset, new RecordLinks(layout));
                CutBaselineKernel.of(layout).before(48).after(30).build().cut(made, offset, 6, copied, offset);
                operations.fromRaw(source, 0, 6, made, offset);
            }
        }
    }

    private static MemorySegment readable() throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        return GuardPageTest.readableBeforeAGuardPage();
    }
}
