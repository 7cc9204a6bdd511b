package dev.sluice.kernels;

/// How waveforms lie in records of one size: immutable, safe from any thread, owns no memory.
///
/// Offsets are in bytes from the start of a record, lengths in samples; nothing needs alignment, and a stride may be
/// odd. Build one with `of` and add the fields that the records have.
///
/// @param sampleType  type of a sample
/// @param stride      bytes from one record to the next
/// @param waveOffset  where the first sample lies
/// @param samples     how many samples a record has room for, 0 or more
/// @param validLength integer field: how many of the samples are data (clamped to 0 and `samples`); the rest is padding
/// @param baseline    field of type f4, f8, i2 or u2: the baseline in ADC counts
/// @param channel     integer field: the number of the channel
public record WaveformLayout(
        SampleType sampleType,
        int stride,
        int waveOffset,
        int samples,
        Column validLength,
        Column baseline,
        Column channel) {

    /// Checks that every field lies inside a record.
    public WaveformLayout {
        if (sampleType == null) {
            throw new IllegalArgumentException("sample type is missing: sampleType=null");
        }
        if (stride < 1) {
            throw new IllegalArgumentException("records have no size: stride=" + stride + " bytes, least is 1");
        }
        if (samples < 0) {
            throw new IllegalArgumentException("negative number of samples: samples=" + samples + ", least is 0");
        }
        if (waveOffset < 0) {
            throw new IllegalArgumentException("wave before the record: waveOffset=" + waveOffset + ", least is 0");
        }
        requireInside("wave", waveOffset + (long) samples * sampleType.bytes(), stride);
        requireInside("valid length", validLength.requireInteger("valid length").end(), stride);
        requireInside("baseline", requireBaselineType(baseline).end(), stride);
        requireInside("channel", channel.requireInteger("channel").end(), stride);
    }

    /// Records with a wave and none of the optional fields.
    public static WaveformLayout of(SampleType sampleType, int stride, int waveOffset, int samples) {
        return new WaveformLayout(sampleType, stride, waveOffset, samples, Column.NONE, Column.NONE, Column.NONE);
    }

    /// This layout with a field that holds how many samples are data.
    public WaveformLayout withValidLength(ScalarType type, int offset) {
        return new WaveformLayout(sampleType, stride, waveOffset, samples, new Column(type, offset), baseline, channel);
    }

    /// This layout with a field that holds the baseline.
    public WaveformLayout withBaseline(ScalarType type, int offset) {
        return new WaveformLayout(
                sampleType, stride, waveOffset, samples, validLength, new Column(type, offset), channel);
    }

    /// This layout with a field that holds the channel.
    public WaveformLayout withChannel(ScalarType type, int offset) {
        return new WaveformLayout(
                sampleType, stride, waveOffset, samples, validLength, baseline, new Column(type, offset));
    }

    /// Bytes of a record up to the end of its last field: the room that the last record in a segment needs.
    public int extent() {
        long fields = Math.max(validLength.end(), Math.max(baseline.end(), channel.end()));
        return (int) Math.max(fields, waveOffset + (long) samples * sampleType.bytes());
    }

    private static Column requireBaselineType(Column baseline) {
        boolean fits = !baseline.isPresent()
                || switch (baseline.type()) {
                    case FLOAT32, FLOAT64, INT16, UINT16 -> true;
                    default -> false;
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "no baseline type: type=" + baseline.type().numpyName() + "; give one of f4 f8 i2 u2");
        }
        return baseline;
    }

    private static void requireInside(String name, long end, int stride) {
        if (end > stride) {
            throw new IllegalArgumentException(name + " reaches out of its record: it ends at byte " + end + ", stride="
                    + stride + "; correct its offset, the number of samples or the stride");
        }
    }
}
