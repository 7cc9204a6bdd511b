package dev.sluice.kernels;

/// The type of a column of scalars in a record, in little-endian order; an immutable value, safe from any thread.
public enum ScalarType {
    /// Signed 8-bit integer, numpy's `|i1`.
    INT8(1, "|i1"),
    /// Unsigned 8-bit integer, numpy's `|u1`.
    UINT8(1, "|u1"),
    /// Signed 16-bit integer, numpy's `<i2`.
    INT16(2, "<i2"),
    /// Unsigned 16-bit integer, numpy's `<u2`.
    UINT16(2, "<u2"),
    /// Signed 32-bit integer, numpy's `<i4`.
    INT32(4, "<i4"),
    /// Unsigned 32-bit integer, numpy's `<u4`.
    UINT32(4, "<u4"),
    /// Signed 64-bit integer, numpy's `<i8`.
    INT64(8, "<i8"),
    /// IEEE 754 single precision, numpy's `<f4`.
    FLOAT32(4, "<f4"),
    /// IEEE 754 double precision, numpy's `<f8`.
    FLOAT64(8, "<f8");

    private final int bytes;
    private final String numpyName;

    ScalarType(int bytes, String numpyName) {
        this.bytes = bytes;
        this.numpyName = numpyName;
    }

    /// Size of one value in bytes.
    public int bytes() {
        return bytes;
    }

    /// The type as numpy writes it, for example `<u2`.
    public String numpyName() {
        return numpyName;
    }

    /// True for the integer types, false for the two floating-point types.
    public boolean isInteger() {
        return this != FLOAT32 && this != FLOAT64;
    }
}
