package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRangeTest {

    @ParameterizedTest
    @CsvSource({"40:90, 40, 90", "0:1, 0, 1", "' 7 : 9 ', 7, 9", ":400, 0, 400", "5:5, 5, 5", "60:, 60, 2147483647"})
    void parseReadsBothLimitsOrLeavesOneOpen(String text, int from, int to) {
        assertEquals(new SampleRange(from, to), SampleRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40:90", "60:", "0:400", "0:", "5:5"})
    void toStringIsWhatParseReads(String text) {
        assertEquals(text, SampleRange.parse(text).toString());
    }

    @Test
    void aLoneColonIsTheWholeRecord() {
        assertEquals(SampleRange.from(0), SampleRange.parse(":"));
        assertTrue(SampleRange.parse(":").isOpen());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90:40",
                "-1:4",
                "1:-4",
                "",
                "40",
                "a:b",
                "1:2:3",
                "1.5:2",
                "0x1:9",
                "1:99999999999",
                "1:2147483647",
                "+1:2"
            })
    void parseRefusesAnythingElseAndQuotesIt(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SampleRange.parse(text));
        assertTrue(refusal.getMessage().contains("range=" + text), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("FROM:TO"), refusal.getMessage());
    }

    @Test
    void parseRefusesNothingAtAll() {
        assertThrows(IllegalArgumentException.class, () -> SampleRange.parse(null));
    }

    @Test
    void limitsAreCheckedOnConstruction() {
        assertThrows(IllegalArgumentException.class, () -> new SampleRange(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> new SampleRange(4, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "40:90, 800, 50",
        "40:90, 60, 20",
        "40:90, 40, 0",
        "40:90, 7, 0",
        "60:, 100, 40",
        "60:, 0, 0",
        "5:5, 9, 0"
    })
    void countIsCutToTheSamplesThatAreThere(String range, int samples, int count) {
        assertEquals(count, SampleRange.parse(range).count(samples));
    }
}
