package dev.sluice.waveform;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.filter.FilteredWave;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.kernels.filter.FragmentFirKernel;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;

/// A filter for pulses in fragments, bound to fields by name: those that [WaveformFields] finds, and `time`, `dt`,
/// `channel` and `record_i`, by which fragments are linked.
///
/// The formulas are those of [FragmentFirKernel]. Fragments are linked within the records of one call, which should
/// hold whole pulses: at the first and last record of a torn one the edges hold. Of one thread, since it keeps links;
/// it allocates only while the number of records grows.
public final class FragmentFilter {
    private final Binding types;
    private final FragmentLinks links;
    private final FragmentFirKernel kernel;

    private FragmentFilter(RecordType input, RecordType output, FirFilter filter, Compatibility compatibility) {
        this.types = new Binding(input, output);
        this.links = new FragmentLinks(input);
        WaveformLayout filtered = WaveformFilter.requireFloats(output);
        this.kernel = FragmentFirKernel.of(
                WaveformFields.layout(input),
                filter,
                new FilteredWave(filtered.stride(), filtered.waveOffset(), filtered.samples()),
                compatibility);
    }

    /// Binds fragments of type `input` to results of type `output`, which has a wave of as many samples, of `<f4`.
    ///
    /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know, or the filter
    ///     does not suit
    public static FragmentFilter between(
            RecordType input, RecordType output, FirFilter filter, Compatibility compatibility) {
        return new FragmentFilter(input, output, filter, compatibility);
    }

    /// True if records of this type can be linked.
    public static boolean fits(RecordType type) {
        return type.has("time") && type.has("dt") && type.has("channel") && type.has("record_i");
    }

    /// Filters all `fragments` into the records of `results`, one each.
    ///
    /// @throws IllegalArgumentException if the types are not those of the binding or the counts differ
    public void apply(Records fragments, Records results) {
        boolean some = types.admits(fragments, results);
        links.link(fragments);
        if (some) {
            kernel.compute(
                    fragments.segment(),
                    fragments.byteOffset(),
                    (int) fragments.count(),
                    links.previous(),
                    links.next(),
                    results.segment(),
                    results.byteOffset());
        }
    }
}
