package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
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
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No garbage in the steady state: vectors that become objects are the costliest fault that a kernel can have.
@KernelTest
public class KernelAllocationTest {

    private static final int RECORDS = 157;
    private static final int FEW_RECORDS = 20;
    private static final int CALLS = 1_000;

    /// Rounds in which the JIT must have come to its end; until it has compiled a rare path, that path allocates.
    private static final int ROUNDS = 200;

    /// On a busy machine the compiler is late, and until it has come the interpreter boxes vectors.
    private static final long LONGEST_WARM_UP = TimeUnit.SECONDS.toNanos(60);

    /// What one call may allocate on average; a boxed vector costs more than this per record.
    private static final double TOLERATED = 32;

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
            assertAllocatesNothing(() -> kernel.compute(waveforms, 0, RECORDS, results, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "24"})
    void scanningTimesAllocatesNothing(int stride) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(20_000L * stride);
            TimeBounds scan = TimeBounds.of(stride, 0);
            assertAllocatesNothing(() -> scan.scan(times, 0, 20_000, bounds));
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
            assertAllocatesNothing(() -> kernel.compute(waveforms, 0, RECORDS, results, 0, channels));
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
            assertAllocatesNothing(() -> kernel.compute(waveforms, 0, RECORDS, results, 0));
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
            assertAllocatesNothing(() -> kernel.compute(waveforms, 0, FEW_RECORDS, results, 0));
        }
    }

    public static void assertAllocatesNothing(Runnable call) {
        Assumptions.assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocation");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.MAX_VALUE;
        long deadline = System.nanoTime() + LONGEST_WARM_UP;
        for (int round = 0; least > TOLERATED && (round < ROUNDS || System.nanoTime() < deadline); round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            repeat(call, CALLS);
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / (double) CALLS);
        }
        assertTrue(least <= TOLERATED, Kernels.provider() + " allocated " + least + " bytes per call");
    }

    private static void repeat(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }
}
