package dev.sluice.waveform;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the fields of a record type that make a waveform, by their customary names. Stateless.
///
/// The samples are the array field `wave` or `data` of i2, u2 or f4; the number of valid samples is `length` or
/// `event_length`, the baseline is `baseline`, the channel is `channel`; the last three may be missing.
public final class WaveformFields {
    private static final List<String> WAVE = List.of("wave", "data");
    private static final List<String> LENGTH = List.of("length", "event_length");

    private WaveformFields() {}

    /// How the waveforms of `type` lie in memory.
    ///
    /// @throws IllegalArgumentException if there are no samples, or a field is of a type that no kernel reads
    public static WaveformLayout layout(RecordType type) {
        Field wave = wave(type);
        if (wave.shape().size() != 1) {
            throw new IllegalArgumentException("field '" + wave.name() + "' is " + wave
                    + ", not a waveform; declare the samples as an array of one dimension, such as <i2[800]");
        }
        WaveformLayout layout = WaveformLayout.of(sampleType(wave), type.size(), wave.offset(), wave.elements());
        Field length = first(type, LENGTH).orElse(null);
        if (length != null) {
            layout = layout.withValidLength(scalar(length), length.offset());
        }
        if (type.has("baseline")) {
            layout = layout.withBaseline(
                    scalar(type.field("baseline")), type.field("baseline").offset());
        }
        if (type.has("channel")) {
            layout = layout.withChannel(
                    scalar(type.field("channel")), type.field("channel").offset());
        }
        return layout;
    }

    /// The field of the samples, if there is one: whether a kernel reads it is not asked.
    public static Optional<Field> samples(RecordType type) {
        return first(type, WAVE);
    }

    /// The field of the number of valid samples, if there is one.
    public static Optional<Field> validLength(RecordType type) {
        return first(type, LENGTH);
    }

    private static Optional<Field> first(RecordType type, List<String> names) {
        return names.stream().filter(type::has).findFirst().map(type::field);
    }

    /// Where a scalar field lies, as kernels read it.
    ///
    /// @throws IllegalArgumentException if it is no scalar, or of a type that no kernel reads
    static Column column(Field field) {
        return new Column(scalar(field), field.offset());
    }

    /// The scalar field of that name, as kernels read it.
    ///
    /// @throws IllegalArgumentException if there is none, or it is of a type that no kernel reads
    static Column column(RecordType type, String name) {
        return column(type.field(name));
    }

    /// As [#column], or [Column#NONE] if there is no such field.
    static Column columnOrNone(RecordType type, String name) {
        return type.has(name) ? column(type, name) : Column.NONE;
    }

    /// The field that holds the samples.
    static Field wave(RecordType type) {
        return samples(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the records have no waveform: there is no field " + String.join(" or ", WAVE) + " in "
                                + type.descr() + "; rename the field that holds the samples"));
    }

    private static SampleType sampleType(Field wave) {
        for (SampleType type : SampleType.values()) {
            if (type.numpyName().equals(wave.type().typeString())) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "field '" + wave.name() + "' has samples of " + wave.type().typeString()
                        + ", kernels read <i2, <u2 and <f4; convert it, for example with astype('<f4')");
    }

    private static ScalarType scalar(Field field) {
        for (ScalarType type : ScalarType.values()) {
            if (type.numpyName().equals(field.type().typeString()) && field.isScalar()) {
                return type;
            }
        }
        throw new IllegalArgumentException("field '" + field.name() + "' is " + field
                + ", not a scalar that kernels read ("
                + Stream.of(ScalarType.values()).map(ScalarType::numpyName).collect(Collectors.joining(", "))
                + "); convert or rename it");
    }
}
