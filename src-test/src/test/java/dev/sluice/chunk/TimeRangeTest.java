package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeRangeTest {
    @ParameterizedTest
    @CsvSource({
        "3:7, 3, 7",
        "-7:-3, -7, -3",
        "' 1_000_000 : 2_000_000 ', 1000000, 2000000",
        "5:, 5, 9223372036854775807",
        ":5, -9223372036854775808, 5",
        ":, -9223372036854775808, 9223372036854775807",
        "-9223372036854775808:9223372036854775807, -9223372036854775808, 9223372036854775807",
        "9007199254740993:9007199254740995, 9007199254740993, 9007199254740995",
        "4:4, 4, 4"
    })
    void parseReadsBothSides(String text, long start, long end) {
        assertEquals(TimeRange.of(start, end), TimeRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "5", "1:2:3", "a:b", "1.5:2", "1e-3:", "1.5e0:", "1e:", "_1:", "1_:", "1__0:", "--1:", "0x10:",
                "1 0:", "٣:٧"
            })
    void parseRefusesWhatIsNoRangeAndNamesIt(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> TimeRange.parse(text))
                .getMessage();
        assertTrue(message.contains("'" + text + "'"), message);
        assertTrue(message.contains("write A:B"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "1e9:2e9, 1000000000, 2000000000",
        "1.5E3:1_600, 1500, 1600",
        "-2e+1:10e-1, -20, 1",
        "0e0:1e18, 0, " + "1000000000000000000"
    })
    void parseTakesScientificNotationOfWholeNumbers(String text, long start, long end) {
        assertEquals(TimeRange.of(start, end), TimeRange.parse(text));
    }

    @Test
    void parseTellsScientificNumbersBeyondInt64() {
        String message = assertThrows(IllegalArgumentException.class, () -> TimeRange.parse("0:1e19"))
                .getMessage();
        assertTrue(message.startsWith("beyond int64: '1E+19'"), message);
    }

    @Test
    void parseRefusesNull() {
        assertThrows(IllegalArgumentException.class, () -> TimeRange.parse(null));
    }

    @Test
    void parseTellsNumbersBeyondInt64FromNonsense() {
        String message = assertThrows(IllegalArgumentException.class, () -> TimeRange.parse("0:9223372036854775808"))
                .getMessage();
        assertTrue(message.startsWith("beyond int64: '9223372036854775808'"), message);
    }

    @Test
    void aRangeThatEndsBeforeItStartsIsRefusedWithBothTimes() {
        String message = assertThrows(IllegalArgumentException.class, () -> TimeRange.parse("90:40"))
                .getMessage();
        assertTrue(message.contains("start=90, end=40"), message);
    }

    @Test
    void theEndIsExclusive() {
        TimeRange range = TimeRange.of(3, 7);
        assertTrue(range.contains(3));
        assertTrue(range.contains(6));
        assertFalse(range.contains(7));
        assertFalse(range.contains(2));
        assertTrue(TimeRange.UNBOUNDED.contains(Long.MIN_VALUE));
        assertFalse(TimeRange.of(4, 4).contains(4));
    }

    @Test
    void rangesThatOnlyTouchDoNotOverlap() {
        assertTrue(TimeRange.of(0, 5).overlaps(TimeRange.of(4, 9)));
        assertFalse(TimeRange.of(0, 5).overlaps(TimeRange.of(5, 9)));
        assertFalse(TimeRange.of(0, 5).overlaps(TimeRange.of(3, 3)));
        assertFalse(TimeRange.of(3, 3).overlaps(TimeRange.of(3, 3)));
    }

    @Test
    void theIntersectionOfRangesApartIsEmptyAtTheNearestBound() {
        assertEquals(TimeRange.of(4, 5), TimeRange.of(0, 5).intersect(TimeRange.of(4, 9)));
        assertEquals(TimeRange.of(5, 5), TimeRange.of(0, 5).intersect(TimeRange.of(7, 9)));
        assertEquals(TimeRange.of(0, 0), TimeRange.of(0, 5).intersect(TimeRange.of(-9, -7)));
        assertEquals(TimeRange.of(0, 5), TimeRange.of(0, 5).intersect(TimeRange.UNBOUNDED));
    }

    @Test
    void onlyTheRangeWithoutBoundsIsUnbounded() {
        assertTrue(TimeRange.parse(":").isUnbounded());
        assertFalse(TimeRange.parse("0:").isUnbounded());
        assertFalse(TimeRange.UNBOUNDED.isEmpty());
        assertTrue(TimeRange.of(1, 1).isEmpty());
    }
}
