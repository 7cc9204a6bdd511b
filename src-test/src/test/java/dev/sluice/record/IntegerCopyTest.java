package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class IntegerCopyTest {
    private static final int RECORDS = 37;
    private static final List<String> TYPES = List.of("|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8");

    static Stream<Arguments> pairs() {
        return TYPES.stream().flatMap(from -> TYPES.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyValueThatFitsArrivesAndTheFirstThatDoesNotIsNamed(String from, String to) {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            RecordType source = RecordType.of("time:<i8", "pad:|u1", "channel:" + from);
            RecordType target = RecordType.of("channel:" + to, "pad:<u2", "time:<i8");
            try (Arena arena = Arena.ofConfined()) {
                Records read = Records.allocate(source, RECORDS, arena);
                Records written = Records.allocate(target, RECORDS, arena);
                fill(read, random);
                IntegerCopy copy = IntegerCopy.of("channel", source, target);
                long beyond = firstBeyond(read, to);
                String where = "seed=" + seed;
                if (beyond < 0) {
                    copy.copy(read, written);
                    for (long i = 0; i < RECORDS; i++) {
                        assertEquals(value(read, i), value(written, i), where);
                        assertEquals(0, target.longField("pad").get(written, i), where);
                    }
                } else {
                    String message = assertThrows(IllegalArgumentException.class, () -> copy.copy(read, written))
                            .getMessage();
                    assertTrue(message.contains("value=" + value(read, beyond) + " (record index=" + beyond), message);
                }
            }
        }
    }

    /// Small numbers, and those at the bounds of every width, as far as the field holds them.
    private static void fill(Records records, Random random) {
        FieldType type = records.type().field("channel").type();
        int bits = Byte.SIZE * type.size();
        for (long i = 0; i < RECORDS; i++) {
            int shift = random.nextInt(bits);
            long value = random.nextInt(4) == 0 ? random.nextLong() >> 63 - shift : random.nextInt(100);
            long low = value << Long.SIZE - bits;
            boolean signed = type.kind() == FieldType.Kind.SIGNED || bits == Long.SIZE;
            long held = signed ? low >> Long.SIZE - bits : low >>> Long.SIZE - bits;
            Integers.set(
                    Integers.code(type),
                    records.segment(),
                    records.byteOffset()
                            + i * records.type().size()
                            + records.type().field("channel").offset(),
                    held);
        }
    }

    private static BigInteger value(Records records, long index) {
        FieldType type = records.type().field("channel").type();
        long bits = records.type().longField("channel").bits(records, index, 0);
        boolean wide = type.kind() == FieldType.Kind.UNSIGNED && type.size() == Long.BYTES;
        return wide ? new BigInteger(Long.toUnsignedString(bits)) : BigInteger.valueOf(bits);
    }

    private static long firstBeyond(Records records, String to) {
        int bits = Byte.SIZE * Integer.parseInt(to.substring(2));
        boolean signed = to.charAt(1) == 'i';
        BigInteger least = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        for (long i = 0; i < RECORDS; i++) {
            BigInteger value = value(records, i);
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                return i;
            }
        }
        return -1;
    }
}
