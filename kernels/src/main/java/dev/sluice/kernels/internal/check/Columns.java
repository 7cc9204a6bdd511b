package dev.sluice.kernels.internal.check;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.internal.memory.Fields;
import dev.sluice.kernels.internal.memory.RawColumn;
import dev.sluice.kernels.internal.memory.RawInteger;

/// Checks of columns that several kernels make, and columns as loops read them; stateless, safe from any thread.
public final class Columns {

    private Columns() {}

    /// Byte offset just after the field, 0 for `NONE`.
    public static long end(Column column) {
        return column.isPresent() ? (long) column.offset() + column.type().bytes() : 0;
    }

    /// This column, which must be an integer one or `NONE`.
    public static Column requireInteger(String name, Column column) {
        if (column.isPresent()) {
            Fields.requireInteger(name, column.type().isInteger(), column.type().numpyName());
        }
        return column;
    }

    /// This column, which must lie inside records of `stride` bytes, or be `NONE`.
    public static Column requireInside(String name, Column column, int stride) {
        Fields.requireInside(name, end(column), stride);
        return column;
    }

    /// The column of records, of which so many bytes may be read, as loops read it, once it is checked.
    public static RawColumn raw(Column column, int recordBytes) {
        return column.isPresent()
                ? RawColumn.of(RawColumn.Type.valueOf(column.type().name()), column.offset(), recordBytes)
                : RawColumn.NONE;
    }

    /// The column of integers, of records of eight bytes or more, as loops read it without a branch.
    public static RawInteger integer(Column column) {
        return RawInteger.of(raw(column, Long.BYTES));
    }
}
