package dev.sluice.analysis.filter;

import dev.sluice.kernels.Compatibility;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.FragmentFilter;
import java.util.List;

/// Pulses in fragments convolved with any taps: the fragments beside a record are what lies beyond its ends.
///
///     ./sluice run --target fragment_fir --set fir_taps=1,2,4,2,1 --set compatibility=strax
///
/// The records go out as they come in, with samples of float32. Fragments are linked within a chunk; chunks of sources
/// hold whole pulses. The formula, and what differs for strax, is that of
/// [dev.sluice.kernels.filter.FragmentFirKernel]. Immutable.
public final class FragmentFir extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "fragment_fir";

    /// Whose results it gives.
    public static final Option<String> COMPATIBILITY = Option.choice(
            "compatibility", "none", List.of("none", "strax"), "give the results of strax, faults included");

    /// Filters the fragments of a source, which are of this type.
    public FragmentFir(RecordType fragments) {
        this(Waveforms.DATA_TYPE, fragments);
    }

    /// Filters data of that name, with fragments of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public FragmentFir(String dependsOn, RecordType fragments) {
        super(dependsOn, fragments);
    }

    @Override
    public PluginSpec spec() {
        return spec(
                DATA_TYPE,
                "pulses in fragments convolved with any taps",
                Fir.TAPS,
                Fir.NORMALISE,
                Fir.ORIGIN,
                Fir.EDGES,
                COMPATIBILITY);
    }

    @Override
    Filter filter(PluginContext context) {
        return Fir.asked(context);
    }

    @Override
    boolean linksFragments() {
        return true;
    }

    @Override
    Filtering bind(RecordType fragments, RecordType filtered, PluginContext context) {
        Compatibility compatibility = Compatibility.parse(context.get(COMPATIBILITY));
        FirFilter filter = compatibility == Compatibility.STRAX ? Fir.placed(context) : Fir.asked(context);
        return FragmentFilter.between(fragments, filtered, filter, compatibility)::apply;
    }
}
