package dev.sluice.formats.wavedump;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/// How a file's samples are stored, and why that is believed. Immutable.
///
/// The header does not say, so in this order: what the user set; the model; the bytes of the first event for each
/// sample
/// of the configured `RECORD_LENGTH`, as the nearest of 1, 2 and 4; x742 files by their names and contents; 16 bits.
record SampleKindDecision(SampleKind kind, String reason) {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int TRIED_FLOATS = 16;

    static SampleKindDecision decide(
            WaveDumpOptions options,
            Optional<DigitizerModel> model,
            Optional<WaveDumpConfiguration> configuration,
            FileName name,
            MemorySegment firstSamples,
            long payloadBytes) {
        if (options.sampleKind().isPresent()) {
            return new SampleKindDecision(options.sampleKind().get(), "as set by sample_type");
        }
        if (model.isPresent()) {
            return new SampleKindDecision(
                    model.get().sampleKind(), "as model " + model.get().number() + " writes them");
        }
        OptionalInt recordLength =
                configuration.map(WaveDumpConfiguration::recordLength).orElse(OptionalInt.empty());
        if (recordLength.isPresent()) {
            double ratio = (double) payloadBytes / recordLength.getAsInt();
            Optional<SampleKind> nearest = nearest(ratio);
            if (nearest.isPresent()) {
                return new SampleKindDecision(
                        nearest.get(),
                        "the first event holds " + payloadBytes + " bytes for RECORD_LENGTH "
                                + recordLength.getAsInt());
            }
        }
        if (name.grouped() && looksLikeX742(firstSamples, payloadBytes)) {
            return new SampleKindDecision(SampleKind.FLOAT_32, "the file has an x742's name, length and values");
        }
        return new SampleKindDecision(SampleKind.UNSIGNED_16, "the default, nothing says otherwise");
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

    /// Whether the event has one of the lengths an x742 can take, and starts with floats that converter counts can be.
    private static boolean looksLikeX742(MemorySegment samples, long payloadBytes) {
        boolean length = payloadBytes == 4 * 1024
                || payloadBytes == 4 * 520
                || payloadBytes == 4 * 256
                || payloadBytes == 4 * 136;
        boolean plausible = length && samples.byteSize() >= TRIED_FLOATS * 4;
        for (int sample = 0; plausible && sample < TRIED_FLOATS; sample++) {
            float magnitude = Math.abs(samples.get(FLOAT, 4L * sample));
            plausible = magnitude == 0 || (magnitude > 1e-3f && magnitude < 1e5f);
        }
        return plausible;
    }
}
