package dev.sluice.record;

/// Reads and writes an integer field of any width as int64, in memory that the [Records] lend. Safe from any thread;
/// writes follow the rules of [Records].
///
/// Every call checks the index and that the records have the handle's layout ([IllegalArgumentException] if not).
public final class LongField extends FieldHandle {
    private final int code;

    LongField(Layout layout, Field field) {
        super(layout, field);
        this.code = Integers.code(field.type());
    }

    /// The value in a record.
    ///
    /// @throws ArithmeticException if the field is `<u8` and the value is above the largest int64
    public long get(Records records, long index) {
        return checked(Integers.get(code, records.segment, position(records, index)), index);
    }

    /// The value of one element of an array field; dimensions flattened in C order.
    ///
    /// @throws ArithmeticException if the field is `<u8` and the value is above the largest int64
    public long get(Records records, long index, int element) {
        return checked(Integers.get(code, records.segment, position(records, index, element)), index);
    }

    /// The value in a record, or its bit pattern if the field is `<u8`: no value is refused.
    public long bits(Records records, long index, int element) {
        return Integers.get(code, records.segment, position(records, index, element));
    }

    /// Copies the values of `count` records from number `from` on into the first elements of `values`, or their bit
    /// patterns if the field is `<u8`. Costs a fraction of as many calls of [#get].
    public void column(Records records, long from, int count, long[] values) {
        if (count > 0) {
            long position = position(records, from);
            position(records, from + count - 1);
            Integers.copy(code, records.segment, position, stride(), count, values);
        }
    }

    /// Sets the value in a record.
    ///
    /// @throws IllegalArgumentException if the field is too narrow for the value
    public void set(Records records, long index, long value) {
        long position = target(records, index);
        requireFit(index, value);
        Integers.set(code, records.segment, position, value);
    }

    /// Sets one element of an array field; dimensions flattened in C order.
    ///
    /// @throws IllegalArgumentException if the field is too narrow for the value
    public void set(Records records, long index, int element, long value) {
        long position = target(records, index, element);
        requireFit(index, value);
        Integers.set(code, records.segment, position, value);
    }

    private long checked(long value, long index) {
        if (code == -8 && value < 0) {
            throw new ArithmeticException("field '" + field().name() + "' of record index=" + index + " holds value="
                    + Long.toUnsignedString(value) + ", above int64; read it with bits() and Long.toUnsignedString");
        }
        return value;
    }

    private void requireFit(long index, long value) {
        if (!Integers.fits(code, value)) {
            throw Integers.outOfRange(field(), index, Long.toString(value));
        }
    }
}
