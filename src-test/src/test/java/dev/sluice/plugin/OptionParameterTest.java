package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionParameterTest {
    private static final Option<Long> DEGREE =
            Option.integer("smoothing_degree", 2, "degree").sets("degree").unit("order");

    @ParameterizedTest
    @CsvSource({"gap_threshold, gapThreshold", "window, window", "a_b__c_, aBC"})
    void anOptionSetsTheParameterOfItsNameInCamelCase(String name, String parameter) {
        assertEquals(parameter, Option.integer(name, 0, "a number").parameter());
    }

    @Test
    void theOneThatItIsDeclaredToSetStaysWithTheOptionsMadeFromIt() {
        assertEquals(
                "degree", DEGREE.where(degree -> degree > 0, "more").untracked().parameter());
    }

    @Test
    void whatAKernelRefusesIsSaidInTheNamesOfTheOptionsThatSetIt() {
        PluginSpec spec = PluginSpec.provides(
                        "smooth", RecordType.of("time:<i8").instantaneous())
                .options(DEGREE);
        KernelArgumentException refused = KernelArgumentException.of(
                "no fit",
                "give a lower {degree}",
                new KernelArgumentException.Parameter("degree", 7),
                new KernelArgumentException.Parameter("window", 5));
        assertEquals(
                "no fit: smoothing_degree=7 window=5; give a lower smoothing_degree",
                spec.inOptions(refused).getMessage());
    }
}
