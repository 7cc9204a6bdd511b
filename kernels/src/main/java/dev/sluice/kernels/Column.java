package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.RawColumn;
import dev.sluice.kernels.unchecked.RawInteger;

/// Where a scalar field lies in every record: its type and its byte offset from the record's first byte.
///
/// An immutable value, safe from any thread. `NONE` stands for a field that the records do not have. Offsets need no
/// alignment.
///
/// @param type   how the bytes read; null only in `NONE`
/// @param offset bytes from the start of the record to the field; -1 only in `NONE`
public record Column(ScalarType type, int offset) {

    /// No such field.
    public static final Column NONE = new Column(null, -1);

    /// Checks the offset.
    public Column {
        if (type == null && offset != -1) {
            throw new IllegalArgumentException(
                    "column without a type: offset=" + offset + "; give a ScalarType, or use Column.NONE");
        }
        if (type != null && offset < 0) {
            throw new IllegalArgumentException(
                    "column before the record: offset=" + offset + ", least is 0; use Column.NONE for no field");
        }
    }

    /// True unless this is `NONE`.
    public boolean isPresent() {
        return type != null;
    }

    /// Byte offset just after the field, 0 for `NONE`.
    long end() {
        return isPresent() ? (long) offset + type.bytes() : 0;
    }

    /// This column, which must be an integer one or `NONE`.
    Column requireInteger(String name) {
        if (isPresent() && !type.isInteger()) {
            throw new IllegalArgumentException(
                    name + " is not an integer: type=" + type.numpyName() + "; give one of i1 u1 i2 u2 i4 u4 i8");
        }
        return this;
    }

    /// The column of records, of which so many bytes may be read, as loops read it, once a door has checked it.
    RawColumn raw(int recordBytes) {
        return isPresent() ? RawColumn.of(RawColumn.Type.valueOf(type.name()), offset, recordBytes) : RawColumn.NONE;
    }

    /// The column of integers, of records of eight bytes or more, as loops read it without a branch.
    RawInteger rawInteger() {
        return RawInteger.of(raw(Long.BYTES));
    }

    @Override
    public String toString() {
        return isPresent() ? type.numpyName() + "@" + offset : "none";
    }
}
