package dev.sluice.formats.wavedump;

import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.file.SampleValues;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.util.Optional;
import java.util.OptionalInt;

/// How a file's samples are stored, and why that is believed, or whether it is only `assumed`; `doubt` says what
/// contradicts the samples. Immutable.
///
/// The header does not say, so in this order: what the user set; the model; the bytes of an event for each sample of
/// the configured `RECORD_LENGTH`, as the nearest of 1, 2 and 4; x742 files by their contents; 16 bits. The
/// configuration beside the files may be that of another run: where the samples contradict it, they count.
record SampleKindDecision(SampleKind kind, String reason, boolean assumed, Optional<String> doubt) {
    /// Looks at what is said, and at the samples of events that hold `payloadBytes` bytes.
    static SampleKindDecision of(
            WaveDumpOptions options,
            Optional<WaveDumpConfiguration> configuration,
            SampleValues values,
            long payloadBytes) {
        if (options.sampleKind().isPresent()) {
            return sure(options.sampleKind().get(), "as set by sample_type", Optional.empty());
        }
        if (options.model().isPresent()) {
            DigitizerModel model = options.model().get();
            return sure(model.sampleKind(), "as model " + model.number() + " writes them", doubt(model, values, "set"));
        }
        Optional<DigitizerModel> model = configuration.flatMap(WaveDumpConfiguration::model);
        if (model.isPresent()) {
            return byModel(model.get(), values, configuration.get());
        }
        OptionalInt recordLength =
                configuration.map(WaveDumpConfiguration::recordLength).orElse(OptionalInt.empty());
        if (recordLength.isPresent()) {
            Optional<SampleKind> nearest = nearest((double) payloadBytes / recordLength.getAsInt());
            if (nearest.isPresent()) {
                return byRecordLength(
                        nearest.get(), values, recordLength.getAsInt(), payloadBytes, configuration.get());
            }
        }
        if (values.areFloats() && !values.mayBeWords()) {
            return new SampleKindDecision(
                    SampleKind.FLOAT_32, "the samples have the values of an x742's", true, Optional.empty());
        }
        if (values.contradict(SampleKind.UNSIGNED_16)) {
            return new SampleKindDecision(
                    SampleKind.UNSIGNED_8, "the values are those of no 16-bit samples", true, Optional.empty());
        }
        return new SampleKindDecision(
                SampleKind.UNSIGNED_16, "the default, nothing says otherwise", true, Optional.empty());
    }

    private static SampleKindDecision sure(SampleKind kind, String reason, Optional<String> doubt) {
        return new SampleKindDecision(kind, reason, false, doubt);
    }

    private static SampleKindDecision byModel(
            DigitizerModel model, SampleValues values, WaveDumpConfiguration configuration) {
        if (!values.contradict(model.sampleKind())) {
            return sure(
                    model.sampleKind(),
                    "as model " + model.number() + " writes them",
                    doubt(model, values, configuration.file().toString()));
        }
        return sure(
                values.kind(),
                "the values of the samples",
                Optional.of("model " + model.number() + " of " + configuration.file() + " writes sample_type="
                        + model.sampleKind() + ", but the samples are those of sample_type=" + values.kind()
                        + ", as which they are read; the configuration may be that of another run, set model and"
                        + " sample_type if not"));
    }

    private static Optional<String> doubt(DigitizerModel model, SampleValues values, String source) {
        boolean words = model.sampleKind() == SampleKind.UNSIGNED_16;
        if (words && values.exceeds(model.sampleBits())) {
            return Optional.of("samples are larger than the " + model.sampleBits() + " bits of model " + model.number()
                    + " (" + source + ") can tell; set model to what wrote the files");
        }
        if (values.contradict(model.sampleKind())) {
            return Optional.of("the samples are not those of sample_type=" + model.sampleKind() + ", which model "
                    + model.number() + " (" + source + ") writes; set model or sample_type to what wrote the files");
        }
        return Optional.empty();
    }

    private static SampleKindDecision byRecordLength(
            SampleKind nearest,
            SampleValues values,
            int recordLength,
            long payloadBytes,
            WaveDumpConfiguration configuration) {
        if (!values.contradict(nearest)) {
            return sure(
                    nearest,
                    "an event holds " + payloadBytes + " bytes for RECORD_LENGTH " + recordLength,
                    Optional.empty());
        }
        return sure(
                values.kind(),
                "the values of the samples",
                Optional.of("RECORD_LENGTH " + recordLength + " of " + configuration.file() + " contradicts the events"
                        + " of " + payloadBytes + " bytes, whose samples are those of sample_type=" + values.kind()
                        + ", as which they are read; the configuration may be that of another run, set sample_type if"
                        + " not"));
    }

    /// The kind whose width is nearest to `ratio` on a logarithmic scale; empty below half a byte and above eight.
    private static Optional<SampleKind> nearest(double ratio) {
        if (ratio < 0.5 || ratio > 8) {
            return Optional.empty();
        }
        if (ratio < Math.sqrt(2)) {
            return Optional.of(SampleKind.UNSIGNED_8);
        }
        return Optional.of(ratio < Math.sqrt(8) ? SampleKind.UNSIGNED_16 : SampleKind.FLOAT_32);
    }
}
