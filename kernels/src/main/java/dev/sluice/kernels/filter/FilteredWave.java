package dev.sluice.kernels.filter;

/// Where `FilterKernel` writes in every result record; immutable, safe from any thread, owns no memory.
///
/// The result is an array of float32 with as many samples as the wave that is filtered. Offsets are in bytes from the
/// start of a result record and need no alignment.
///
/// @param stride  bytes from one result record to the next
/// @param offset  where the first filtered sample goes
/// @param samples how many samples the array has
public record FilteredWave(int stride, int offset, int samples) {

    /// Checks that the array lies inside a record.
    public FilteredWave {
        if (samples < 0) {
            throw new IllegalArgumentException("negative number of samples: samples=" + samples + ", least is 0");
        }
        if (stride < 1) {
            throw new IllegalArgumentException("result records have no size: stride=" + stride + ", least is 1");
        }
        if (offset < 0 || offset + (long) samples * Float.BYTES > stride) {
            throw new IllegalArgumentException("filtered wave outside its record: offset=" + offset + ", samples="
                    + samples + ", stride=" + stride + "; 4 bytes per sample must fit between 0 and the stride");
        }
    }

    /// Packed waves of `samples` samples, with nothing between them.
    public static FilteredWave packed(int samples) {
        return new FilteredWave(Math.max(1, Math.multiplyExact(samples, Float.BYTES)), 0, samples);
    }

    /// Bytes of a result record up to the end of the array.
    public int extent() {
        return offset + samples * Float.BYTES;
    }
}
