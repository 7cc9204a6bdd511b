package dev.sluice.analysis.filter;

import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.FilterEdges;
import dev.sluice.kernels.filter.MovingAverageFilter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import java.util.List;

/// Waveforms averaged over a moving window.
///
///     ./sluice run --target moving_average --set moving_average_window=16
///
/// The records go out as they come in, with samples of float32. The formula is that of
/// [MovingAverageFilter]. Immutable.
public final class MovingAverage extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "moving_average";

    /// Samples that are averaged.
    public static final Option<Long> WINDOW = Option.integer("moving_average_window", 11, "samples that are averaged")
            .sets("window")
            .unit("samples")
            .where(
                    window -> window >= 1 && window <= MovingAverageFilter.WIDEST,
                    "from 1 to " + MovingAverageFilter.WIDEST);
    /// What stands for the samples beyond the ends of a record.
    public static final Option<String> EDGES = Option.choice(
                    "moving_average_edges",
                    "nearest",
                    List.of("zero", "nearest", "valid"),
                    "samples beyond the ends of a record")
            .sets("edges");

    /// Filters the waveforms of a source, which are of this type.
    public MovingAverage(RecordType waveforms) {
        this(Waveforms.DATA_TYPE, waveforms);
    }

    /// Filters data of that name, with waveforms of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public MovingAverage(String dependsOn, RecordType waveforms) {
        super(dependsOn, waveforms);
    }

    @Override
    public PluginSpec spec() {
        return spec(DATA_TYPE, "waveforms averaged over a moving window", WINDOW, EDGES);
    }

    @Override
    Filter filter(PluginContext context) {
        return MovingAverageFilter.of(context.get(WINDOW).intValue()).edges(FilterEdges.parse(context.get(EDGES)));
    }
}
