package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "tiem,time",
        "Time,time",
        "tme,time",
        "chanel,channel",
        "charge_rnage,charge_range",
        "peak_ragne,peak_range",
        "d,dt",
        "xyz,",
        "amplitude,"
    })
    void theNearestNameIsSuggestedUnlessItIsFar(String wanted, String suggested) {
        String expected = suggested == null ? "" : "; did you mean '" + suggested + "'?";
        List<String> known = List.of("time", "channel", "dt", "charge_range", "peak_range");
        assertEquals(expected, NearestName.suggestion(wanted, known));
        String more = suggested == null ? "; there are few" : expected + " There are few";
        assertEquals(more, NearestName.suggestion(wanted, known, "there are few"));
    }
}
