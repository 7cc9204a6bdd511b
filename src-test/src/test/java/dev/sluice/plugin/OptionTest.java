package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static final Option<ChannelThresholds> THRESHOLDS =
            Option.thresholds("min_amplitude", "15", "least amplitude of a hit");
    private static final Option<Long> DURATION = Option.duration("merge_gap", 400_000, "longest gap");

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
        String message = assertThrows(IllegalArgumentException.class, () -> Option.integer(name, 1, "x"))
                .getMessage();
        assertTrue(message.contains("'" + name + "'"), message);
    }

    @Test
    void aTypeThatDoesNotFitIsToldTogetherWithTheLimit() {
        assertRefused(
                Option.realRange("share", 0.5, 0, 1, "of the light").unit("PE"),
                "half",
                "option share: 'half' is not a finite number (type real, in PE, from 0.0 to 1.0; default 0.5)");
    }

    @Test
    void limitsOfARangeAreIncluded() {
        Option<Double> share = Option.realRange("share", 0.5, 0, 1, "of the light");
        assertEquals(1.0, share.value(1));
        assertRefused(share, 1.5, "option share: '1.5' is not from 0.0 to 1.0", "type real; default 0.5");
        Option<Long> order = Option.integerRange("order", 4, 1, 8, "of the filter");
        assertEquals(8L, order.value("8"));
        assertRefused(order, 9, "option order: '9' is not from 1 to 8", "type integer; default 4");
        assertEquals("from 1 to 8", order.rule());
    }

    @ParameterizedTest
    @CsvSource({"400us,400000", "1.5ms,1500000", "2s,2000000000", "7,7", "1_000,1000", "3 ns,3", "5000ps,5", "2e3,2000"
    })
    void aDurationIsANumberOfNanosecondsOrHasAUnit(String text, long nanoseconds) {
        assertEquals(nanoseconds, DURATION.value(text));
    }

    @Test
    void aDurationIsToldInItsLargestUnit() {
        assertEquals("400us", DURATION.defaultText());
        assertEquals("1500us", DURATION.format(1_500_000L));
        assertEquals("2s", DURATION.format(2_000_000_000L));
        assertEquals("0ns", DURATION.format(0L));
        assertEquals("ns", DURATION.unit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ps", "0.5ns", "9223372036854775808", "10000000000s"})
    void aDurationIsAWholeNumberOfNanosecondsWithinInt64(String text) {
        assertRefused(DURATION, text, "'" + text + "' is no whole number of ns", "type duration, in ns, 0 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"long", "", "5 hours", "5m", "us", "-5us"})
    void whatIsNoDurationIsRefusedWithExamples(String text) {
        assertRefused(DURATION, text, "'" + text + "' is no length of time", "400us", "default 400us");
    }

    @Test
    void anOptionIsTrackedUnlessItIsDeclaredUntracked() {
        assertTrue(REAL.isTracked());
        assertFalse(REAL.untracked().isTracked());
        assertFalse(
                REAL.untracked().unit("V").where(value -> value > 0, "positive").isTracked());
    }

    @Test
    void valuesWrittenDifferentlyAreCanonicallyEqual() {
        assertEquals(canonical(INTEGER, 1000), canonical(INTEGER, "1_000"));
        assertEquals(canonical(REAL, "2"), canonical(REAL, 2.0));
        assertEquals(canonical(REAL, "-0.0"), canonical(REAL, 0));
        assertEquals(canonical(RANGE, "3:9"), canonical(RANGE, new SampleRange(3, 9)));
        assertEquals(canonical(DURATION, "1.5ms"), canonical(DURATION, 1_500_000));
        assertEquals(canonical(POLARITY, "negative"), canonical(POLARITY, "0:negative,negative"));
        assertEquals(canonical(THRESHOLDS, 15), canonical(THRESHOLDS, "15.0,3:15"));
        assertEquals(canonical(THRESHOLDS, "15,3:20,1:-0.0"), canonical(THRESHOLDS, "1:0,3:2e1,15"));
    }

    @Test
    void canonicalValuesAreThoseThatJsonKnows() {
        assertEquals(7L, canonical(INTEGER, 7));
        assertEquals(2.5, canonical(REAL, "2.5"));
        assertEquals(true, canonical(FLAG, "true"));
        assertEquals("exact", canonical(CHOICE, "exact"));
        assertEquals("40:90", canonical(RANGE, "40:90"));
        assertEquals(4.0, canonical(OPTIONAL, 4));
        assertEquals(List.of(), canonical(OPTIONAL, OptionalDouble.empty()));
        assertEquals("15.0,3:20.5", canonical(THRESHOLDS, "3:20.5,15"));
    }

    @Test
    void oneChannelIsGivenAnotherValueThanTheRest() {
        assertTrue(THRESHOLDS.isPerChannel());
        ChannelThresholds some = with(THRESHOLDS, THRESHOLDS.defaultValue(), 3, 20.5);
        assertEquals(ChannelThresholds.parse("15,3:20.5"), some);
        assertEquals(ChannelThresholds.parse("15,3:7,9:1"), with(THRESHOLDS, with(THRESHOLDS, some, 3, "7"), 9, 1));
        assertEquals(Polarities.parse("negative,2:positive"), with(POLARITY, Polarities.NEGATIVE, 2, " positive "));
    }

    @Test
    void aValueOfAChannelIsCheckedLikeOthers() {
        refused(() -> with(THRESHOLDS, THRESHOLDS.defaultValue(), 3, "high"), "option min_amplitude", "3", "high");
        refused(() -> with(THRESHOLDS, THRESHOLDS.defaultValue(), 3, "1,4:2"), "'1,4:2' is a list", "channel 3");
        refused(() -> with(THRESHOLDS, THRESHOLDS.defaultValue(), 1_048_576, 1), "channel=1048576", "0 and 1048575");
        refused(
                () -> with(REAL, 2.5, 3, 1),
                "option threshold: it is not per channel",
                "channels are given {3=1}",
                "type real");
    }

    private static <T> Object canonical(Option<T> option, Object setting) {
        return option.canonical(option.value(setting));
    }

    private static void refused(Runnable action, String... parts) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static void assertRefused(Option<?> option, Object setting, String... parts) {
        refused(() -> option.value(setting), parts);
    }

    private static <T> T with(Option<T> option, T others, int channel, Object setting) {
        return option.withChannels(others, Map.of(ChannelKey.of(channel), setting));
    }
}
