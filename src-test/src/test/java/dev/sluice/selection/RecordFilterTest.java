package dev.sluice.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordFilterTest {
    private static final RecordType TYPE = RecordType.of(
            "time:<i8",
            "length:<i4",
            "dt:<i2",
            "channel:<i2",
            "flags:|u1",
            "serial:<u8",
            "charge:<f4",
            "height:<f8",
            "saturated:|b1",
            "name:|S5",
            "label:<U3",
            "wave:<i2[4]",
            "grid:<f4[2,3]",
            "marks:|b1[3]",
            "odd name:<i4");

    private final Records records = Records.allocate(TYPE, 3, Arena.ofAuto());

    RecordFilterTest() {
        TYPE.longField("time").set(records, 0, 1_000_000_000_000_000_001L);
        TYPE.longField("length").set(records, 0, 300_000_000);
        TYPE.longField("dt").set(records, 0, 10);
        TYPE.longField("channel").set(records, 0, 7);
        TYPE.longField("flags").set(records, 0, 0b101);
        TYPE.doubleField("serial").set(records, 0, 0x1p63);
        TYPE.doubleField("charge").set(records, 0, 150.5);
        TYPE.doubleField("height").set(records, 0, Double.NaN);
        TYPE.booleanField("saturated").set(records, 0, true);
        TYPE.textField("name").set(records, 0, "pmt");
        TYPE.textField("label").set(records, 0, "µ");
        for (int i = 0; i < 4; i++) {
            TYPE.longField("wave").set(records, 0, i, 10 * i - 15);
        }
        for (int i = 0; i < 6; i++) {
            TYPE.doubleField("grid").set(records, 0, i, i);
        }
        TYPE.booleanField("marks").set(records, 0, 1, true);
        TYPE.longField("odd name").set(records, 0, 3);
    }

    private boolean test(String condition) {
        return RecordFilter.parse(condition, TYPE).test(records, 0);
    }

    private static ExpressionException refused(String condition) {
        return assertThrows(ExpressionException.class, () -> RecordFilter.parse(condition, TYPE), condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "charge > 100 && channel in (1, 7)",
                "charge > 100 and channel in [7]",
                "(charge > 100) & (channel == 7)",
                "(charge < 100) | (channel == 7)",
                "not charge < 100",
                "!(charge < 100) || false",
                "~(charge < 100)",
                "channel not in (1, 2)",
                "not channel in (1, 2)",
                "saturated",
                "saturated == true and saturated != False",
                "flags & 4",
                "flags & 4 == 4",
                "flags & ~4 == 1",
                "flags | 2 == 7",
                "`odd name` == 3",
                "name == 'pmt'",
                "'pmt' == name",
                "name != \"pm\" and name != 'pmt2' and name != 'longer than it'",
                "name in ('sipm', 'pmt')",
                "label == 'µ' and label not in ('m')",
                "wave[1] == -5",
                "wave[-1] == 15",
                "grid[1,0] == 3 and grid[-1, -1] == 5",
                "marks[1] and not marks[0]",
                "max(wave) == 15 and min(wave) == -15 and sum(wave) == 0 and len(wave) == 4",
                "max(wave[:2]) == -5 and sum(wave[1:3]) == 0 and len(wave[1:99]) == 3 and min(wave[-2:]) == 5",
                "sum(grid) == 15 and max(grid) == 5 and min(grid) == 0",
                "sum(marks) == 1",
                "abs(wave[0]) == 15 and abs(-2.5) == 2.5",
                "0x1F == 31 and 1_000 == 1e3 and .5 == 1/2 and 5. == 5",
                "2 + 3 * 4 == 14 and (2 + 3) * 4 == 20 and 7 - 2 - 1 == 4",
                "channel / 2 == 3.5",
                "-channel % 4 == 1 and channel % -4 == -1 and -7.5 % 2 == 0.5",
                "- -channel == 7 and +channel == 7",
                "true or channel",
            })
    void conditionsThatAreTrueForTheRecord(String condition) {
        if (condition.equals("flags & 4") || condition.equals("true or channel")) {
            assertTrue(refused(condition).getMessage().contains("a condition is needed"));
        } else {
            assertTrue(test(condition), condition);
        }
    }

    @Test
    void andBindsTighterThanOrAndNotTighterThanAnd() {
        assertTrue(test("true or false and false"));
        assertTrue(test("true || false && false"));
        assertFalse(test("not true and false or not true"));
        assertTrue(test("not false and true"));
        assertTrue(test("not channel == 8"));
    }

    @Test
    void int64IsComparedToTheLastUnit() {
        assertTrue(test("time == 1000000000000000001"));
        assertFalse(test("time == 1000000000000000000"));
        assertTrue(test("time > 1e18"));
        assertFalse(test("time == 1e18"));
        assertFalse(test("time <= 1e18"));
        assertTrue(test("1e18 < time"));
    }

    @Test
    void uint64IsComparedAsWhatItIs() {
        assertTrue(test("serial > 0 and serial > -1 and -1 < serial and serial > time"));
        assertTrue(test("serial == 9223372036854775808 and serial < 9223372036854775809"));
        assertTrue(test("serial == 9223372036854775808.0 and serial < 1e19 and serial > 1.5 and serial != -1.5"));
        assertTrue(test("serial in (1, 9223372036854775808) and serial not in (-9223372036854775808)"));
        assertTrue(test("serial in (9223372036854775808.0)"));
        assertTrue(test("-9223372036854775808 < 0 and 18446744073709551615 > serial"));
        assertTrue(test("serial / 2 == 4611686018427387904.0"));
    }

    @Test
    void aNanIsUnorderedAndInNoList() {
        assertFalse(test("height < 0 or height >= 0 or height == height or height in (0, 1)"));
        assertTrue(test("height != height and not height > 3 and height not in (0, 1)"));
        assertTrue(test("isnan(height) and not isnan(charge) and not isnan(channel)"));
        assertTrue(test("not isfinite(height) and isfinite(charge) and isfinite(channel) and not isfinite(1 / 0)"));
        TYPE.doubleField("grid").set(records, 0, 2, Double.NaN);
        assertTrue(test("isnan(max(grid)) and isnan(min(grid)) and isnan(sum(grid)) and grid[0,1] == 1"));
    }

    @Test
    void negativeZeroIsZeroInListsToo() {
        TYPE.doubleField("charge").set(records, 0, -0.0);
        assertTrue(test("charge == 0 and charge in (0) and charge in (-0.0)"));
    }

    @Test
    void theEndIsComputedIn64BitsWhereItIsNoField() {
        assertTrue(test("endtime - time == 3000000000"));
        assertEquals(
                Set.of("time", "length", "dt"),
                RecordFilter.parse("endtime > 5", TYPE).fields());
        RecordType ending = RecordType.of("time:<i8", "endtime:<i8");
        Records one = Records.allocate(ending, 1, Arena.ofAuto());
        ending.longField("endtime").set(one, 0, 9);
        RecordFilter filter = RecordFilter.parse("endtime == 9 and time == 0", ending);
        assertTrue(filter.test(one, 0));
        assertEquals(Set.of("time", "endtime"), filter.fields());
    }

    @Test
    void whatLeavesInt64IsAnErrorThatNamesTheRecord() {
        String message = assertThrows(ArithmeticException.class, () -> test("time * 10 > 0"))
                .getMessage();
        assertEquals("record 0 cannot be tested: long overflow, in the condition 'time * 10 > 0'", message);
        message = assertThrows(ArithmeticException.class, () -> test("serial + 1 > 0"))
                .getMessage();
        assertTrue(message.contains("value=9223372036854775808 of a <u8 field is above int64"), message);
        RecordFilter remainder = RecordFilter.parse("channel % length == 0", TYPE);
        message = assertThrows(ArithmeticException.class, () -> remainder.select(records, new long[3]))
                .getMessage();
        assertTrue(message.startsWith("record 1 cannot be tested: the remainder of 0 % 0"), message);
        assertEquals(
                0,
                RecordFilter.parse("length != 0 and channel % length == 0", TYPE)
                        .count(records));
    }

    @Test
    void selectedIndicesRiseInArraysAndInMemory() {
        RecordFilter filter = RecordFilter.parse("channel == 0", TYPE);
        long[] indices = new long[3];
        assertEquals(2, filter.select(records, indices));
        assertArrayEquals(new long[] {1, 2}, Arrays.copyOf(indices, 2));
        MemorySegment memory = Arena.ofAuto().allocate(24);
        assertEquals(2, filter.select(records, memory));
        assertEquals(1, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
        assertEquals(2, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 8));
        assertEquals(2, filter.count(records));
        assertEquals(Set.of("channel"), filter.fields());
        assertEquals("channel == 0", filter.text());
    }

    @Test
    void tooFewPlacesAndOtherTypesAreRefused() {
        RecordFilter filter = RecordFilter.parse("channel == 0", TYPE);
        String message = assertThrows(IllegalArgumentException.class, () -> filter.select(records, new long[2]))
                .getMessage();
        assertTrue(message.contains("places=2, records=3"), message);
        RecordType other = RecordType.of("channel:<i2");
        Records others = Records.allocate(other, 3, Arena.ofAuto());
        assertThrows(IllegalArgumentException.class, () -> filter.select(others, new long[3]));
        assertThrows(IllegalArgumentException.class, () -> filter.test(others, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> filter.test(records, 3));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> RecordFilter.parse("true", TYPE).test(records, -1));
    }

    @Test
    void anErrorShowsThePlaceUnderTheExpression() {
        ExpressionException error = refused("charge > 100 && chanel in (1, 2)");
        assertTrue(
                error.getMessage().startsWith("at column 17: no field 'chanel'; did you mean 'channel'? There are: "),
                error.getMessage());
        assertTrue(
                error.getMessage().endsWith("\n  charge > 100 && chanel in (1, 2)\n                  ^^^^^^"),
                error.getMessage());
        assertEquals(17, error.column());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "0 < channel < 5; 13; comparisons do not chain",
                "0 < channel in (1); 13; comparisons do not chain",
                "charge > 99.5 & channel == 7; 10; joins two conditions or two integers",
                "length > 100 & channel == 7; 24; put each comparison in parentheses",
                "channel = 7; 9; write == to compare",
                "channel === 7; 9; write == to compare",
                "channel <> 7; 9; write != ",
                "channel ** 2 > 7; 9; write x * x",
                "channel; 1; channel != 0",
                "name; 1; compare it with a text in quotes",
                "wave > 3; 1; write wave[0] for one element",
                "grid > 3; 1; write grid[0,0]",
                "-wave > 3; 2; write wave[0]",
                "wave; 1; write wave[0]",
                "wave[4] > 3; 6; goes from -4 to 3",
                "wave[1,2] > 3; 1; needs indices=1",
                "grid[1] > 3; 1; needs indices=2",
                "grid[0:1] > 3; 5; several dimensions",
                "wave[channel] > 3; 6; a constant integer",
                "channel[0] > 3; 8; takes no index",
                "charge == 'big'; 1; the field charge <f4 and the text 'big' do not compare",
                "name == 5; 1; the field name |S5 and the integer 5 do not compare",
                "name < 'b'; 1; do not compare with '<'",
                "saturated == 1; 1; true and false",
                "saturated + 1 > 1; 1; a condition is no number",
                "name + 1 > 1; 1; texts can only be compared",
                "channel and saturated; 1; channel != 0",
                "!channel in (1, 2); 2; a condition is needed",
                "channel in (); 12; the list after 'in' is empty",
                "channel in 5; 12; a list in parentheses",
                "channel in (1, dt); 16; the list after 'in' holds constants",
                "channel in (1, 'a'); 16; a number among numbers",
                "name in (1); 10; a field of text among texts",
                "saturated in (1); 1; cannot be found among",
                "charge > ; 9; found the end where a field",
                "charge > 5 channel; 12; an operator or the end",
                "(charge > 5; 12; ')' is needed",
                "charge > and; 10; found 'and'",
                "5ns < charge; 1; a number ends in a letter",
                "name == 'abc; 9; the quote is not closed",
                "charge > 5 # 3; 12; is not known here",
                "18446744073709551616 > charge; 1; the greatest <u8",
                "9223372036854775807 + 1 > channel; 1; long overflow; write it as float",
                "channel % (2 - 2) == 0 and 3 % 0 == 1; 28; does not exist",
                "maximum(wave) > 3; 1; no function 'maximum'",
                "mx(wave) > 3; 1; did you mean 'max'?",
                "max(charge) > 3; 5; takes a field with several values",
                "max(wave[3:3]) > 3; 5; no elements",
                "max(marks) > 3; 5; sum(...) > 0 for any",
                "abs(saturated) > 3; 5; 'abs' needs numbers",
                "charge == nan; 11; isnan(x)",
                "charge == `no such`; 11; no field 'no such'",
            })
    void whatIsWrongIsSaidWithTheRemedyAndThePlace(String condition, int column, String part) {
        ExpressionException error = refused(condition);
        assertTrue(error.getMessage().contains(part), error.getMessage());
        assertEquals(column, error.column(), error.getMessage());
    }

    @Test
    void anEmptyConditionIsRefused() {
        assertEquals(1, refused("").column());
        assertTrue(refused("  ").getMessage().contains("found the end"));
    }

    @Test
    void conditionsThatWouldNotFitTheStackAreRefused() {
        assertTrue(refused("(".repeat(5000) + "channel > 1" + ")".repeat(5000))
                .getMessage()
                .contains("nested deeper than depth=100"));
        assertTrue(refused("not ".repeat(5000) + "saturated").getMessage().contains("nested deeper"));
        assertTrue(refused("wave[".repeat(5000) + "0" + "]".repeat(5000) + " > 1")
                .getMessage()
                .contains("nested deeper"));
        assertTrue(
                refused("wave[0:" + "wave[".repeat(5000) + " > 1").getMessage().contains("nested deeper"));
        assertTrue(
                refused("channel" + " + 1".repeat(5000) + " > 1").getMessage().contains("use in (...)"));
        assertTrue(test("channel in (" + "1, ".repeat(5000) + "7,)"));
    }
}
