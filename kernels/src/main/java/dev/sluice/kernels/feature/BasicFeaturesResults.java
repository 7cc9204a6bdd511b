package dev.sluice.kernels.feature;

/// Where `BasicFeaturesKernel` writes in every result record; immutable, safe from any thread, owns no memory.
///
/// All four are float32; offsets are in bytes from the start of a result record and need no alignment.
///
/// @param stride           bytes from one result record to the next
/// @param heightOffset     where the height goes
/// @param amplitudeOffset  where the amplitude goes
/// @param areaOffset       where the area goes
/// @param differenceOffset where the greatest difference of neighbours goes
public record BasicFeaturesResults(
        int stride, int heightOffset, int amplitudeOffset, int areaOffset, int differenceOffset) {

    /// Four packed float32, in the order of the parameters.
    public static final BasicFeaturesResults PACKED = new BasicFeaturesResults(16, 0, 4, 8, 12);

    /// Checks that the results lie inside a record and beside each other.
    public BasicFeaturesResults {
        int[] offsets = {heightOffset, amplitudeOffset, areaOffset, differenceOffset};
        String[] names = {"heightOffset", "amplitudeOffset", "areaOffset", "differenceOffset"};
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < 0 || offsets[i] > stride - Float.BYTES) {
                throw new IllegalArgumentException("result outside its record: " + names[i] + "=" + offsets[i]
                        + ", stride=" + stride + "; a float32 must fit between 0 and the stride");
            }
            for (int k = 0; k < i; k++) {
                if (Math.abs(offsets[i] - offsets[k]) < Float.BYTES) {
                    throw new IllegalArgumentException("results overlap: " + names[k] + "=" + offsets[k] + " "
                            + names[i] + "=" + offsets[i] + "; keep them 4 bytes apart");
                }
            }
        }
    }

    /// Bytes of a result record up to the end of its last field.
    public int extent() {
        return Math.max(Math.max(heightOffset, amplitudeOffset), Math.max(areaOffset, differenceOffset)) + Float.BYTES;
    }
}
