package dev.sluice.analysis.filter;

import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterEdges;
import dev.sluice.kernels.filter.SavitzkyGolayFilter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import java.util.List;

/// Waveforms smoothed by polynomials over a moving window.
///
///     ./sluice run --target savitzky_golay --set savitzky_golay_window=11 --set savitzky_golay_degree=2
///
/// The records go out as they come in, with samples of float32. The formula is that of
/// [SavitzkyGolayFilter]. Immutable.
public final class SavitzkyGolay extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "savitzky_golay";

    /// Samples that a polynomial is fitted to.
    public static final Option<Long> WINDOW = Option.integer(
                    "savitzky_golay_window", 11, "samples that a polynomial is fitted to")
            .sets("window")
            .unit("samples")
            .where(
                    window -> window % 2 == 1 && window >= 1 && window <= SavitzkyGolayFilter.WIDEST,
                    "odd, from 1 to " + SavitzkyGolayFilter.WIDEST);
    /// Degree of the polynomial.
    public static final Option<Long> DEGREE = Option.integer("savitzky_golay_degree", 2, "degree of the polynomial")
            .sets("degree")
            .where(
                    degree -> degree >= 0 && degree <= SavitzkyGolayFilter.HIGHEST_DEGREE,
                    "from 0 to " + SavitzkyGolayFilter.HIGHEST_DEGREE);
    /// What stands for the samples beyond the ends of a record.
    public static final Option<String> EDGES = Option.choice(
                    "savitzky_golay_edges",
                    "fit",
                    List.of("zero", "nearest", "valid", "fit"),
                    "samples beyond the ends of a record")
            .sets("edges");

    /// Filters the waveforms of a source, which are of this type.
    public SavitzkyGolay(RecordType waveforms) {
        this(Waveforms.DATA_TYPE, waveforms);
    }

    /// Filters data of that name, with waveforms of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public SavitzkyGolay(String dependsOn, RecordType waveforms) {
        super(dependsOn, waveforms);
    }

    @Override
    public PluginSpec spec() {
        return spec(DATA_TYPE, "waveforms smoothed by polynomials over a moving window", WINDOW, DEGREE, EDGES);
    }

    @Override
    Filter filter(PluginContext context) {
        return SavitzkyGolayFilter.of(
                        context.get(WINDOW).intValue(), context.get(DEGREE).intValue())
                .edges(FilterEdges.parse(context.get(EDGES)));
    }
}
