package dev.sluice.kernels;

/// Checks of the fields of records that several doors make; stateless, safe from any thread.
final class Fields {

    private Fields() {}

    /// This column, which must lie inside records of `stride` bytes, or be `NONE`.
    static Column requireInside(String name, Column column, int stride) {
        if (column.end() > stride) {
            throw new IllegalArgumentException(name + " reaches out of its record: it ends at byte " + column.end()
                    + ", stride=" + stride + "; correct its offset or the stride");
        }
        return column;
    }

    /// This value, which must not be missing.
    static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing: " + name + "=null");
        }
        return value;
    }

    /// Refuses memory that is written while it is read.
    static void requireApart(String name, long from, long bytes, String otherName, long otherFrom, long otherBytes) {
        if (bytes > 0 && otherBytes > 0 && from < otherFrom + otherBytes && otherFrom < from + bytes) {
            throw new IllegalArgumentException(name + " and " + otherName + " overlap: " + name + " has " + bytes
                    + " bytes at address=" + Long.toHexString(from) + ", " + otherName + " has " + otherBytes
                    + " at address=" + Long.toHexString(otherFrom) + "; give each memory of its own");
        }
    }
}
