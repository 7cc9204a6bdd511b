package dev.sluice.kernels;

import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.record.HitFields;

/// The packed record types of strax, for fragments with room for a given number of int16 samples: an immutable value,
/// safe from any thread, owns no memory.
///
/// A pulse longer than a fragment has several: record_i counts them, pulse_length is the length of the whole pulse, and
/// length how many samples of this fragment are data. Times are int64, dt is the sampling period in their unit.
///
/// - raw record: time i8, length i4, dt i2, channel i2, pulse_length i4, record_i i2, baseline i2, data i2[samples]
/// - record: the same up to record_i, then area i4, reduction_level u1, baseline f4, baseline_rms f4,
///   amplitude_bit_shift i2, data i2[samples]
/// - hit: time i8, length i4, dt i2, channel i2, area f4, left i2, right i2, left_integration i2, right_integration i2,
///   record_i i4, threshold f4, height f4, max_time i8
///
/// @param samples how many samples a fragment has room for, 1 to 32767: hits hold sample numbers in int16
public record FragmentLayout(int samples) {

    /// Bytes of a hit.
    public static final int HIT_BYTES = HitFields.BYTES;

    /// Checks the number of samples.
    public FragmentLayout {
        if (samples < 1 || samples > Short.MAX_VALUE) {
            throw new IllegalArgumentException("no such fragments: samples=" + samples + ", limits are 1 and "
                    + Short.MAX_VALUE + ", for hits hold sample numbers in int16");
        }
    }

    /// Bytes of a raw record.
    public int rawBytes() {
        return FragmentFields.RAW_DATA + Short.BYTES * samples;
    }

    /// Bytes of a record.
    public int recordBytes() {
        return FragmentFields.DATA + Short.BYTES * samples;
    }
}
