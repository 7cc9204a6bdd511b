package dev.sluice.host.arrow;

import dev.sluice.record.ColumnCopy;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType.Kind;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How one field of records becomes a contiguous column. Immutable.
final class ArrowColumn {
    private final Field field;
    private final RecordType alone;
    private final ColumnCopy copy;

    ArrowColumn(RecordType type, Field field) {
        if (field.type().kind() == Kind.UNICODE || field.byteSize() == 0) {
            throw refused(field);
        }
        this.field = field;
        this.alone = RecordType.builder()
                .field(field.name(), field.type().typeString(), dimensions(field))
                .build();
        this.copy = ColumnCopy.of(type, alone);
    }

    private static int[] dimensions(Field field) {
        return field.shape().stream().mapToInt(Integer::intValue).toArray();
    }

    static IllegalArgumentException refused(Field field) {
        return new IllegalArgumentException("field '" + field.name() + "' of type=" + field
                + " has no type in Arrow here; leave it out: records[['time', ...]], or columns= of a stream");
    }

    Field field() {
        return field;
    }

    /// Bytes of the column of so many records.
    long bytes(long count) {
        return field.type().kind() == Kind.BOOLEAN
                ? Math.multiplyExact(count, (long) field.elements()) + 7 >> 3
                : Math.multiplyExact(count, (long) field.byteSize());
    }

    /// Copies the field of all records to `column`.
    void copy(Records records, MemorySegment column) {
        if (field.type().kind() == Kind.BOOLEAN) {
            pack(records, column);
        } else {
            copy.copy(records, Records.of(alone, column, 0, records.count()));
        }
    }

    /// A bit for each value, the first one lowest.
    private void pack(Records records, MemorySegment column) {
        column.asSlice(0, bytes(records.count())).fill((byte) 0);
        MemorySegment memory = records.segment();
        long bit = 0;
        for (long i = 0; i < records.count(); i++) {
            long at = records.byteOffset() + i * records.type().size() + field.offset();
            for (int k = 0; k < field.elements(); k++, bit++) {
                if (memory.get(ValueLayout.JAVA_BYTE, at + k) != 0) {
                    byte before = column.get(ValueLayout.JAVA_BYTE, bit >> 3);
                    column.set(ValueLayout.JAVA_BYTE, bit >> 3, (byte) (before | 1 << (bit & 7)));
                }
            }
        }
    }
}
