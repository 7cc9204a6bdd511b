package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "wave:<i2[11]");
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField WAVE = TYPE.longField("wave");

    private static Records numbered(Arena arena, int count) {
        Records records = Records.allocate(TYPE, count, arena);
        for (int i = 0; i < count; i++) {
            TIME.set(records, i, i);
            for (int k = 0; k < 11; k++) {
                WAVE.set(records, i, k, 100 * i + k);
            }
        }
        return records;
    }

    @Test
    void allocatedRecordsAreZeroAndAligned() {
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(TYPE, 12, arena);
            assertEquals(12, records.count());
            assertEquals(12 * 30, records.byteSize());
            assertEquals(0, records.segment().address() % 64);
            assertEquals(0, TIME.get(records, 11));
            assertSame(TYPE, records.type());
            assertEquals("Records[12 x 30 bytes: time <i8, wave <i2[11]]", records.toString());
        }
    }

    @Test
    void valuesLieLittleEndianAtTheFieldsOffset() {
        try (Arena arena = Arena.ofConfined()) {
            Records records = numbered(arena, 3);
            MemorySegment bytes = records.segment();
            WAVE.set(records, 2, 10, 0x1234);
            assertEquals(0x34, bytes.get(ValueLayout.JAVA_BYTE, 2 * 30 + 8 + 20));
            assertEquals(0x12, bytes.get(ValueLayout.JAVA_BYTE, 2 * 30 + 8 + 21));
        }
    }

    @Test
    void aSegmentBecomesRecordsWithoutACopy() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(95);
            Records records = Records.of(TYPE, segment, 5, 3);
            TIME.set(records, 2, -1);
            assertEquals(-1, segment.get(ValueLayout.JAVA_LONG_UNALIGNED, 65));
            assertEquals(3, Records.of(TYPE, segment.asSlice(5)).count());
            assertEquals(5, records.byteOffset());
            assertSame(segment, records.segment());
        }
    }

    @Test
    void wrongMemoryIsRefusedWithTheReason() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(95);
            MemorySegment heap = MemorySegment.ofArray(new byte[90]);
            assertRefused("Java heap", () -> Records.of(TYPE, heap));
            assertRefused("leaves 5 bytes", () -> Records.of(TYPE, segment));
            assertRefused("byteOffset=6", () -> Records.of(TYPE, segment, 6, 3));
            assertRefused("byteOffset=-1", () -> Records.of(TYPE, segment, -1, 3));
            assertRefused("count=-1", () -> Records.of(TYPE, segment, 0, -1));
            assertRefused("count=9223372036854775807", () -> Records.of(TYPE, segment, 0, Long.MAX_VALUE));
            assertRefused("count=-1", () -> Records.allocate(TYPE, -1, arena));
        }
    }

    private static void assertRefused(String reason, Runnable action) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void slicesShareTheMemory() {
        try (Arena arena = Arena.ofConfined()) {
            Records records = numbered(arena, 10);
            Records slice = records.slice(3, 8).slice(1, 4);
            assertEquals(3, slice.count());
            assertEquals(4, TIME.get(slice, 0));
            TIME.set(slice, 2, 77);
            assertEquals(77, TIME.get(records, 6));
            assertEquals(0, records.slice(10, 10).count());
            assertThrows(IndexOutOfBoundsException.class, () -> records.slice(3, 11));
            assertThrows(IndexOutOfBoundsException.class, () -> TIME.get(slice, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> TIME.get(slice, -1));
        }
    }

    @Test
    void recordsAreEqualOnlyToThemselves() {
        try (Arena arena = Arena.ofConfined()) {
            Records records = numbered(arena, 2);
            assertNotEquals(records, records.slice(0, 2));
        }
    }

    @Test
    void overlappingCopiesWorkAsThroughATemporary() {
        try (Arena arena = Arena.ofConfined()) {
            Records records = numbered(arena, 6);
            records.copyFrom(1, records, 0, 5);
            for (int i = 1; i < 6; i++) {
                assertEquals(i - 1, TIME.get(records, i));
                assertEquals(100 * (i - 1) + 10, WAVE.get(records, i, 10));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> records.copyFrom(2, records, 0, 5));
            assertThrows(IndexOutOfBoundsException.class, () -> records.copyFrom(0, records, -1, 2));
            Records other = Records.allocate(RecordType.of("time:<i8"), 6, arena);
            assertRefused("another layout", () -> other.copyFrom(0, records, 0, 1));
        }
    }

    @Test
    void fillReachesEveryByteOfTheseRecordsAndNoOther() {
        try (Arena arena = Arena.ofConfined()) {
            RecordType gapped = RecordType.parse("[('a', '|i1'), ('', '|V4')]");
            Records all = Records.allocate(gapped, 5, arena);
            all.slice(1, 3).fill((byte) 7);
            for (int i = 0; i < 25; i++) {
                assertEquals(i >= 5 && i < 15 ? 7 : 0, all.segment().get(ValueLayout.JAVA_BYTE, i));
            }
            all.slice(0, 2).clear();
            assertEquals(0, all.segment().get(ValueLayout.JAVA_BYTE, 9));
            assertEquals(7, all.segment().get(ValueLayout.JAVA_BYTE, 10));
        }
    }

    @Test
    void largeRecordsAreFilledToTheirLastByte() {
        try (Arena arena = Arena.ofConfined()) {
            Records all = Records.allocate(RecordType.of("x:|i1"), 100_001, arena);
            all.slice(1, 100_000).fill((byte) -3);
            assertEquals(0, all.segment().get(ValueLayout.JAVA_BYTE, 0));
            for (int i = 1; i < 100_000; i++) {
                assertEquals(-3, all.segment().get(ValueLayout.JAVA_BYTE, i));
            }
            assertEquals(0, all.segment().get(ValueLayout.JAVA_BYTE, 100_000));
            all.slice(5, 5).fill((byte) 1);
            assertEquals(-3, all.segment().get(ValueLayout.JAVA_BYTE, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"|u1", "<i2", "<f4", "<f8", "|S3", "<i2[5]", "|i1[0]"})
    void copiedFieldsAreEqualAndTheirNeighboursUntouched(String field) {
        RecordType from = RecordType.of("before:|S3", "x:" + field);
        RecordType to = RecordType.of("x:" + field, "after:<i4");
        long seed = field.hashCode();
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            Records source = Records.allocate(from, 50, arena);
            for (long i = 0; i < source.byteSize(); i++) {
                source.segment().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
            Records target = Records.allocate(to, 50, arena);
            target.fill((byte) 9);
            Records prepared = Records.allocate(to, 50, arena);
            prepared.fill((byte) 9);
            target.copyField("x", source);
            FieldCopy.of("x", from, to).copy(source, prepared);
            assertEquals(-1, target.segment().mismatch(prepared.segment()));
            int size = to.field("x").byteSize();
            for (long i = 0; i < 50; i++) {
                MemorySegment read = source.segment().asSlice(i * from.size() + 3, size);
                assertEquals(-1, read.mismatch(target.segment().asSlice(i * to.size(), size)), "seed=" + seed);
                assertEquals(0x09090909L, to.longField("after").get(target, i));
            }
        }
    }

    @Test
    void fieldCopiesRefuseOtherTypesShapesCountsAndLayouts() {
        RecordType from = RecordType.of("x:<i4", "y:<f4[2]");
        RecordType to = RecordType.of("x:<i2", "y:<f4[3]", "z:<i4");
        assertRefused("x <i2 in the target", () -> FieldCopy.of("x", from, to));
        assertRefused("y <f4[3] in the target", () -> FieldCopy.of("y", from, to));
        assertRefused("no field 'w'", () -> FieldCopy.of("w", from, to));
        try (Arena arena = Arena.ofConfined()) {
            Records source = Records.allocate(from, 3, arena);
            Records target = Records.allocate(to, 3, arena);
            FieldCopy copy = FieldCopy.of("x", from, "z", to);
            from.longField("x").set(source, 2, 5);
            copy.copy(source, target);
            assertEquals(5, to.longField("z").get(target, 2));
            assertRefused("count=3 is not target count=2", () -> copy.copy(source, target.slice(0, 2)));
            assertRefused("another layout", () -> copy.copy(target, target));
            assertRefused("x <i2 in the target", () -> target.copyField("x", source));
        }
    }
}
