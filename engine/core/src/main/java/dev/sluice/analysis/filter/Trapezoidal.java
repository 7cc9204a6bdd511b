package dev.sluice.analysis.filter;

import dev.sluice.kernels.SampleRange;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.kernels.filter.TrapezoidalFilter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import java.util.OptionalDouble;

/// Waveforms whose pulses are shaped into trapezoids of the same height.
///
///     ./sluice run --target trapezoidal --set trapezoidal_rise=400 --set trapezoidal_decay=5000
///
/// The records go out as they come in, with samples of float32, over the baseline: a baseline field becomes 0. The
/// formula is that of [TrapezoidalFilter]. Immutable.
public final class Trapezoidal extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "trapezoidal";

    /// Samples in which a trapezoid rises, and falls.
    public static final Option<Long> RISE = Option.integer(
                    "trapezoidal_rise", 100, "samples in which a trapezoid rises, and falls")
            .sets("rise")
            .unit("samples")
            .where(rise -> rise >= 1 && rise <= TrapezoidalFilter.LONGEST, "from 1 to " + TrapezoidalFilter.LONGEST);
    /// Samples of the flat top.
    public static final Option<Long> FLAT = Option.integer("trapezoidal_flat", 20, "samples of the flat top")
            .sets("flat")
            .unit("samples")
            .where(flat -> flat >= 0 && flat <= TrapezoidalFilter.LONGEST, "from 0 to " + TrapezoidalFilter.LONGEST);
    /// Samples in which a pulse decays to 1/e; steps that do not, unless given.
    public static final Option<OptionalDouble> DECAY = Option.optionalReal(
                    "trapezoidal_decay", "steps that do not decay", "samples in which a pulse decays to 1/e")
            .sets("decay")
            .unit("samples")
            .where(decay -> decay.isEmpty() || decay.getAsDouble() > 0, "greater than 0");
    /// Samples averaged for the baseline where the waveforms carry none.
    public static final Option<SampleRange> BASELINE_RANGE =
            Option.range("baseline_range", 0, 40, "samples averaged for the baseline, where the input carries none");

    /// Filters the waveforms of a source, which are of this type.
    public Trapezoidal(RecordType waveforms) {
        this(Waveforms.DATA_TYPE, waveforms);
    }

    /// Filters data of that name, with waveforms of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public Trapezoidal(String dependsOn, RecordType waveforms) {
        super(dependsOn, waveforms);
    }

    @Override
    public PluginSpec spec() {
        return spec(
                DATA_TYPE,
                "waveforms whose pulses are shaped into trapezoids of the same height",
                RISE,
                FLAT,
                DECAY,
                BASELINE_RANGE);
    }

    @Override
    Filter filter(PluginContext context) {
        double decay = context.get(DECAY).orElse(Double.POSITIVE_INFINITY);
        return TrapezoidalFilter.rising(context.get(RISE).intValue(), decay)
                .flatTop(context.get(FLAT).intValue())
                .baselineRange(context.get(BASELINE_RANGE));
    }

    @Override
    Option<SampleRange> baselineRange() {
        return BASELINE_RANGE;
    }
}
