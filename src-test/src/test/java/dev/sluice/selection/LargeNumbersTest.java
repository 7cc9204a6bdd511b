package dev.sluice.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// N13: numbers compare by all their digits, whether integers, literals with a fraction or both.
final class LargeNumbersTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "serial:<u8", "height:<f8");
    private static final long T0 = 1_611_682_557_517_630_560L;
    private static final int COUNT = 9;

    /// Times one ns apart around T0, serial numbers likewise above 2^63, whole heights.
    private final Records records = Records.allocate(TYPE, COUNT, Arena.ofAuto());

    LargeNumbersTest() {
        for (int i = 0; i < COUNT; i++) {
            TYPE.longField("time").set(records, i, T0 - 4 + i);
            long serial = records.byteOffset()
                    + (long) i * TYPE.size()
                    + TYPE.field("serial").offset();
            records.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, serial, -5 + i);
            TYPE.doubleField("height").set(records, i, i);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time > 1611682557517630560.5 | 5,6,7,8",
                "1611682557517630560.5 < time | 5,6,7,8",
                "time <= 1611682557517630560.9999 | 0,1,2,3,4",
                "time == 1611682557517630560.5 | ''",
                "time != 1611682557517630560.5 | 0,1,2,3,4,5,6,7,8",
                "time == 1611682557517630561.0 | 5",
                "time >= 1.611682557517630561e18 | 5,6,7,8",
                "time in (1611682557517630560.5, 1611682557517630562.0) | 6",
                "time not in (1611682557517630561.000) | 0,1,2,3,4,6,7,8",
                "-time < -1611682557517630560.5 | 5,6,7,8",
                "time - 1611682557517630560.5 > 0.25 | 5,6,7,8",
                "time - 1611682557517630560.5 == 0.5 | 5",
                "1611682557517630560.5 - time > 0 | 0,1,2,3,4",
                "time > 1611682557517630560 + 0.5 | 5,6,7,8",
                "time < 9223372036854775807.5 | 0,1,2,3,4,5,6,7,8",
                "time > -9223372036854775808.5 | 0,1,2,3,4,5,6,7,8",
                "serial > 18446744073709551612.5 | 2,3,4",
                "serial == 18446744073709551613.0 | 2",
                "serial in (18446744073709551613.0, 18446744073709551614.5, 2.0) | 2,7",
                "serial < 18446744073709551616.0 | 0,1,2,3,4,5,6,7,8",
                "serial > 1e-400 | 0,1,2,3,4,6,7,8",
                "serial >= -1e-400 | 0,1,2,3,4,5,6,7,8",
                "time < 1e999 | 0,1,2,3,4,5,6,7,8",
                "height == 0.3e1 | 3"
            })
    void everyDigitOfALiteralCounts(String condition, String expected) {
        assertEquals(expected, selected(condition), condition);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void comparisonsAreThoseOfExactNumbers(long seed) {
        Random random = new Random(seed);
        Map<String, Predicate<Integer>> operators = Map.of(
                "<", sign -> sign < 0,
                "<=", sign -> sign <= 0,
                "==", sign -> sign == 0,
                "!=", sign -> sign != 0,
                ">=", sign -> sign >= 0,
                ">", sign -> sign > 0);
        for (int round = 0; round < 300; round++) {
            boolean unsigned = random.nextBoolean();
            BigInteger near = number(unsigned, random.nextInt(COUNT));
            BigDecimal literal = new BigDecimal(near).add(BigDecimal.valueOf(random.nextInt(41) - 20, 1));
            String text = literal.signum() < 0 ? "(" + literal.toPlainString() + ")" : literal.toPlainString();
            for (Map.Entry<String, Predicate<Integer>> operator : operators.entrySet()) {
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < COUNT; i++) {
                    if (operator.getValue().test(new BigDecimal(number(unsigned, i)).compareTo(literal))) {
                        expected.add(Integer.toString(i));
                    }
                }
                String condition = (unsigned ? "serial " : "time ") + operator.getKey() + " " + text;
                assertEquals(String.join(",", expected), selected(condition), "seed=" + seed + " " + condition);
            }
        }
    }

    private static BigInteger number(boolean unsigned, int index) {
        return unsigned ? new BigInteger(Long.toUnsignedString(-5 + index)) : BigInteger.valueOf(T0 - 4 + index);
    }

    private String selected(String condition) {
        RecordFilter filter = RecordFilter.parse(condition, TYPE);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            if (filter.test(records, i)) {
                found.add(Integer.toString(i));
            }
        }
        return String.join(",", found);
    }
}
