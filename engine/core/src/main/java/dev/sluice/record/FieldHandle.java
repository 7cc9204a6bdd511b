package dev.sluice.record;

import java.util.Objects;

/// What all handles share: where the elements of one field lie in records of one layout.
abstract sealed class FieldHandle permits LongField, DoubleField, FloatField, BooleanField, TextField {
    private final Layout layout;
    private final Field field;
    private final long stride;
    private final long offset;
    private final long elementSize;
    private final int elements;

    // An equal layout that was met last, so that a second instance of a type costs one comparison of fields, not one
    // per access. Layouts are immutable, so a racing reader sees a good one or none.
    private Layout equalLayout;

    FieldHandle(Layout layout, Field field) {
        this.layout = layout;
        this.field = field;
        this.stride = layout.size();
        this.offset = field.offset();
        this.elementSize = field.type().size();
        this.elements = field.elements();
    }

    /// The field that this handle reads and writes.
    public final Field field() {
        return field;
    }

    /// Bytes from one record to the next.
    final long stride() {
        return stride;
    }

    /// Byte offset in the segment of the only element of the field.
    final long position(Records records, long index) {
        if (elements != 1) {
            throw new IllegalArgumentException("field '" + field.name() + "' has shape=" + field.shape()
                    + "; say which element, from 0 to " + (elements - 1));
        }
        return start(records, index);
    }

    /// Byte offset in the segment of an element of the field.
    final long position(Records records, long index, int element) {
        long start = start(records, index);
        return start + Objects.checkIndex(element, elements) * elementSize;
    }

    /// The same of records that are to be written.
    final long target(Records records, long index) {
        requireWritable(records);
        return position(records, index);
    }

    /// The same of records that are to be written.
    final long target(Records records, long index, int element) {
        requireWritable(records);
        return position(records, index, element);
    }

    private static void requireWritable(Records records) {
        if (records.readOnly) {
            records.checkWritable();
        }
    }

    private long start(Records records, long index) {
        if (Checked.ON) {
            records.check();
        }
        Layout found = records.layout;
        if (found != layout && found != equalLayout) {
            accept(found);
        }
        return records.byteOffset + checkIndex(records, index) * stride + offset;
    }

    /// A view that has ended has a count that no index is below: only then is it asked why. This costs the one
    /// comparison that there is for the index; another one would keep accesses from being inlined into loops.
    private static long checkIndex(Records records, long index) {
        try {
            return Objects.checkIndex(index, records.count);
        } catch (IndexOutOfBoundsException outside) {
            records.check();
            throw outside;
        }
    }

    private void accept(Layout found) {
        if (!layout.equals(found)) {
            throw Bounds.otherLayout(found, layout);
        }
        equalLayout = found;
    }
}
