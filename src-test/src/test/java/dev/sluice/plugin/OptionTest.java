package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.Polarities;
import dev.sluice.kernels.SampleRange;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionTest {
    private static final Option<SampleRange> RANGE = Option.range("peak_range", 40, 90, "samples searched");
    private static final Option<Long> INTEGER = Option.integer("halo", 7, "samples on either side");
    private static final Option<Double> REAL =
            Option.real("threshold", 2.5, "height of a hit").unit("ADC counts");
    private static final Option<OptionalDouble> OPTIONAL =
            Option.optionalReal("dt_ns", "from the file", "sampling period").unit("ns");
    private static final Option<String> TEXT = Option.text("comment", "none", "a remark");
    private static final Option<String> CHOICE =
            Option.choice("mode", "fast", List.of("fast", "exact"), "how to compute");
    private static final Option<Boolean> FLAG = Option.flag("strict", false, "refuse doubtful data");
    private static final Option<Polarities> POLARITY = Option.polarity("polarity", "negative", "direction of pulses");

    @Test
    void everyFactoryParsesTextsOfItsType() {
        assertEquals(new SampleRange(3, 9), RANGE.value(" 3:9 "));
        assertEquals(SampleRange.from(3), RANGE.value("3:"));
        assertEquals(-1_000L, INTEGER.value("-1_000"));
        assertEquals(-1.5e3, REAL.value("-1.5e3"));
        assertEquals(OptionalDouble.of(4), OPTIONAL.value("4"));
        assertEquals("a b", TEXT.value(" a b "));
        assertEquals("exact", CHOICE.value("exact"));
        assertEquals(true, FLAG.value("true"));
        assertEquals(Polarities.parse("0:positive"), POLARITY.value("0:positive"));
    }

    @Test
    void everyFactoryTakesValuesOfItsType() {
        assertEquals(new SampleRange(3, 9), RANGE.value(new SampleRange(3, 9)));
        assertEquals(5L, INTEGER.value(5));
        assertEquals(5L, INTEGER.value(5L));
        assertEquals(0.5, REAL.value(0.5f));
        assertEquals(4.0, REAL.value(4));
        assertEquals(OptionalDouble.empty(), OPTIONAL.value(OptionalDouble.empty()));
        assertEquals(OptionalDouble.of(2), OPTIONAL.value(2));
        assertEquals(false, FLAG.value(false));
        assertEquals(Polarities.NEGATIVE, POLARITY.value(Polarities.NEGATIVE));
    }

    @Test
    void anOptionTellsAllAboutItself() {
        assertEquals("threshold", REAL.name());
        assertEquals("real", REAL.typeName());
        assertEquals(2.5, REAL.defaultValue());
        assertEquals("2.5", REAL.defaultText());
        assertEquals("ADC counts", REAL.unit());
        assertEquals("height of a hit", REAL.help());
        assertEquals("threshold=2.5", REAL.toString());
        assertEquals("samples", RANGE.unit());
        assertEquals("fast|exact", CHOICE.typeName());
        assertEquals("from the file", OPTIONAL.defaultText());
        assertEquals(OptionalDouble.empty(), OPTIONAL.defaultValue());
    }

    @Test
    void aRefusalNamesOptionValueTypeUnitAndDefault() {
        assertRefused(
                REAL,
                "high",
                "option threshold: 'high' is not a finite number" + " (type real, in ADC counts; default 2.5)");
        assertRefused(RANGE, "90:40", "option peak_range: ", "range=90:40", "(type range, in samples; default 40:90)");
        assertRefused(INTEGER, "1.5", "option halo: '1.5' is not a whole number (type integer; default 7)");
        assertRefused(INTEGER, "9223372036854775808", "'9223372036854775808' is beyond int64");
        assertRefused(FLAG, "yes", "option strict: 'yes' is neither true nor false (type true|false; default false)");
        assertRefused(POLARITY, "up", "option polarity: ", "up", "default negative");
        assertRefused(OPTIONAL, "fast", "option dt_ns: 'fast'", "default from the file");
    }

    @Test
    void aWrongChoiceSuggestsTheRightOne() {
        assertRefused(CHOICE, "exat", "'exat' is none of [fast, exact]; did you mean 'exact'?", "default fast");
    }

    @Test
    void aValueOfAnotherTypeIsRefused() {
        assertRefused(RANGE, List.of(1, 2), "option peak_range: '[1, 2]' is a", "not a range", "default 40:90");
        assertRefused(REAL, true, "option threshold: 'true' is not a finite number");
        assertRefused(INTEGER, 1.5, "option halo: '1.5' is not a whole number");
    }

    @Test
    void noValueIsRefused() {
        assertRefused(RANGE, null, "option peak_range: no value was given", "default 40:90");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e999", "1f", "2d", "0x1p3", "", "1,5", "1 000"})
    void aRealIsAFiniteDecimalNumber(String text) {
        assertRefused(REAL, text, "'" + text + "' is not a finite number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_1", "1_", "1__0", "", "0x10", "1L"})
    void anIntegerHasUnderscoresBetweenDigitsOnly(String text) {
        assertRefused(INTEGER, text, "'" + text + "' is not a whole number");
    }

    @Test
    void whereRefusesTextsNumbersAndObjectsAlike() {
        Option<Double> positive = REAL.where(value -> value > 0, "greater than 0");
        assertEquals(1.0, positive.value("1"));
        assertRefused(positive, "-1", "option threshold: '-1' is not greater than 0", "in ADC counts; default 2.5");
        assertRefused(positive, -1.0, "'-1.0' is not greater than 0");
        Option<SampleRange> filled = RANGE.where(range -> range.to() > range.from(), "a range with samples");
        assertRefused(filled, "5:5", "'5:5' is not a range with samples");
        assertRefused(filled, new SampleRange(5, 5), "'5:5' is not a range with samples");
    }

    @Test
    void whereMayBeUsedAgainAndKeepsUnitAndHelp() {
        Option<Double> narrow =
                REAL.where(value -> value > 0, "greater than 0").where(value -> value < 10, "less than 10");
        assertRefused(narrow, "-1", "greater than 0 and less than 10");
        assertRefused(narrow, "11", "greater than 0 and less than 10");
        assertEquals("ADC counts", narrow.unit());
        assertRefused(narrow.unit("V"), "11", "in V");
    }

    @Test
    void aDefaultThatItsOwnOptionRefusesIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> REAL.where(value -> value < 0, "negative"));
        assertThrows(
                IllegalArgumentException.class, () -> Option.choice("mode", "slow", List.of("fast"), "how to compute"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Peak", "peak-range", "1st", "peak range", "peak.range"})
    void namesAreLowerCaseWords(String name) {
        String told = assertThrows(IllegalArgumentException.class, () -> Option.integer(name, 1, "x"))
                .getMessage();
        assertTrue(told.contains("'" + name + "'"), told);
    }

    private static void assertRefused(Option<?> option, Object setting, String... parts) {
        String told = assertThrows(IllegalArgumentException.class, () -> option.value(setting))
                .getMessage();
        for (String part : parts) {
            assertTrue(told.contains(part), told);
        }
    }
}
