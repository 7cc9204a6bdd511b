package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldHandlesTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    private static void assertRefused(String reason, Runnable action) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest
    @CsvSource({
        "|i1,-128,127",
        "<i2,-32768,32767",
        "<i4,-2147483648,2147483647",
        "<i8,-9223372036854775808,9223372036854775807",
        "|u1,0,255",
        "<u2,0,65535",
        "<u4,0,4294967295",
        "<u8,0,9223372036854775807"
    })
    void integersHoldTheirWholeRangeAndNothingBeyond(String typeString, long lowest, long highest) {
        RecordType type = RecordType.of("pad:|u1", "x:" + typeString + "[2]");
        LongField x = type.longField("x");
        DoubleField real = type.doubleField("x");
        Records records = Records.allocate(type, 3, arena);
        x.set(records, 1, 0, lowest);
        x.set(records, 1, 1, highest);
        assertEquals(lowest, x.get(records, 1, 0));
        assertEquals(highest, x.get(records, 1, 1));
        assertEquals((double) lowest, real.get(records, 1, 0));
        assertEquals((double) highest, real.get(records, 1, 1));
        assertEquals(0, x.get(records, 0, 1) + x.get(records, 2, 0));
        if (lowest > Long.MIN_VALUE) {
            assertRefused("cannot hold value=" + (lowest - 1), () -> x.set(records, 1, 0, lowest - 1));
        }
        if (highest < Long.MAX_VALUE) {
            assertRefused("cannot hold value=" + (highest + 1), () -> x.set(records, 1, 0, highest + 1));
            assertRefused("cannot hold", () -> real.set(records, 1, 0, highest + 1.0));
        }
        assertRefused("cannot hold value=0.5", () -> real.set(records, 1, 0, 0.5));
        assertRefused("cannot hold value=NaN", () -> real.set(records, 1, 0, Double.NaN));
        assertRefused("cannot hold value=Infinity", () -> real.set(records, 1, 0, Double.POSITIVE_INFINITY));
        assertEquals(lowest, x.get(records, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void unsigned64BitIntegersConvertToTheNearestDouble(long seed) {
        RecordType type = RecordType.of("x:<u8");
        Records records = Records.allocate(type, 1, arena);
        LongField x = type.longField("x");
        DoubleField real = type.doubleField("x");
        Random random = new Random(seed);
        for (int trial = 0; trial < 10_000; trial++) {
            long bits = random.nextLong() | Long.MIN_VALUE;
            bits = random.nextBoolean() ? bits & -1L << random.nextInt(64) : bits;
            records.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, bits);
            double expected = new BigInteger(Long.toUnsignedString(bits)).doubleValue();
            assertEquals(expected, real.get(records, 0), "seed=" + seed + " bits=" + bits);
            assertEquals(bits, x.bits(records, 0, 0));
            if (bits < 0) {
                assertThrows(ArithmeticException.class, () -> x.get(records, 0));
            }
            if (expected < 0x1p64) {
                real.set(records, 0, expected);
                assertEquals(expected, real.get(records, 0), "seed=" + seed + " bits=" + bits);
            }
        }
    }

    @Test
    void floatsKeepTheirBits() {
        RecordType type = RecordType.of("a:|u1", "f:<f4", "d:<f8", "many:<f4[3]");
        FloatField single = type.floatField("f");
        DoubleField real = type.doubleField("d");
        Records records = Records.allocate(type, 2, arena);
        single.set(records, 1, -0.0f);
        real.set(records, 1, Double.MIN_VALUE);
        type.floatField("many").set(records, 1, 2, Float.NaN);
        type.doubleField("many").set(records, 1, 1, 1e300);
        assertEquals(-0.0f, single.get(records, 1));
        assertEquals(-0.0, type.doubleField("f").get(records, 1));
        assertEquals(Double.MIN_VALUE, real.get(records, 1));
        assertTrue(Float.isNaN(type.floatField("many").get(records, 1, 2)));
        assertEquals(Float.POSITIVE_INFINITY, type.floatField("many").get(records, 1, 1));
    }

    @Test
    void booleansAreTrueForAnyByteButZero() {
        RecordType type = RecordType.of("on:?", "flags:|b1[2]");
        BooleanField on = type.booleanField("on");
        BooleanField flags = type.booleanField("flags");
        Records records = Records.allocate(type, 1, arena);
        on.set(records, 0, true);
        flags.set(records, 0, 1, true);
        assertTrue(on.get(records, 0) && flags.get(records, 0, 1));
        assertFalse(flags.get(records, 0, 0));
        assertEquals(1, records.segment().get(ValueLayout.JAVA_BYTE, 0));
        records.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
        assertTrue(on.get(records, 0));
        on.set(records, 0, false);
        assertFalse(on.get(records, 0));
    }

    @Test
    void textIsPaddedWithZerosAndReadWithoutThem() {
        RecordType type = RecordType.of("s:|S4", "u:<U3", "many:|S2[2]");
        TextField s = type.textField("s");
        TextField u = type.textField("u");
        Records records = Records.allocate(type, 1, arena);
        records.fill((byte) 1);
        s.set(records, 0, "ÿ\0b");
        u.set(records, 0, "é😀");
        type.textField("many").set(records, 0, 1, "zz");
        type.textField("many").set(records, 0, 0, "");
        assertEquals("ÿ\0b", s.get(records, 0));
        assertEquals("é😀", u.get(records, 0));
        assertEquals("zz", type.textField("many").get(records, 0, 1));
        assertEquals("", type.textField("many").get(records, 0, 0));
        assertEquals(0x1F600, records.segment().get(ValueLayout.JAVA_INT_UNALIGNED, 8));
        assertRefused("cannot hold value='abcde'", () -> s.set(records, 0, "abcde"));
        assertRefused("4 characters of ISO 8859-1", () -> s.set(records, 0, "€"));
        assertRefused("3 Unicode characters", () -> u.set(records, 0, "abcd"));
        records.segment().set(ValueLayout.JAVA_INT_UNALIGNED, 8, 0x110000);
        assertRefused("0x110000", () -> u.get(records, 0));
    }

    @Test
    void arrayFieldsWantAnElementAndCheckIt() {
        RecordType type = RecordType.of("one:<i2[1]", "wave:<i2[2,3]");
        LongField wave = type.longField("wave");
        Records records = Records.allocate(type, 2, arena);
        type.longField("one").set(records, 0, 4);
        assertEquals(4, type.longField("one").get(records, 0));
        wave.set(records, 1, 5, 9);
        assertEquals(9, wave.get(records, 1, 5));
        assertRefused("shape=[2, 3]; say which element, from 0 to 5", () -> wave.get(records, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> wave.get(records, 1, 6));
        assertThrows(IndexOutOfBoundsException.class, () -> wave.get(records, 2, 0));
    }

    @Test
    void handlesReadRecordsOfEveryEqualLayoutAndOfNoOther() {
        RecordType type = RecordType.of("time:<i8", "x:<i2");
        LongField x = type.longField("x");
        Records same = Records.allocate(RecordType.parse(type.descr()).disjoint(), 1, arena);
        Records other = Records.allocate(RecordType.of("time:<i8", "y:<i2"), 1, arena);
        x.set(same, 0, 3);
        assertEquals(3, x.get(same, 0));
        assertRefused("another layout: 10 bytes [time <i8, y <i2]", () -> x.get(other, 0));
        assertEquals(3, x.get(same, 0));
    }
}
