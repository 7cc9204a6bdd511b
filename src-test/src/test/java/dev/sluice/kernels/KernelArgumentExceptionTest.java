package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.kernels.filter.TrapezoidalFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KernelArgumentExceptionTest {
    @Test
    void aRefusalCarriesParameterValueAndLimits() {
        KernelArgumentException refused =
                assertThrows(KernelArgumentException.class, () -> TrapezoidalFilter.rising(0, 10));
        assertEquals("rise out of range: rise=0; give 1 to 1048576 samples", refused.getMessage());
        assertEquals(List.of(new KernelArgumentException.Parameter("rise", 0)), refused.parameters());
        assertEquals("give 1 to 1048576 samples", refused.limits());
    }

    @Test
    void itIsSaidAgainInOtherNamesAlsoWhereTheRemedySpeaksOfAParameter() {
        KernelArgumentException refused =
                assertThrows(KernelArgumentException.class, () -> SavitzkyGolayFilter.of(5, 7));
        Map<String, String> options = Map.of("degree", "savitzky_golay_degree");
        KernelArgumentException said = refused.renamed(name -> options.getOrDefault(name, name));
        assertEquals(
                "polynomial does not fit the window: savitzky_golay_degree=7 window=5;"
                        + " give a savitzky_golay_degree from 0 to 4",
                said.getMessage());
        assertSame(refused, said.getCause());
        assertEquals(refused.parameters(), said.parameters());
    }

    @Test
    void severalParametersAreRefusedTogether() {
        KernelArgumentException refused = assertThrows(
                KernelArgumentException.class,
                () -> PeakFinding.DEFAULT.with().gapThreshold(10).maxDuration(1).build());
        assertEquals(
                "peaks would overlap: gapThreshold=10 leftExtension=20 rightExtension=150;"
                        + " extensions are 0 or more, the gap more than both together",
                refused.getMessage());
    }

    /// A value is text, whatever it holds.
    @Test
    void bracesOfAValueAreNoName() {
        KernelArgumentException refused = KernelArgumentException.of("not so", "give {a}", "a", "{a} $1");
        assertEquals("not so: b={a} $1; give b", refused.renamed(name -> "b").getMessage());
    }
}
