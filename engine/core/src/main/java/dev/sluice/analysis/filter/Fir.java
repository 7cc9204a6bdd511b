package dev.sluice.analysis.filter;

import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterEdges;
import dev.sluice.kernels.filter.FirFilter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import java.util.List;

/// Waveforms convolved with any taps.
///
///     ./sluice run --target fir --set fir_taps=1,4,6,4,1 --set fir_edges=nearest
///
/// The records go out as they come in, with samples of float32. The formula is that of
/// [FirFilter]. Immutable.
public final class Fir extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "fir";

    /// The impulse response.
    public static final Option<String> TAPS = Option.text(
                    "fir_taps", "1,4,6,4,1", "impulse response: numbers with commas between them")
            .sets("taps")
            .where(text -> FirFilter.parse(text) != null, "a list of numbers");
    /// Whether the taps are divided by their sum.
    public static final Option<Boolean> NORMALISE =
            Option.flag("fir_normalise", true, "divide the taps by their sum, so that a constant stays what it is");
    /// The tap that meets the sample itself; -1 for the middle one.
    public static final Option<Long> ORIGIN = Option.integer(
                    "fir_origin", -1, "the tap that meets the sample itself, from 0 on; -1 for the middle one")
            .sets("origin")
            .where(tap -> tap >= -1 && tap < FirFilter.MOST_TAPS, "-1 or the number of a tap");
    /// What stands for the samples beyond the ends of a record.
    public static final Option<String> EDGES = Option.choice(
                    "fir_edges", "zero", List.of("zero", "nearest", "valid"), "samples beyond the ends of a record")
            .sets("edges");

    /// Filters the waveforms of a source, which are of this type.
    public Fir(RecordType waveforms) {
        this(Waveforms.DATA_TYPE, waveforms);
    }

    /// Filters data of that name, with waveforms of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public Fir(String dependsOn, RecordType waveforms) {
        super(dependsOn, waveforms);
    }

    @Override
    public PluginSpec spec() {
        return spec(DATA_TYPE, "waveforms convolved with any taps", TAPS, NORMALISE, ORIGIN, EDGES);
    }

    @Override
    Filter filter(PluginContext context) {
        return asked(context);
    }

    /// The filter that the options of this class ask for, whichever plugin declares them.
    static FirFilter asked(PluginContext context) {
        FirFilter placed = placed(context);
        return context.get(NORMALISE) ? placed.normalised() : placed;
    }

    /// The same filter with the taps as they are given.
    static FirFilter placed(PluginContext context) {
        FirFilter filter = FirFilter.parse(context.get(TAPS)).edges(FilterEdges.parse(context.get(EDGES)));
        int origin = context.get(ORIGIN).intValue();
        return origin < 0 ? filter : filter.origin(origin);
    }
}
