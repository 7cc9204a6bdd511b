package dev.sluice.record;

import java.util.ArrayList;
import java.util.List;

/// Builds a [RecordType] field by field, packed unless [#aligned] is called. For one thread; usable once.
///
/// ```java
/// RecordType type = RecordType.builder().aligned()
///         .field("channel", "<i2").field("time", "<i8").titled("ADC counts", "wave", "<i2", 800).build();
/// ```
public final class RecordTypeBuilder {
    private record Part(String name, String title, FieldType type, List<Integer> shape, int gap) {}

    private final List<Part> parts = new ArrayList<>();
    private boolean aligned;

    RecordTypeBuilder() {}

    /// Adds a field after the ones before it.
    ///
    /// @param typeString numpy's spelling of one element, for instance `<i2`
    /// @param shape the dimensions, outermost first; none for a scalar
    /// @throws IllegalArgumentException if records do not hold that type
    public RecordTypeBuilder field(String name, String typeString, int... shape) {
        return titled(null, name, typeString, shape);
    }

    /// Adds a field that also has a title: numpy's `((title, name), type, shape)`.
    ///
    /// @param title the title, or null for none
    public RecordTypeBuilder titled(String title, String name, String typeString, int... shape) {
        List<Integer> dimensions = new ArrayList<>();
        for (int dimension : shape) {
            dimensions.add(dimension);
        }
        return add(title, name, TypeStrings.parse(name, typeString), dimensions);
    }

    /// Leaves bytes unused here.
    ///
    /// @throws IllegalArgumentException if `bytes` is negative
    public RecordTypeBuilder gap(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a gap has bytes=" + bytes + ", below 0");
        }
        parts.add(new Part("", null, null, List.of(), bytes));
        return this;
    }

    /// Puts every field at a multiple of its alignment and pads the end, as numpy's `align=True` and C compilers do.
    public RecordTypeBuilder aligned() {
        aligned = true;
        return this;
    }

    /// The record type.
    ///
    /// @throws IllegalArgumentException if there is no field, a name or title is used twice, or a record gets too big
    public RecordType build() {
        List<Field> fields = new ArrayList<>();
        long end = 0;
        int alignment = 1;
        for (Part part : parts) {
            if (part.type == null) {
                end = bounded(end + part.gap);
                continue;
            }
            int step = aligned ? part.type.alignment() : 1;
            alignment = Math.max(alignment, step);
            int offset = bounded(roundUp(end, step));
            Field field = new Field(part.name, part.title, part.type, part.shape, offset);
            fields.add(field);
            end = bounded((long) offset + field.byteSize());
        }
        return new RecordType(
                new Layout(fields, bounded(roundUp(end, alignment))), TimeDeclarations.NONE, FieldDocs.NONE);
    }

    RecordTypeBuilder add(String title, String name, FieldType type, List<Integer> shape) {
        parts.add(new Part(name, title, type, shape, 0));
        return this;
    }

    private static long roundUp(long value, int step) {
        return step == 0 ? value : (value + step - 1) / step * step;
    }

    private static int bounded(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the record grows to size=" + size + " bytes; the limit is " + Integer.MAX_VALUE);
        }
        return (int) size;
    }
}
