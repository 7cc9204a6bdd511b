package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.Waveforms.Fill;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Waveforms that end where readable memory ends: a kernel that reads one byte too far brings this JVM down.
@KernelTest
class GuardPageTest {

    static final long PAGE = 65_536;
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void nothingBehindTheSegmentIsRead(SampleType type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = readableBeforeAGuardPage();
        for (int samples = 0; samples <= 110; samples++) {
            int length = samples;
            WaveformLayout layout = WaveformLayout.of(type, 9 + samples * type.bytes(), 9, samples);
            MemorySegment waveforms = readable.asSlice(PAGE - Waveforms.bytes(layout, 2, 0));
            Waveforms.fill(waveforms, layout, 2, 0, Fill.RANDOM, samples);
            for (String range : new String[] {":", samples / 2 + ":"}) {
                Twins.assertAgree(
                        Twins.builder(layout, range, range), waveforms, 0, 2, () -> type + " samples=" + length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void nothingBehindTheSegmentIsReadForBaselinesAndBasicFeatures(SampleType type) throws Throwable {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "guard pages are set up for Linux only");
        MemorySegment readable = readableBeforeAGuardPage();
        try (Arena arena = Arena.ofConfined()) {
            for (int samples = 0; samples <= 110; samples++) {
                WaveformLayout layout = WaveformLayout.of(type, 9 + samples * type.bytes(), 9, samples)
                        .withChannel(ScalarType.UINT8, 8);
                MemorySegment waveforms = readable.asSlice(PAGE - Waveforms.bytes(layout, 2, 0));
                Waveforms.fill(waveforms, layout, 2, 0, Fill.RANDOM, samples);
                int room = samples * type.bytes();
                MemorySegment results = arena.allocate(2L * (16 + room));
                BaselineKernel.of(layout)
                        .fragments(new Column(ScalarType.UINT8, 3))
                        .orphans(OrphanFragments.FALLBACK)
                        .results(new BaselineResults(16 + room, 0, 4, 16))
                        .build()
                        .compute(waveforms, 0, 2, results, 0, ChannelBaselines.of(5));
                BasicFeaturesKernel.of(layout)
                        .heightRange(SampleRange.from(samples / 2))
                        .build()
                        .compute(waveforms, 0, 2, results, 0);
            }
        }
    }

    @SuppressWarnings("restricted")
    static MemorySegment readableBeforeAGuardPage() throws Throwable {
        MethodHandle map = function(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        MethodHandle protect = function(
                "mprotect",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        long address = (long) map.invokeExact(0L, 2 * PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
        Assumptions.assumeTrue(address > 0, "no memory could be mapped");
        assertEquals(0, (int) protect.invokeExact(address + PAGE, PAGE, 0));
        return MemorySegment.ofAddress(address).reinterpret(PAGE);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
