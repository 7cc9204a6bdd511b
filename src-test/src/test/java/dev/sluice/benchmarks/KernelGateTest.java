package dev.sluice.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sluice.kernels.SampleType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class KernelGateTest {
    @AfterEach
    void forgetTheBrake() {
        System.clearProperty(KernelGate.PASSES);
    }

    @Test
    void theGateIsOpenForTheKernelAsItIs() {
        try (PeakChargeCase kernel = kernel()) {
            KernelGate.Verdict verdict = new KernelGate().judge(kernel);
            assertTrue(verdict.isGood(), verdict::toString);
        }
    }

    @Test
    void aKernelHalfAsFastClosesTheGate() {
        System.setProperty(KernelGate.PASSES, "2");
        try (PeakChargeCase kernel = kernel()) {
            KernelGate.Verdict verdict = new KernelGate().judge(kernel);
            assertFalse(verdict.isGood(), verdict::toString);
        }
    }

    @Test
    void aKernelThatLeavesGarbageClosesTheGate() {
        try (PeakChargeCase kernel = kernel()) {
            KernelGate.Verdict verdict = new KernelGate().judge(new Littering(kernel));
            assertTrue(verdict.allocated() > 1, verdict::toString);
            assertFalse(verdict.isGood(), verdict::toString);
        }
    }

    private static PeakChargeCase kernel() {
        PeakChargeCase kernel = new PeakChargeCase(SampleType.INT16, 0.55);
        boolean alone = kernel.twins().isEmpty();
        if (alone) {
            kernel.close();
        }
        assumeFalse(alone, "there is no C compiler, so the kernel has nothing to be compared with");
        return kernel;
    }

    /// Leaves an array behind per pass.
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
