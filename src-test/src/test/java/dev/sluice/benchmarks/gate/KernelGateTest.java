package dev.sluice.benchmarks.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.kernels.SampleType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class KernelGateTest {
    @Test
    void theGateIsOpenForTheKernelAsItIs() throws Exception {
        assertEquals(GateProgram.OPEN, compared(GateProgram.best("kernel")));
    }

    @Test
    void aKernelHalfAsFastClosesTheGate() throws Exception {
        assertEquals(GateProgram.CLOSED, compared(GateProgram.run("kernel", KernelGate.PASSES + "=2")));
    }

    private static int compared(int code) {
        assumeFalse(code == GateProgram.NOTHING_TO_COMPARE, "there is no C compiler to compare the kernel with");
        return code;
    }

    @Test
    void aKernelThatLeavesGarbageClosesTheGate() {
        try (PeakChargeCase kernel = new PeakChargeCase(SampleType.INT16, 0)) {
            KernelGate.Verdict verdict = new KernelGate().judge(new Littering(kernel));
            assertTrue(verdict.allocated() > 1, verdict::toString);
            assertFalse(verdict.isGood(), verdict::toString);
        }
    }

    @Test
    void aCaseThreeTimesSlowerThanItsTwinClosesAGateOfHalf() {
        int[] sum = new int[1];
        Runnable once = () -> {
            for (int i = 0; i < 10_000; i++) {
                sum[0] = sum[0] * 31 + i;
            }
        };
        Runnable thrice = () -> {
            once.run();
            once.run();
            once.run();
        };
        TwinCase.Input input = new TwinCase.Input(" of sums", 10_000, 40_000, () -> {});
        KernelCase.Twin twin = new KernelCase.Twin("once", once);
        assertTrue(new KernelGate()
                .judge(TwinCase.of("once", input, 0.5, once, twin))
                .isGood());
        KernelGate.Verdict slow = new KernelGate().judge(TwinCase.of("thrice", input, 0.5, thrice, twin));
        assertFalse(slow.isGood(), slow::toString);
        assertEquals("once", slow.twin());
    }

    @Test
    void aCaseWhoseTwinGivesOtherBytesIsRefusedAndItsMemoryFreed() {
        boolean[] freed = new boolean[1];
        MemorySegment results = Arena.ofAuto().allocate(8);
        TwinCase.Input input = new TwinCase.Input(" of one", 1, 8, () -> freed[0] = true);
        KernelCase.Twin wrong = new KernelCase.Twin("wrong", () -> results.set(ValueLayout.JAVA_LONG, 0, 2));
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> TwinCase.verified(
                        "number", input, 0.5, results, () -> results.set(ValueLayout.JAVA_LONG, 0, 1), wrong));
        assertEquals("number of one: the kernel and its twin wrong differ at byte 0", refused.getMessage());
        assertTrue(freed[0]);
    }

    /// Leaves an array per pass.
    private static final class Littering implements KernelCase {
        private final KernelCase kernel;
        private long[] litter;

        Littering(KernelCase kernel) {
            this.kernel = kernel;
        }

        @Override
        public String name() {
            return "littering";
        }

        @Override
        public long records() {
            return kernel.records();
        }

        @Override
        public long bytes() {
            return kernel.bytes();
        }

        @Override
        public double floor() {
            return 0;
        }

        @Override
        public void kernel() {
            litter = new long[(int) kernel.records()];
            kernel.kernel();
        }

        @Override
        public List<Twin> twins() {
            return List.of();
        }

        @Override
        public void close() {
            litter = null;
        }
    }
}
