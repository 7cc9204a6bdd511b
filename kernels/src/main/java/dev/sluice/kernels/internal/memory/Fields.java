package dev.sluice.kernels.internal.memory;

/// Checks of the fields of records that several kernels make; stateless, safe from any thread.
public final class Fields {

    private Fields() {}

    /// Refuses a field that ends after records of `stride` bytes.
    public static void requireInside(String name, long end, int stride) {
        if (end > stride) {
            throw new IllegalArgumentException(name + " reaches out of its record: it ends at byte " + end + ", stride="
                    + stride + "; correct its offset or the stride");
        }
    }

    /// Refuses a field that holds no integers.
    public static void requireInteger(String name, boolean isInteger, String type) {
        if (!isInteger) {
            throw new IllegalArgumentException(
                    name + " is not an integer: type=" + type + "; give one of i1 u1 i2 u2 i4 u4 i8");
        }
    }

    /// This value, which must not be missing.
    public static <T> T required(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing: " + name + "=null");
        }
        return value;
    }

    /// Refuses memory that is written while it is read.
    public static void requireApart(
            String name, long from, long bytes, String otherName, long otherFrom, long otherBytes) {
        if (bytes > 0 && otherBytes > 0 && from < otherFrom + otherBytes && otherFrom < from + bytes) {
            throw new IllegalArgumentException(name + " and " + otherName + " overlap: " + name + " has " + bytes
                    + " bytes at address=" + Long.toHexString(from) + ", " + otherName + " has " + otherBytes
                    + " at address=" + Long.toHexString(otherFrom) + "; give each memory of its own");
        }
    }
}
