package dev.sluice.kernels.feature;

/// Where `BaselineKernel` writes in every result record; immutable, safe from any thread, owns no memory.
///
/// Baseline and rms are float32. Samples, if wanted, are an array as long as that of the waveforms: int16 for 16-bit
/// waveforms, float32 for float ones. Offsets are in bytes from the start of a result record and need no alignment.
///
/// @param stride         bytes from one result record to the next
/// @param baselineOffset where the baseline goes
/// @param rmsOffset      where the rms goes, or `NOT_WANTED`
/// @param samplesOffset  where the samples go from which the baseline was subtracted, or `NOT_WANTED`
public record BaselineResults(int stride, int baselineOffset, int rmsOffset, int samplesOffset) {

    /// The offset of a result that is not written.
    public static final int NOT_WANTED = -1;

    /// Checks that the results lie inside a record; whether samples fit, only the kernel knows.
    public BaselineResults {
        requireInside("baselineOffset", baselineOffset, Float.BYTES, stride);
        if (rmsOffset != NOT_WANTED) {
            requireInside("rmsOffset", rmsOffset, Float.BYTES, stride);
            requireApart("rmsOffset", rmsOffset, Float.BYTES, "baselineOffset", baselineOffset);
        }
        if (samplesOffset != NOT_WANTED) {
            requireInside("samplesOffset", samplesOffset, 0, stride);
        }
    }

    /// Baseline and rms, without samples.
    public static BaselineResults of(int stride, int baselineOffset, int rmsOffset) {
        return new BaselineResults(stride, baselineOffset, rmsOffset, NOT_WANTED);
    }

    /// True if samples are written.
    public boolean wantsSamples() {
        return samplesOffset != NOT_WANTED;
    }

    /// Bytes of a result record up to the end of its last field, when it has this many bytes of samples.
    int extent(int sampleBytes) {
        int scalars = Math.max(baselineOffset, rmsOffset) + Float.BYTES;
        return wantsSamples() ? Math.max(scalars, samplesOffset + sampleBytes) : scalars;
    }

    /// Fails with `IllegalArgumentException` if that many bytes of samples do not fit beside the other results.
    void requireRoom(int sampleBytes) {
        if (wantsSamples() && sampleBytes > 0) {
            requireInside("samplesOffset", samplesOffset, sampleBytes, stride);
            requireApart("samplesOffset", samplesOffset, sampleBytes, "baselineOffset", baselineOffset);
            if (rmsOffset != NOT_WANTED) {
                requireApart("samplesOffset", samplesOffset, sampleBytes, "rmsOffset", rmsOffset);
            }
        }
    }

    private static void requireInside(String name, int offset, int bytes, int stride) {
        if (offset < 0 || offset > stride - bytes) {
            throw new IllegalArgumentException("result outside its record: " + name + "=" + offset + " of " + bytes
                    + " bytes, stride=" + stride + "; it must fit between 0 and the stride");
        }
    }

    private static void requireApart(String name, int offset, int bytes, String other, int otherOffset) {
        if (offset < otherOffset + Float.BYTES && otherOffset < offset + bytes) {
            throw new IllegalArgumentException("results overlap: " + name + "=" + offset + " of " + bytes + " bytes, "
                    + other + "=" + otherOffset + "; keep them apart");
        }
    }
}
