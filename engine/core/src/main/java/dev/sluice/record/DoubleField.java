package dev.sluice.record;

import java.lang.foreign.MemorySegment;

/// Reads and writes a field of numbers, integers included, as float64, in memory that the [Records] lend. Safe from any
/// thread; writes follow the rules of [Records].
///
/// Every call checks the index and that the records have the handle's layout ([IllegalArgumentException] if not).
public final class DoubleField extends FieldHandle {
    private static final int FLOAT32 = 100;
    private static final int FLOAT64 = 101;
    private static final double TWO_TO_63 = 0x1p63;

    private final int code;

    DoubleField(Layout layout, Field field) {
        super(layout, field);
        FieldType type = field.type();
        this.code = type.isInteger() ? Integers.code(type) : type.size() == 4 ? FLOAT32 : FLOAT64;
    }

    /// The value in a record; 64-bit integers are rounded to the nearest float64.
    public double get(Records records, long index) {
        return read(records.segment, position(records, index));
    }

    /// The value of one element of an array field; dimensions flattened in C order.
    public double get(Records records, long index, int element) {
        return read(records.segment, position(records, index, element));
    }

    /// Sets the value in a record, rounded to the nearest if the field is `<f4`.
    ///
    /// @throws IllegalArgumentException if the field holds integers and the value is none, or does not fit
    public void set(Records records, long index, double value) {
        write(records.segment, target(records, index), index, value);
    }

    /// Sets one element of an array field; dimensions flattened in C order.
    ///
    /// @throws IllegalArgumentException if the field holds integers and the value is none, or does not fit
    public void set(Records records, long index, int element, double value) {
        write(records.segment, target(records, index, element), index, value);
    }

    private double read(MemorySegment segment, long position) {
        if (code == FLOAT32) {
            return segment.get(LittleEndian.FLOAT, position);
        }
        if (code == FLOAT64) {
            return segment.get(LittleEndian.DOUBLE, position);
        }
        long value = Integers.get(code, segment, position);
        // The lowest bit is kept sticky under the shift, so that the sum rounds once, to nearest even.
        return code == -8 && value < 0 ? 2.0 * (value >>> 1 | value & 1) : value;
    }

    private void write(MemorySegment segment, long position, long index, double value) {
        if (code == FLOAT32) {
            segment.set(LittleEndian.FLOAT, position, (float) value);
        } else if (code == FLOAT64) {
            segment.set(LittleEndian.DOUBLE, position, value);
        } else {
            Integers.set(code, segment, position, integer(index, value));
        }
    }

    private long integer(long index, double value) {
        boolean whole = value == Math.rint(value);
        if (whole && code == -8 && value >= TWO_TO_63 && value < 2 * TWO_TO_63) {
            return (long) (value - TWO_TO_63) | Long.MIN_VALUE;
        }
        if (!whole || value < -TWO_TO_63 || value >= TWO_TO_63 || !Integers.fits(code, (long) value)) {
            throw Integers.outOfRange(field(), index, Double.toString(value));
        }
        return (long) value;
    }
}
