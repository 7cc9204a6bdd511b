package dev.sluice.analysis.filter;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.PoleZeroFilter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;

/// Waveforms in which the decay of pulses is corrected: steps instead of tails.
///
///     ./sluice run --target pole_zero --set pole_zero_decay=5000
///
/// The records go out as they come in, with samples of float32, over the baseline: a baseline field becomes 0. The
/// formula is that of [PoleZeroFilter]. Immutable.
public final class PoleZero extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "pole_zero";

    /// Samples in which a pulse decays to 1/e.
    public static final Option<Double> DECAY = Option.real(
                    "pole_zero_decay", 5000, "samples in which a pulse decays to 1/e")
            .sets("decay")
            .unit("samples")
            .where(decay -> decay > 0, "greater than 0");
    /// Samples averaged for the baseline where the waveforms carry none.
    public static final Option<SampleRange> BASELINE_RANGE =
            Option.range("baseline_range", 0, 40, "samples averaged for the baseline, where the input carries none");

    /// Filters the waveforms of a source, which are of this type.
    public PoleZero(RecordType waveforms) {
        this(Waveforms.DATA_TYPE, waveforms);
    }

    /// Filters data of that name, with waveforms of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public PoleZero(String dependsOn, RecordType waveforms) {
        super(dependsOn, waveforms);
    }

    @Override
    public PluginSpec spec() {
        return spec(
                DATA_TYPE,
                "waveforms in which the decay of pulses is corrected: steps instead of tails",
                DECAY,
                BASELINE_RANGE);
    }

    @Override
    Filter filter(PluginContext context) {
        return PoleZeroFilter.of(context.get(DECAY)).baselineRange(context.get(BASELINE_RANGE));
    }

    @Override
    Option<SampleRange> baselineRange() {
        return BASELINE_RANGE;
    }
}
