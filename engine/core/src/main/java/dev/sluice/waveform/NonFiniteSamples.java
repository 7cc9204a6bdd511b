package dev.sluice.waveform;

import dev.sluice.record.DoubleField;
import dev.sluice.record.Field;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/// Finds waveforms that have a valid sample, or a baseline, that is NaN or infinite.
///
/// Reads the fields that [WaveformFields] finds; a baseline that is NaN does not count, as [MissingSamples] counts it.
/// Immutable, safe from any thread, owns no memory, allocates nothing.
public final class NonFiniteSamples {
    private static final ValueLayout.OfInt BITS = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITE = 0x7F80_0000;

    private final int offset;
    private final int samples;
    private final LongField length;
    private final DoubleField baseline;

    private NonFiniteSamples(Field wave, LongField length, DoubleField baseline) {
        this.offset = wave.offset();
        this.samples = wave.type().typeString().equals("<f4") ? wave.elements() : 0;
        this.length = length;
        this.baseline = baseline;
    }

    /// What looks at waveforms of this type; empty where neither samples nor baseline are floating-point numbers.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public static Optional<NonFiniteSamples> of(RecordType waveforms) {
        Field wave = WaveformFields.wave(waveforms);
        LongField length = WaveformFields.validLength(waveforms)
                .map(field -> waveforms.longField(field.name()))
                .orElse(null);
        boolean carried =
                waveforms.has("baseline") && waveforms.field("baseline").type().isFloat();
        NonFiniteSamples found = new NonFiniteSamples(wave, length, carried ? waveforms.doubleField("baseline") : null);
        return found.samples > 0 || carried ? Optional.of(found) : Optional.empty();
    }

    /// Whether this record has one.
    public boolean isIn(Records waveforms, long index) {
        if (baseline != null && Double.isInfinite(baseline.get(waveforms, index))) {
            return true;
        }
        int valid = length == null ? samples : (int) Math.clamp(length.get(waveforms, index), 0L, (long) samples);
        long from = waveforms.byteOffset() + index * waveforms.type().size() + offset;
        return greatest(waveforms.segment(), from, valid) >= INFINITE;
    }

    /// The bits of finite numbers without their signs are less than those of infinity, and those of NaN greater.
    private static int greatest(MemorySegment segment, long from, int count) {
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, segment.get(BITS, from + 4L * i) & MAGNITUDE);
        }
        return greatest;
    }
}
