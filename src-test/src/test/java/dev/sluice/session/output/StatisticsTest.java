package dev.sluice.session.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatisticsTest {
    private static FieldStatistics one(Records records) {
        RecordStatistics statistics = new RecordStatistics(records.type());
        statistics.accept(records);
        return statistics.statistics().get(0);
    }

    @Test
    void theMeanOfIntegersIsExactBeyondTheRangeOfTheirSum() {
        RecordType type = RecordType.of("time:<i8");
        LongField time = type.longField("time");
        Records records = Records.allocate(type, 4, Arena.ofAuto());
        for (int i = 0; i < 4; i++) {
            time.set(records, i, Long.MAX_VALUE - i);
        }
        assertEquals((double) (Long.MAX_VALUE - 1), one(records).mean());
        for (int i = 0; i < 4; i++) {
            time.set(records, i, i == 0 ? 1 : Long.MIN_VALUE);
        }
        assertEquals(-0.75 * 0x1p63, one(records).mean());
        assertEquals(Long.MIN_VALUE, one(records).least());
    }

    @Test
    void theMeanOfTimesSince1970LiesBetweenTheLeastAndTheLargest() {
        RecordType type = RecordType.of("time:<i8");
        LongField time = type.longField("time");
        Records records = Records.allocate(type, 3, Arena.ofAuto());
        for (int i = 0; i < 3; i++) {
            time.set(records, i, 1_600_000_000_000_030_101L + i);
        }
        assertEquals(new BigInteger("1600000000000030102"), one(records).meanWithin());
        time.set(records, 2, 1_600_000_000_000_030_101L);
        assertEquals(new BigInteger("1600000000000030101"), one(records).meanWithin());
        time.set(records, 0, 3);
        time.set(records, 1, 4);
        time.set(records, 2, 4);
        assertEquals(11.0 / 3, one(records).meanWithin());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1e300, -3.3, 5e-324, 0x1.fffffffffffffp0})
    void theMeanOfEqualNumbersIsThatNumber(double value) {
        RecordType type = RecordType.of("x:<f8");
        for (int count = 1; count < 50; count++) {
            Records records = Records.allocate(type, count, Arena.ofAuto());
            for (int i = 0; i < count; i++) {
                type.doubleField("x").set(records, i, value);
            }
            assertEquals(value, one(records).meanWithin(), "count=" + count);
        }
    }

    @Test
    void unsignedIntegersKeepTheirOrder() {
        RecordType type = RecordType.of("n:<u8");
        Records records = Records.allocate(type, 2, Arena.ofAuto());
        records.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, -1L);
        FieldStatistics found = one(records);
        assertEquals(BigInteger.ZERO, found.least());
        assertEquals(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), found.largest());
        assertEquals(0x1p63, found.mean());
    }

    @Test
    void notANumberIsLeftOut() {
        RecordType type = RecordType.of("x:<f8");
        DoubleField x = type.doubleField("x");
        Records records = Records.allocate(type, 3, Arena.ofAuto());
        x.set(records, 0, 3);
        x.set(records, 1, Double.NaN);
        x.set(records, 2, 5);
        FieldStatistics found = one(records);
        assertEquals(2, found.count());
        assertEquals(4.0, found.mean());
        assertEquals(5.0, found.largest());
    }

    @Test
    void smallNumbersAreNotLostBesideLargeOnes() {
        RecordType type = RecordType.of("x:<f8");
        DoubleField x = type.doubleField("x");
        Records records = Records.allocate(type, 4, Arena.ofAuto());
        double[] values = {1, 1e100, 1, -1e100};
        for (int i = 0; i < 4; i++) {
            x.set(records, i, values[i]);
        }
        assertEquals(0.5, one(records).mean());
    }

    @Test
    void noRecordsHaveNoExtremes() {
        FieldStatistics found = one(Records.allocate(RecordType.of("x:<f4"), 0, Arena.ofAuto()));
        assertNull(found.least());
        assertNull(found.largest());
        assertTrue(Double.isNaN(found.mean()));
    }

    @Test
    void paddingBehindTheValidSamplesDoesNotCount() {
        RecordType type = RecordType.of("length:<i4", "wave:<i2[5]");
        Records records = Records.allocate(type, 1, Arena.ofAuto());
        type.longField("length").set(records, 0, 3);
        for (int i = 0; i < 5; i++) {
            type.longField("wave").set(records, 0, i, i < 3 ? 10 : -99);
        }
        RecordStatistics statistics = new RecordStatistics(type);
        statistics.accept(records);
        assertEquals(3, statistics.statistics().get(1).count());
        assertEquals(10L, statistics.statistics().get(1).least());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void resultsDoNotDependOnHowTheRecordsAreCut(long seed) {
        RecordType type = RecordType.of("x:<f4");
        Random random = new Random(seed);
        Records records = Records.allocate(type, 1000, Arena.ofAuto());
        for (int i = 0; i < 1000; i++) {
            type.doubleField("x").set(records, i, (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9))));
        }
        RecordStatistics cut = new RecordStatistics(type);
        for (long from = 0; from < 1000; ) {
            long to = Math.min(1000, from + random.nextInt(50));
            cut.accept(records.slice(from, to));
            from = to;
        }
        assertEquals(one(records).mean(), cut.statistics().get(0).mean(), () -> "seed=" + seed);
    }
}
