package dev.sluice.kernels;

import dev.sluice.kernels.internal.memory.Fields;

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
        if (isPresent()) {
            Fields.requireInteger(name, type.isInteger(), type.numpyName());
        }
        return this;
    }

    @Override
    public String toString() {
        return isPresent() ? type.numpyName() + "@" + offset : "none";
    }
}
