package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnCopyTest {
    private static final RecordType WIDE =
            RecordType.of("time:<i8", "length:<i4", "dt:<i2", "name:|S3", "wave:<i2[5]", "flag:|b1", "height:<f4");

    @Test
    void neighboursInBothTypesAreOneCopy() {
        RecordType kept = RecordType.of("time:<i8", "length:<i4", "dt:<i2", "wave:<i2[5]", "flag:|b1");
        assertEquals(2, ColumnCopy.of(WIDE, kept).spans());
    }

    @Test
    void equalLayoutsAreOneCopyWithTheirGaps() {
        RecordType gaps = RecordType.builder()
                .field("a", "<i2")
                .gap(3)
                .field("b", "<i4")
                .gap(7)
                .build();
        Records source = random(gaps, 4, new Random(1));
        Records target = Records.allocate(gaps, 4, Arena.ofAuto());
        ColumnCopy copy = ColumnCopy.of(gaps, gaps);
        copy.copy(source, target);
        assertEquals(1, copy.spans());
        assertEquals(-1, source.segment().mismatch(target.segment()));
    }

    @Test
    void fieldsThatAreNotNamedKeepTheirValues() {
        Records target = Records.allocate(WIDE, 3, Arena.ofAuto());
        target.fill((byte) 7);
        ColumnCopy.of(WIDE, WIDE, List.of("dt")).copy(random(WIDE, 3, new Random(2)), target);
        assertEquals(0x0707, WIDE.longField("wave").get(target, 1, 4));
        assertEquals(0x07070707, WIDE.longField("length").get(target, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyChoiceOfFieldsIsCopiedAsFieldByField(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            RecordType target = choice(random);
            Records source = random(WIDE, random.nextInt(20), random);
            Records whole = Records.allocate(target, source.count(), Arena.ofAuto());
            ColumnCopy.of(WIDE, target).copy(source, whole);
            Records expected = Records.allocate(target, source.count(), Arena.ofAuto());
            target.fields().forEach(field -> expected.copyField(field.name(), source));
            assertEquals(-1, expected.segment().mismatch(whole.segment()), "seed=" + seed + " " + target);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void gatheredRecordsAreThoseOfTheIndicesInTheirOrder(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            RecordType target = random.nextInt(3) == 0 ? WIDE : choice(random);
            Records source = random(WIDE, 1 + random.nextInt(20), random);
            Records whole = Records.allocate(target, source.count(), Arena.ofAuto());
            ColumnCopy copy = ColumnCopy.of(WIDE, target);
            copy.copy(source, whole);
            long[] indices = random.longs(15, 0, source.count()).toArray();
            for (int i = 1; i < indices.length; i++) {
                indices[i] = random.nextBoolean() ? Math.min(source.count() - 1, indices[i - 1] + 1) : indices[i];
            }
            Records found = Records.allocate(target, 12, Arena.ofAuto());
            copy.gather(source, indices, 12, found);
            Records expected = Records.allocate(target, 12, Arena.ofAuto());
            for (int i = 0; i < 12; i++) {
                expected.copyFrom(i, whole, indices[i], 1);
            }
            assertEquals(-1, expected.segment().mismatch(found.segment()), "seed=" + seed + " " + target);
        }
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() {
        RecordType target = RecordType.of("time:<i8", "dt:<i4");
        String message = assertThrows(IllegalArgumentException.class, () -> ColumnCopy.of(WIDE, target))
                .getMessage();
        assertTrue(message.contains("dt <i2") && message.contains("dt <i4"), message);
    }

    @Test
    void anIndexBeyondTheSourceIsRefusedBeforeAnythingIsWritten() {
        Records source = random(WIDE, 3, new Random(3));
        Records target = Records.allocate(WIDE, 2, Arena.ofAuto());
        ColumnCopy copy = ColumnCopy.of(WIDE, WIDE);
        String message = assertThrows(
                        IndexOutOfBoundsException.class, () -> copy.gather(source, new long[] {1, 3}, 2, target))
                .getMessage();
        assertEquals("indices[1]=3 is no record of the source, which has count=3", message);
        assertEquals(0, target.segment().get(ValueLayout.JAVA_BYTE, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> copy.gather(source, new long[] {1}, 2, target));
        assertThrows(IllegalArgumentException.class, () -> copy.gather(source, new long[] {1, 2, 2}, 3, target));
        assertThrows(IllegalArgumentException.class, () -> copy.copy(source, target));
    }

    private static RecordType choice(Random random) {
        List<Field> fields = new ArrayList<>(WIDE.fields());
        if (random.nextBoolean()) {
            Collections.shuffle(fields, random);
        }
        RecordTypeBuilder builder = RecordType.builder();
        int kept = 1 + random.nextInt(fields.size());
        for (Field field : fields.subList(0, kept)) {
            int[] shape = field.shape().stream().mapToInt(Integer::intValue).toArray();
            builder.field(field.name(), field.type().typeString(), shape);
        }
        return builder.build();
    }

    private static Records random(RecordType type, long count, Random random) {
        Records records = Records.allocate(type, count, Arena.ofAuto());
        for (long i = 0; i < records.byteSize(); i++) {
            records.segment().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        return records;
    }
}
