package dev.sluice.record;

import java.util.List;
import java.util.Objects;

/// One named column of a record type: a scalar, or an array of fixed shape. Immutable; safe from any thread.
///
/// @param name the field's name, never empty
/// @param title numpy's second name (often a unit or a sentence), or null if there is none
/// @param type the type of one element
/// @param shape the dimensions, outermost first, elements stored in C order; empty for a scalar
/// @param offset bytes from the start of the record to the field's first element
public record Field(String name, String title, FieldType type, List<Integer> shape, int offset) {
    /// Checks the parts and takes a copy of the shape.
    ///
    /// @throws IllegalArgumentException if the name is empty, a dimension or the offset negative, or the field too big
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a field of type " + type + " has an empty name; give it one");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("field '" + name + "' has offset=" + offset + ", below 0");
        }
        checkSize(name, type, shape, offset);
    }

    /// The number of elements: the product of the dimensions, 1 for a scalar.
    public int elements() {
        int product = 1;
        for (int i = 0; i < shape.size(); i++) {
            product *= shape.get(i);
        }
        return product;
    }

    /// Bytes that the field takes in a record.
    public int byteSize() {
        return elements() * type.size();
    }

    /// True if the field holds one element and has no dimensions.
    public boolean isScalar() {
        return shape.isEmpty();
    }

    /// True if the dimensions are equal. Makes no iterators, as [List#equals] does: it runs once per chunk.
    boolean sameShape(Field other) {
        int dimensions = shape.size();
        boolean same = dimensions == other.shape.size();
        for (int i = 0; same && i < dimensions; i++) {
            same = shape.get(i).equals(other.shape.get(i));
        }
        return same;
    }

    /// The field as `name <i2[800]`.
    @Override
    public String toString() {
        return name + " " + type + (shape.isEmpty() ? "" : shape.toString().replace(" ", ""));
    }

    private static void checkSize(String name, FieldType type, List<Integer> shape, int offset) {
        long size = type.size();
        long elements = 1;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException(
                        "field '" + name + "' has shape=" + shape + "; every dimension must be 0 or more");
            }
            elements = saturatedProduct(elements, dimension);
            size = saturatedProduct(size, dimension);
        }
        if (offset + size > Integer.MAX_VALUE || elements > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("field '" + name + "' with type=" + type + ", shape=" + shape
                    + " does not fit in a record, which has at most " + Integer.MAX_VALUE + " bytes");
        }
    }

    private static long saturatedProduct(long a, long b) {
        return b != 0 && a > Integer.MAX_VALUE * 2L / b ? Integer.MAX_VALUE * 2L : a * b;
    }
}
