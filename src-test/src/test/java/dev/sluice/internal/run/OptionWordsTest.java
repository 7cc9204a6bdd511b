package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.plugin.Option;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionWordsTest {
    private static List<Option<?>> options(String... names) {
        return Stream.of(names)
                .<Option<?>>map(name -> Option.integer(name, 0, "a number"))
                .toList();
    }

    private static IllegalArgumentException refusal() {
        return assertThrows(
                IllegalArgumentException.class,
                () -> PeakFinding.DEFAULT.with().gapThreshold(10).maxDuration(1).build());
    }

    @Test
    void whatAKernelRefusesIsToldInTheNamesOfOptions() {
        IllegalArgumentException refused = refusal();
        Exception told = OptionWords.of(options("gap_threshold", "left_extension"), refused);
        assertEquals(
                "peaks would overlap: gap_threshold=10 left_extension=20 rightExtension=150; extensions are 0 or more,"
                        + " the gap more than both together",
                told.getMessage());
        assertSame(refused, told.getCause());
    }

    @ParameterizedTest
    @CsvSource({
        "savitzky_golay_degree savitzky_golay_window, savitzky_golay_degree=7, savitzky_golay_window=5",
        "golay_degree polynomial_degree, polynomial_degree=7, window=5",
        "first_degree other_degree, degree=7, window=5"
    })
    void anOptionMayEndInTheNameAndOfSeveralTheOneThatIsMentionedIsMeant(String names, String degree, String window) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SavitzkyGolayFilter.of(5, 7));
        String told = OptionWords.of(options(names.split(" ")), refused).getMessage();
        assertEquals(
                "polynomial does not fit the window: " + degree + ", " + window + "; give a degree from 0 to 4", told);
    }

    @Test
    void whatIsNotOfAKernelIsLeftAsItIs() {
        IllegalArgumentException own = new IllegalArgumentException("gapThreshold=3");
        assertSame(own, OptionWords.of(options("gap_threshold"), own));
        IllegalArgumentException refused = refusal();
        assertSame(refused, OptionWords.of(options("other"), refused));
    }
}
