package dev.sluice.kernels.internal.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.executor.ExecutorManager;
import dev.sluice.kernels.GuardedMemory;
import dev.sluice.kernels.KernelThreads;
import dev.sluice.kernels.internal.feature.PeakChargePlan;
import dev.sluice.kernels.internal.feature.ScalarPeakCharge;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.wave.RawPolarities;
import dev.sluice.kernels.internal.wave.RawWaveforms;
import dev.sluice.kernels.internal.wave.RawWindow;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class AdaptivePeakChargeTest {
    private static final int SAMPLES = 100;
    private static final int WAVE = 16;
    private static final int RECORDS = 300;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

    @BeforeEach
    void requireVectors() {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "the module jdk.incubator.vector is not there");
    }

    @ParameterizedTest
    @CsvSource({"false, false, 11", "false, true, 12", "true, false, 13"})
    void theCopyForOnePlanGivesTheBitsOfTheScalarTwinAndIsKept(boolean isFloat, boolean unsigned, long seed) {
        PeakChargePlan plan = plan(isFloat, unsigned);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment records = records(arena, plan, new Random(seed));
            MemorySegment found = arena.allocate(8L * RECORDS);
            MemorySegment expected = arena.allocate(8L * RECORDS);
            AdaptivePeakCharge adaptive = VectorPeakCharge.adaptive(plan);
            assertFalse(adaptive.isSpecial(), "a copy was made before there was a reason");
            computeUntilSpecial(adaptive, records, found);
            ScalarPeakCharge.of(plan).run(records.address(), RECORDS, end(records), expected.address());
            found.fill((byte) 0);
            adaptive.run(records.address(), RECORDS, end(records), found.address());
            assertEquals(-1, expected.mismatch(found), "seed=" + seed);
            assertTrue(VectorPeakCharge.adaptive(plan(isFloat, unsigned)).isSpecial(), "the copy is kept");
        }
    }

    /// E1, K11: a program that embeds the kernels gets no thread that was not asked for.
    @Test
    void noCopyIsMadeUnlessThePropertyAsksForIt() {
        assumeTrue(!Boolean.getBoolean(VectorPeakCharge.COPIES), "this JVM asks for copies");
        assertFalse(VectorPeakCharge.of(plan(false, false)) instanceof AdaptivePeakCharge);
    }

    /// E1: the stride of the last record goes on after the memory has ended.
    @Test
    void theSampleOfACopyEndsWithTheMemoryOfTheRecords() {
        int stride = 512;
        PeakChargePlan plan = shortRecords(stride);
        MemorySegment records = GuardedMemory.atEnd(63L * stride + 200);
        MemorySegment results = GuardedMemory.atEnd(64L * 8);
        AdaptivePeakCharge adaptive = VectorPeakCharge.adaptive(plan);
        long begin = System.nanoTime();
        while (!adaptive.isSpecial()) {
            assertTrue(System.nanoTime() - begin < PATIENCE, "no copy was made in " + PATIENCE + " ns");
            adaptive.run(records.address(), 64, end(records), results.address());
        }
    }

    /// K11: the calling thread copies 256 KiB at most.
    @Test
    void recordsThatAreVeryLongGetNoCopy() {
        assertEquals(64, CopyTraining.sampleSize(4096));
        assertEquals(8, CopyTraining.sampleSize(32 << 10));
        assertEquals(0, CopyTraining.sampleSize(4 << 20));
    }

    /// K11: the thread of a training ends by itself when nothing calls any more, and one serves all kernels of a plan.
    @Test
    void aTrainingEndsSoonAfterTheLastCallAndIsSharedByAllKernelsOfAPlan() {
        PeakChargePlan plan = shortRecords(16 << 10);
        MemorySegment records = GuardedMemory.atEnd(16L * (16 << 10));
        CopyTraining first = training(plan, records);
        CopyTraining second = training(plan, records);
        assertSame(first, second);
        long begin = System.nanoTime();
        while (!first.hasEnded()) {
            assertTrue(System.nanoTime() - begin < PATIENCE, "the training still runs after " + PATIENCE + " ns");
            Thread.onSpinWait();
        }
    }

    /// The thread has an owner: closing the executors of the engine stops it long before it would end by itself, and
    /// what comes after starts another.
    @Test
    void closingTheExecutorsStopsTheThreadOfATraining() {
        PeakChargePlan plan = shortRecords(12 << 10);
        MemorySegment records = GuardedMemory.atEnd(16L * (12 << 10));
        CopyTraining stopped = training(plan, records);
        assertTrue(isAnyCopyMade(), "the training has no thread");
        ExecutorManager.create().close();
        assertTrue(stopped.hasEnded());
        assertFalse(isAnyCopyMade(), "a thread is left");
        assertNull(stopped.copy());
        assertFalse(stopped.isHopeless());
        CopyTraining next = training(plan, records);
        assertNotSame(stopped, next);
        assertEquals(0, KernelThreads.stop());
        assertTrue(next.hasEnded());
    }

    private static boolean isAnyCopyMade() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("sluice-kernel-copy"));
    }

    private static CopyTraining training(PeakChargePlan plan, MemorySegment records) {
        return CopyTraining.of(plan, SignedPeakCharge.class, Samples16.class, 16, records.address(), end(records));
    }

    private static PeakChargePlan shortRecords(int stride) {
        return new PeakChargePlan(
                new RawWaveforms(false, false, stride, 100, RawColumn.NONE, RawColumn.NONE, RawColumn.NONE),
                new RawWindow(0, 0, 50),
                new RawWindow(20, 10, 90),
                new RawWindow(0, 0, 8),
                new RawPolarities(RawColumn.NONE, false, new boolean[0]),
                Float.NaN,
                8,
                0,
                4,
                -1);
    }

    private static void computeUntilSpecial(AdaptivePeakCharge adaptive, MemorySegment records, MemorySegment results) {
        long start = System.nanoTime();
        while (!adaptive.isSpecial()) {
            assertTrue(System.nanoTime() - start < PATIENCE, "no copy was made in " + PATIENCE + " ns");
            adaptive.run(records.address(), RECORDS, end(records), results.address());
        }
    }

    private static long end(MemorySegment segment) {
        return segment.address() + segment.byteSize();
    }

    private static PeakChargePlan plan(boolean isFloat, boolean unsigned) {
        int bytes = isFloat ? 4 : 2;
        return new PeakChargePlan(
                new RawWaveforms(
                        isFloat,
                        unsigned,
                        WAVE + SAMPLES * bytes,
                        SAMPLES,
                        RawColumn.of(RawColumn.Type.INT32, 0, WAVE + SAMPLES * bytes),
                        RawColumn.of(RawColumn.Type.FLOAT64, 8, WAVE + SAMPLES * bytes),
                        RawColumn.NONE),
                new RawWindow(WAVE + 20L * bytes, 20, 70),
                new RawWindow(WAVE + 10L * bytes, 10, 91),
                new RawWindow(WAVE, 0, 8),
                new RawPolarities(RawColumn.NONE, false, new boolean[0]),
                Float.NaN,
                8,
                0,
                4,
                -1);
    }

    /// Most records are full, some are cut anywhere.
    private static MemorySegment records(Arena arena, PeakChargePlan plan, Random random) {
        int stride = plan.waveforms().stride();
        MemorySegment records = arena.allocate((long) stride * RECORDS, 64);
        for (int r = 0; r < RECORDS; r++) {
            long record = (long) r * stride;
            records.set(ValueLayout.JAVA_INT_UNALIGNED, record, r % 7 == 0 ? random.nextInt(SAMPLES + 1) : SAMPLES);
            records.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, record + 8, random.nextInt(1000) / 8.0);
            for (int i = 0; i < SAMPLES; i++) {
                if (plan.waveforms().isFloat()) {
                    long at = record + WAVE + 4L * i;
                    records.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) random.nextGaussian() * 100);
                } else {
                    records.set(ValueLayout.JAVA_SHORT_UNALIGNED, record + WAVE + 2L * i, (short) random.nextInt());
                }
            }
        }
        return records;
    }
}
