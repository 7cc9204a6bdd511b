package dev.sluice.kernels.feature;

/// Where `PeakChargeKernel` writes in every result record; immutable, safe from any thread, owns no memory.
///
/// All three are float32; offsets are in bytes from the start of a result record and need no alignment.
///
/// @param stride         bytes from one result record to the next
/// @param peakOffset     where the peak-to-peak height goes
/// @param chargeOffset   where the charge goes
/// @param baselineOffset where the baseline goes, or `NOT_WANTED`
public record PeakChargeResults(int stride, int peakOffset, int chargeOffset, int baselineOffset) {

    /// The offset of a result that is not written.
    public static final int NOT_WANTED = -1;

    /// Checks that the results lie inside a record and beside each other.
    public PeakChargeResults {
        if (baselineOffset < NOT_WANTED) {
            throw new IllegalArgumentException("result before the record: baselineOffset=" + baselineOffset
                    + ", least is 0; use -1 if the baseline is not wanted");
        }
        requireInside("peakOffset", peakOffset, stride);
        requireInside("chargeOffset", chargeOffset, stride);
        requireApart("peakOffset", peakOffset, "chargeOffset", chargeOffset);
        if (baselineOffset != NOT_WANTED) {
            requireInside("baselineOffset", baselineOffset, stride);
            requireApart("peakOffset", peakOffset, "baselineOffset", baselineOffset);
            requireApart("chargeOffset", chargeOffset, "baselineOffset", baselineOffset);
        }
    }

    /// Results without the baseline.
    public static PeakChargeResults of(int stride, int peakOffset, int chargeOffset) {
        return new PeakChargeResults(stride, peakOffset, chargeOffset, NOT_WANTED);
    }

    /// True if the baseline is written too.
    public boolean wantsBaseline() {
        return baselineOffset != NOT_WANTED;
    }

    /// Bytes of a result record up to the end of its last field.
    public int extent() {
        return Math.max(baselineOffset, Math.max(peakOffset, chargeOffset)) + Float.BYTES;
    }

    private static void requireInside(String name, int offset, int stride) {
        if (offset < 0 || offset > stride - Float.BYTES) {
            throw new IllegalArgumentException("result outside its record: " + name + "=" + offset + ", stride="
                    + stride + "; a float32 must fit between 0 and the stride");
        }
    }

    private static void requireApart(String name, int offset, String otherName, int otherOffset) {
        if (Math.abs(offset - otherOffset) < Float.BYTES) {
            throw new IllegalArgumentException("results overlap: " + name + "=" + offset + " " + otherName + "="
                    + otherOffset + "; keep them 4 bytes apart");
        }
    }
}
