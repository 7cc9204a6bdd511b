package dev.sluice.record;

import java.lang.foreign.MemorySegment;

/// Reads and writes a field of `<f4`, in memory that the [Records] lend. Safe from any thread; writes follow the rules
/// of [Records].
///
/// Every call checks the index and that the records have the handle's layout ([IllegalArgumentException] if not).
public final class FloatField extends FieldHandle {
    FloatField(Layout layout, Field field) {
        super(layout, field);
    }

    /// The value in a record.
    public float get(Records records, long index) {
        return records.segment.get(LittleEndian.FLOAT, position(records, index));
    }

    /// The value of one element of an array field; dimensions flattened in C order.
    public float get(Records records, long index, int element) {
        return records.segment.get(LittleEndian.FLOAT, position(records, index, element));
    }

    /// Copies the values of `count` records from number `from` on into the first elements of `values`. Costs a fraction
    /// of as many calls of [#get].
    public void column(Records records, long from, int count, float[] values) {
        if (count > 0) {
            long position = position(records, from);
            position(records, from + count - 1);
            copy(records.segment, position, stride(), count, values);
        }
    }

    private static void copy(MemorySegment segment, long position, long stride, int count, float[] values) {
        for (int i = 0; i < count; i++) {
            values[i] = segment.get(LittleEndian.FLOAT, position + i * stride);
        }
    }

    /// Sets the value in a record.
    public void set(Records records, long index, float value) {
        records.segment.set(LittleEndian.FLOAT, target(records, index), value);
    }

    /// Sets one element of an array field; dimensions flattened in C order.
    public void set(Records records, long index, int element, float value) {
        records.segment.set(LittleEndian.FLOAT, target(records, index, element), value);
    }
}
