package dev.sluice.kernels;

/// The type of one waveform sample, in little-endian order; an immutable value, safe from any thread.
public enum SampleType {
    /// Signed 16-bit integer, numpy's `<i2`.
    INT16(2, "<i2"),
    /// Unsigned 16-bit integer, numpy's `<u2`.
    UINT16(2, "<u2"),
    /// IEEE 754 single precision, numpy's `<f4`.
    FLOAT32(4, "<f4");

    private final int bytes;
    private final String numpyName;

    SampleType(int bytes, String numpyName) {
        this.bytes = bytes;
        this.numpyName = numpyName;
    }

    /// Size of one sample in bytes.
    public int bytes() {
        return bytes;
    }

    /// The type as numpy writes it, for example `<i2`.
    public String numpyName() {
        return numpyName;
    }
}
