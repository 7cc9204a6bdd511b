package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.kernels.internal.vector.VectorKernels;
import org.junit.jupiter.api.Test;

@KernelTest
class KernelsTest {

    @Test
    void theProviderThatRunsIsTheOneThisRunForces() {
        String forced = System.getProperty(KernelChoice.PROVIDER, "vector");
        assertEquals(forced, Kernels.name());
        assertEquals(forced, Kernels.provider().name());
    }

    @Test
    void theWidthThatRunsIsTheOneThisRunForces() {
        int widest = VectorKernels.widestBits();
        int expected = Kernels.name().equals("scalar") ? Long.SIZE : Integer.getInteger(KernelChoice.WIDTH, widest);
        assertEquals(expected, Kernels.width());
    }

    @Test
    void theReasonIsReadable() {
        assertFalse(Kernels.reason().isBlank());
    }

    @Test
    void theScalarTwinIsAlwaysAtHand() {
        assertEquals("scalar", Kernels.scalar().name());
    }
}
