package dev.sluice.formats.wavedump;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/// How a file's samples are stored, and why that is believed, or whether it is only `assumed`. Immutable.
///
/// The header does not say, so in this order: what the user set; the model; the bytes of the first event for each
/// sample of the configured `RECORD_LENGTH`, as the nearest of 1, 2 and 4; x742 files by their contents; 16 bits.
record SampleKindDecision(SampleKind kind, String reason, boolean assumed) {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int TRIED_FLOATS = 16;

    /// What the user or the model says, if one does.
    static Optional<SampleKindDecision> told(WaveDumpOptions options, Optional<DigitizerModel> model) {
        if (options.sampleKind().isPresent()) {
            return Optional.of(new SampleKindDecision(options.sampleKind().get(), "as set by sample_type", false));
        }
        return model.map(known ->
                new SampleKindDecision(known.sampleKind(), "as model " + known.number() + " writes them", false));
    }

    /// What the file says, where nobody tells.
    static SampleKindDecision decide(
            Optional<WaveDumpConfiguration> configuration, MemorySegment firstSamples, long payloadBytes) {
        OptionalInt recordLength =
                configuration.map(WaveDumpConfiguration::recordLength).orElse(OptionalInt.empty());
        if (recordLength.isPresent()) {
            double ratio = (double) payloadBytes / recordLength.getAsInt();
            Optional<SampleKind> nearest = nearest(ratio);
            if (nearest.isPresent()) {
                return new SampleKindDecision(
                        nearest.get(),
                        "the first event holds " + payloadBytes + " bytes for RECORD_LENGTH " + recordLength.getAsInt(),
                        false);
            }
        }
        if (looksLikeX742(firstSamples, payloadBytes)) {
            return new SampleKindDecision(
                    SampleKind.FLOAT_32, "the event has the length and values of an x742's", true);
        }
        return new SampleKindDecision(SampleKind.UNSIGNED_16, "the default, nothing says otherwise", true);
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

    /// Whether the event has one of the lengths an x742 can take, and starts with floats of at least 2.
    ///
    /// Two integers of up to 14 bits, read as one float, are below 2: its exponent is in the second one's upper bits.
    private static boolean looksLikeX742(MemorySegment samples, long payloadBytes) {
        boolean plausible = payloadBytes == 4 * 1024
                || payloadBytes == 4 * 520
                || payloadBytes == 4 * 256
                || payloadBytes == 4 * 136;
        for (int sample = 0; plausible && sample < TRIED_FLOATS; sample++) {
            float value = samples.get(FLOAT, 4L * sample);
            plausible = value >= 2 && value < 8192;
        }
        return plausible;
    }
}
