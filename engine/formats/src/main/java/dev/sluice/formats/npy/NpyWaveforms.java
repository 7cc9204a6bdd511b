package dev.sluice.formats.npy;

import dev.sluice.analysis.feature.Features;
import dev.sluice.formats.FormatException;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.NumpyConversion;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.PeakCharge;
import dev.sluice.waveform.WaveformFields;
import java.nio.file.Path;
import java.util.List;

/// Checks that a dtype holds waveforms that features are computed from, and says in numpy's words what to do where it
/// does not. Stateless.
final class NpyWaveforms {
    private static final List<String> SAMPLES = List.of("<i2", "<u2", "<f4");
    private static final List<String> BASELINES = List.of("<f4", "<f8", "<i2", "<u2");

    private NpyWaveforms() {}

    /// @throws FormatException if a field that the kernels read is missing or of another type
    static void require(Path path, RecordType type) {
        Field wave = WaveformFields.samples(type).orElse(null);
        if (wave == null) {
            throw unusable(
                    path,
                    "there is no field wave or data in " + type.descr(),
                    "rename the field that holds the samples, or compute nothing: --target st_waveforms_stream");
        }
        requireWave(path, wave);
        WaveformFields.validLength(type).ifPresent(length -> requireInteger(path, length, "<i4"));
        if (type.has("baseline")) {
            Field baseline = type.field("baseline");
            requireScalar(path, baseline);
            requireOneOf(path, baseline, BASELINES, "<f8");
        }
        if (type.has("channel")) {
            requireInteger(path, type.field("channel"), "<i2");
        }
        try {
            PeakCharge.between(type, Features.TYPE);
        } catch (IllegalArgumentException unknown) {
            throw unusable(path, "the kernels refuse them", unknown.getMessage());
        }
    }

    private static void requireWave(Path path, Field wave) {
        if (wave.shape().size() != 1) {
            throw unusable(
                    path,
                    NumpySpelling.describe(wave) + ", not an array of one dimension",
                    "save the samples of a record as one row, such as ('wave', '<i2', (800,))");
        }
        boolean bytes = wave.type().isInteger() && wave.type().size() == 1;
        requireOneOf(path, wave, SAMPLES, bytes ? "<i2" : "<f4");
    }

    private static void requireOneOf(Path path, Field field, List<String> known, String best) {
        if (!known.contains(field.type().typeString())) {
            throw unusable(
                    path,
                    NumpySpelling.describe(field) + ", where kernels read " + String.join(", ", known),
                    numbers(field.type())
                            ? "convert it with " + NumpyConversion.of(field.name(), best)
                            : "save it as numbers");
        }
    }

    private static void requireInteger(Path path, Field field, String best) {
        requireScalar(path, field);
        if (!field.type().isInteger() || field.type().typeString().equals("<u8")) {
            throw unusable(
                    path,
                    NumpySpelling.describe(field) + ", where kernels read integers up to <i8",
                    numbers(field.type())
                            ? "convert it with " + NumpyConversion.of(field.name(), best)
                            : "save it as numbers");
        }
    }

    private static void requireScalar(Path path, Field field) {
        if (!field.isScalar()) {
            throw unusable(
                    path,
                    NumpySpelling.describe(field) + ", not one number",
                    "save one per record, or rename the field");
        }
    }

    private static boolean numbers(FieldType type) {
        return type.isInteger() || type.isFloat();
    }

    private static FormatException unusable(Path path, String problem, String remedy) {
        return new FormatException(
                path, FormatException.NOT_IN_FILE, "the records are no waveforms to compute from, " + problem, remedy);
    }
}
