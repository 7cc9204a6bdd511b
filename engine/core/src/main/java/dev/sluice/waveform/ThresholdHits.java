package dev.sluice.waveform;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.hit.ThresholdHitsKernel;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Hits over a threshold: the kernel, bound to the fields of waveforms by name.
///
/// Reads the fields that [WaveformFields] finds, `time`, `dt`, and where there are such `board` and `record_id` or
/// `event`; the formulas are those of [ThresholdHitsKernel]. Immutable; a binding may be used by any number of threads,
/// and owns no memory.
public final class ThresholdHits {
    /// One record per hit, in order of the waveforms: `time` is the start of the waveform, `timestamp` the time of the
    /// hit's highest sample.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8",
                    "position:<i8",
                    "height:<f4",
                    "integral:<f4",
                    "edge_start:<i4",
                    "edge_end:<i4",
                    "width:<f4",
                    "dt:<f8",
                    "rise_time:<f4",
                    "fall_time:<f4",
                    "timestamp:<i8",
                    "board:<i4",
                    "channel:<i4",
                    "record_id:<i8")
            .instantaneous()
            .documented(FieldDocs.CUSTOMARY
                    .with("time", "time", "start of the hit's waveform: hits of one waveform share it", "never missing")
                    .with(
                            "position",
                            "samples",
                            "number of the highest sample between the edges, in its waveform",
                            "never missing")
                    .with(
                            "height",
                            "ADC counts",
                            "distance of that sample to the baseline, in the direction of pulses",
                            "never missing")
                    .with(
                            "integral",
                            "ADC counts x samples",
                            "sum between the edges of what is above the baseline",
                            "never missing")
                    .with(
                            "edge_start",
                            "samples",
                            "number of the first sample: left_extension before the first over threshold, or where the hit before ends",
                            "never missing")
                    .with(
                            "edge_end",
                            "samples",
                            "number of the sample after the last: right_extension after the last over threshold, or where the next hit begins",
                            "never missing")
                    .with("width", "samples", "edge_end less edge_start", "never missing")
                    .with("dt", "time", "sampling period of the waveform", "never missing")
                    .with(
                            "rise_time",
                            "time",
                            "from the first sample over threshold to the highest, 0 if that comes before",
                            "never missing")
                    .with(
                            "fall_time",
                            "time",
                            "from the highest sample to the last over threshold, 0 if that comes after",
                            "never missing")
                    .with("timestamp", "time", "time of the highest sample: time + position * dt", "never missing")
                    .with(
                            "record_id",
                            "index",
                            "record_id or event of the waveform",
                            "-1 where the input has neither"));

    private final RecordType input;
    private final ThresholdHitsKernel kernel;
    // An array: a list would be gone through by an object per call.
    private final LongField[] wide;

    private ThresholdHits(RecordType input, ThresholdHitsKernel kernel) {
        this.input = input;
        this.kernel = kernel;
        this.wide = Stream.of("board", "channel")
                .filter(input::has)
                .map(input::longField)
                .filter(field -> isWide(field.field().type().typeString()))
                .toArray(LongField[]::new);
    }

    /// Whether a field may hold numbers that hits have no room for.
    private static boolean isWide(String type) {
        return type.equals("<u4") || type.equals("<i8");
    }

    /// Binds waveforms of type `input`, with these thresholds in ADC counts, extensions in samples, window of the
    /// baseline where the waveforms carry none, and polarities.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static ThresholdHits of(
            RecordType input,
            ChannelThresholds thresholds,
            int leftExtension,
            int rightExtension,
            SampleRange baselineRange,
            Polarities polarities) {
        return of(
                input,
                kernel -> kernel.thresholds(thresholds)
                        .leftExtension(leftExtension)
                        .rightExtension(rightExtension)
                        .baselineRange(baselineRange)
                        .polarities(polarities));
    }

    /// Binds waveforms of type `input`; `settings` sets the rest.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static ThresholdHits of(RecordType input, Consumer<ThresholdHitsKernel.Builder> settings) {
        ThresholdHitsKernel.Builder kernel = ThresholdHitsKernel.of(
                        WaveformFields.layout(input), input.field("time").offset(), WaveformFields.column(input, "dt"))
                .board(WaveformFields.columnOrNone(input, "board"))
                .recordId(
                        input.has("record_id")
                                ? WaveformFields.column(input, "record_id")
                                : WaveformFields.columnOrNone(input, "event"));
        settings.accept(kernel);
        return new ThresholdHits(input, kernel.build());
    }

    /// Writes the hits of all `waveforms` into `hits`, as many as it has room for, and returns how many there are.
    /// Allocates nothing.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding, or a board or channel is beyond
    /// int32
    public long find(Records waveforms, Records hits) {
        Binding.requireType("waveforms", input, waveforms);
        Binding.requireType("hits", TYPE, hits);
        requireInt32(waveforms);
        return kernel.find(
                waveforms.segment(),
                waveforms.byteOffset(),
                waveforms.count(),
                hits.segment(),
                hits.byteOffset(),
                hits.count());
    }

    private void requireInt32(Records waveforms) {
        for (LongField field : wide) {
            for (long i = 0; i < waveforms.count(); i++) {
                long number = field.get(waveforms, i);
                if (number != (int) number) {
                    throw new IllegalArgumentException("hits have no room for "
                            + field.field().name() + "=" + number
                            + " of record " + i + ", limits are " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE
                            + "; number boards and channels from 0");
                }
            }
        }
    }
}
