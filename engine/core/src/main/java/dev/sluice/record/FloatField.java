package dev.sluice.record;

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

    /// Sets the value in a record.
    public void set(Records records, long index, float value) {
        records.segment.set(LittleEndian.FLOAT, target(records, index), value);
    }

    /// Sets one element of an array field; dimensions flattened in C order.
    public void set(Records records, long index, int element, float value) {
        records.segment.set(LittleEndian.FLOAT, target(records, index, element), value);
    }
}
