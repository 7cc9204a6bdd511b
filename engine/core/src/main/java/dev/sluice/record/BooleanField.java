package dev.sluice.record;

/// Reads and writes a field of `|b1`, in memory that the [Records] lend. Safe from any thread; writes follow the rules
/// of [Records].
///
/// Every call checks the index and that the records have the handle's layout ([IllegalArgumentException] if not).
public final class BooleanField extends FieldHandle {
    BooleanField(Layout layout, Field field) {
        super(layout, field);
    }

    /// True if the byte in the record is not zero.
    public boolean get(Records records, long index) {
        return records.segment.get(LittleEndian.BYTE, position(records, index)) != 0;
    }

    /// True if the byte of one element of an array field is not zero; dimensions flattened in C order.
    public boolean get(Records records, long index, int element) {
        return records.segment.get(LittleEndian.BYTE, position(records, index, element)) != 0;
    }

    /// Sets the value in a record: 1 for true, 0 for false.
    public void set(Records records, long index, boolean value) {
        records.segment.set(LittleEndian.BYTE, target(records, index), (byte) (value ? 1 : 0));
    }

    /// Sets one element of an array field; dimensions flattened in C order.
    public void set(Records records, long index, int element, boolean value) {
        records.segment.set(LittleEndian.BYTE, target(records, index, element), (byte) (value ? 1 : 0));
    }
}
