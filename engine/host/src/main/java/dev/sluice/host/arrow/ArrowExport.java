package dev.sluice.host.arrow;

import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes records of one type as a struct array of Arrow: a column per field, arrays as lists of fixed size.
///
/// The columns are copied, once, to memory of their own: a column of Arrow is contiguous, and fields lie a record
/// apart. No value is null. Immutable; for any thread, where each call writes to structures of its own.
public final class ArrowExport {
    /// Bytes of `struct ArrowSchema`.
    public static final long SCHEMA_BYTES = ArrowStruct.SCHEMA.size;
    /// Bytes of `struct ArrowArray`.
    public static final long ARRAY_BYTES = ArrowStruct.ARRAY.size;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final List<ArrowColumn> columns = new ArrayList<>();

    /// An export of all fields of that type.
    ///
    /// @throws IllegalArgumentException if a field has no type in Arrow
    public ArrowExport(RecordType type) {
        for (Field field : type.fields()) {
            columns.add(new ArrowColumn(type, field));
        }
    }

    /// Writes the type to a `struct ArrowSchema`, which its reader releases.
    public void schema(MemorySegment target) {
        schema(target, "+s", "", columns.size(), (child, i) -> {
            Field field = columns.get(i).field();
            levels(child, field.name(), field, 0);
        });
    }

    /// What lies at and below dimension `level` of a field: a list of fixed size, or a scalar.
    private static void levels(MemorySegment target, String name, Field field, int level) {
        if (level == field.shape().size()) {
            schema(target, format(field), name, 0, null);
        } else {
            schema(
                    target,
                    "+w:" + field.shape().get(level),
                    name,
                    1,
                    (child, i) -> levels(child, "item", field, level + 1));
        }
    }

    /// Writes a child of a structure to its place.
    private interface Child {
        void write(MemorySegment target, int index);
    }

    private static void schema(MemorySegment target, String format, String name, int children, Child child) {
        byte[] formatText = text(format);
        byte[] nameText = text(name);
        long places = children * (Long.BYTES + SCHEMA_BYTES);
        MemorySegment block = ArrowMemory.allocate(places + formatText.length + nameText.length);
        MemorySegment.copy(formatText, 0, block, ValueLayout.JAVA_BYTE, places, formatText.length);
        MemorySegment.copy(nameText, 0, block, ValueLayout.JAVA_BYTE, places + formatText.length, nameText.length);
        target.fill((byte) 0);
        target.set(LONG, 0, block.address() + places);
        target.set(LONG, 8, block.address() + places + formatText.length);
        children(ArrowStruct.SCHEMA, target, block, 0, children, child);
    }

    private static byte[] text(String words) {
        return (words + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /// Writes the children, whose structures begin at `at` in the block; frees what was written if one of them fails.
    private static void children(
            ArrowStruct kind, MemorySegment target, MemorySegment block, long at, int count, Child child) {
        long structs = at + (long) count * Long.BYTES;
        block.asSlice(at, structs - at + count * kind.size).fill((byte) 0);
        for (int i = 0; i < count; i++) {
            block.set(LONG, at + (long) i * Long.BYTES, block.address() + structs + i * kind.size);
        }
        kind.finish(target, count, block.address() + at, block);
        try {
            for (int i = 0; i < count; i++) {
                child.write(block.asSlice(structs + i * kind.size, kind.size), i);
            }
        } catch (RuntimeException | Error failure) {
            kind.release(target);
            throw failure;
        }
    }

    /// Copies the records to a `struct ArrowArray`, which its reader releases.
    ///
    /// @throws OutOfMemoryError if the machine has no more memory
    public void array(Records records, MemorySegment target) {
        long count = records.count();
        struct(target, count, columns.size(), (child, i) -> column(child, columns.get(i), records, 0, count));
    }

    private static void column(MemorySegment target, ArrowColumn column, Records records, int level, long length) {
        List<Integer> shape = column.field().shape();
        if (level < shape.size()) {
            struct(
                    target,
                    length,
                    1,
                    (child, i) -> column(child, column, records, level + 1, length * shape.get(level)));
        } else {
            values(target, column, records, length);
        }
    }

    /// A structure without values of its own: one buffer, that of the nulls, which are none.
    private static void struct(MemorySegment target, long length, int children, Child child) {
        MemorySegment block = ArrowMemory.allocate(Long.BYTES + children * (Long.BYTES + ARRAY_BYTES));
        block.set(LONG, 0, 0);
        head(target, length, 1, block.address());
        children(ArrowStruct.ARRAY, target, block, Long.BYTES, children, child);
    }

    private static void values(MemorySegment target, ArrowColumn column, Records records, long length) {
        MemorySegment block = ArrowMemory.allocate(Math.addExact(ArrowMemory.ALIGNMENT, column.bytes(records.count())));
        block.set(LONG, 0, 0);
        block.set(LONG, Long.BYTES, block.address() + ArrowMemory.ALIGNMENT);
        head(target, length, 2, block.address());
        children(ArrowStruct.ARRAY, target, block, 2 * Long.BYTES, 0, null);
        try {
            column.copy(records, block.asSlice(ArrowMemory.ALIGNMENT));
        } catch (RuntimeException | Error failure) {
            ArrowStruct.ARRAY.release(target);
            throw failure;
        }
    }

    private static void head(MemorySegment target, long length, long buffers, long bufferPlaces) {
        target.fill((byte) 0);
        target.set(LONG, 0, length);
        target.set(LONG, 24, buffers);
        target.set(LONG, 40, bufferPlaces);
    }

    private static String format(Field field) {
        FieldType type = field.type();
        return switch (type.kind()) {
            case BOOLEAN -> "b";
            case FLOAT -> type.size() == 4 ? "f" : "g";
            case SIGNED -> integer("csil", type.size());
            case UNSIGNED -> integer("CSIL", type.size());
            case BYTES -> "w:" + type.size();
            case UNICODE -> throw ArrowColumn.refused(field);
        };
    }

    private static String integer(String letters, int size) {
        return letters.substring(Integer.numberOfTrailingZeros(size), Integer.numberOfTrailingZeros(size) + 1);
    }
}
