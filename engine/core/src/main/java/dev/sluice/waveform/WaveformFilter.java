package dev.sluice.waveform;

import dev.sluice.kernels.SampleType;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterKernel;
import dev.sluice.kernels.filter.FilteredWave;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordTypeBuilder;
import dev.sluice.record.Records;

/// A filter for waveforms, bound to fields by name.
///
/// Reads the fields that [WaveformFields] finds and writes the samples of the result, float32; all other fields of the
/// result are the caller's. The formulas are those of the [filters][Filter]. Bind once and apply to chunk after chunk:
///
///     WaveformFilter smoothing = WaveformFilter.between(WAVEFORMS, SMOOTHED, SavitzkyGolayFilter.of(11, 2));
///     smoothing.apply(waveforms, smoothed);
///
/// Immutable; may be used by any number of threads, and owns no memory.
public final class WaveformFilter {
    private final Binding types;
    private final FilterKernel kernel;

    private WaveformFilter(RecordType input, RecordType output, Filter filter) {
        this.types = new Binding(input, output);
        WaveformLayout filtered = requireFloats(output);
        this.kernel = FilterKernel.of(WaveformFields.layout(input), filter)
                .results(new FilteredWave(filtered.stride(), filtered.waveOffset(), filtered.samples()))
                .build();
    }

    /// Binds waveforms of type `input` to results of type `output`, which has a wave of as many samples, of `<f4`.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know
    public static WaveformFilter between(RecordType input, RecordType output, Filter filter) {
        return new WaveformFilter(input, output, filter);
    }

    /// The same record type, packed, with samples of `<f4`.
    ///
    /// @throws IllegalArgumentException if there are no samples
    public static RecordType filteredType(RecordType waveforms) {
        String wave = waveName(waveforms);
        RecordTypeBuilder builder = RecordType.builder();
        for (Field field : waveforms.fields()) {
            int[] shape = field.shape().stream().mapToInt(Integer::intValue).toArray();
            String type = field.name().equals(wave) ? "<f4" : field.type().typeString();
            builder.titled(field.title(), field.name(), type, shape);
        }
        RecordType type = builder.build().documented(waveforms.docs()).timeResolution(waveforms.timeResolution());
        type = waveforms.isInstantaneous() ? type.instantaneous() : type;
        return waveforms.isDisjoint() ? type.disjoint() : type;
    }

    /// The name of the field that holds the samples.
    ///
    /// @throws IllegalArgumentException if there are no samples
    public static String waveName(RecordType waveforms) {
        return WaveformFields.wave(waveforms).name();
    }

    /// Filters all `waveforms` into the records of `results`, one each. Allocates nothing in the steady state.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding or the counts differ
    public void apply(Records waveforms, Records results) {
        if (types.admits(waveforms, results)) {
            kernel.compute(
                    waveforms.segment(),
                    waveforms.byteOffset(),
                    waveforms.count(),
                    results.segment(),
                    results.byteOffset());
        }
    }

    /// The layout of results, whose samples must be float32.
    static WaveformLayout requireFloats(RecordType output) {
        WaveformLayout filtered = WaveformFields.layout(output);
        if (filtered.sampleType() != SampleType.FLOAT32) {
            throw new IllegalArgumentException("filtered samples are float32, but the result has "
                    + filtered.sampleType().numpyName() + "; declare it as "
                    + filteredType(output).descr());
        }
        return filtered;
    }
}
