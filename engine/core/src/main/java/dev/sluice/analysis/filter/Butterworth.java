package dev.sluice.analysis.filter;

import dev.sluice.kernels.filter.ButterworthFilter;
import dev.sluice.kernels.filter.Filter;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;

/// Waveforms in a band of frequencies, without a delay.
///
///     ./sluice run --target butterworth --set butterworth_low=0.01 --set butterworth_high=0.1
///
/// The records go out as they come in, with samples of float32, over the baseline: a baseline field becomes 0. The
/// formula is that of [ButterworthFilter]. Immutable.
public final class Butterworth extends FilterPlugin {
    /// The name under which the filtered waveforms are provided.
    public static final String DATA_TYPE = "butterworth";

    /// Order of the band-pass.
    public static final Option<Long> ORDER = Option.integer("butterworth_order", 4, "order of the band-pass")
            .sets("order")
            .where(
                    order -> order >= 1 && order <= ButterworthFilter.HIGHEST_ORDER,
                    "from 1 to " + ButterworthFilter.HIGHEST_ORDER);
    /// Lower limit of the band, as a fraction of the sampling frequency.
    public static final Option<Double> LOW = Option.real(
                    "butterworth_low", 0.01, "lower limit of the band, as a fraction of the sampling frequency")
            .sets("low")
            .unit("1/sample")
            .where(low -> low > 0 && low < 0.5, "between 0 and 0.5");
    /// Upper limit of the band, as a fraction of the sampling frequency.
    public static final Option<Double> HIGH = Option.real(
                    "butterworth_high", 0.2, "upper limit of the band, as a fraction of the sampling frequency")
            .sets("high")
            .unit("1/sample")
            .where(high -> high > 0 && high < 0.5, "between 0 and 0.5");

    /// Filters the waveforms of a source, which are of this type.
    public Butterworth(RecordType waveforms) {
        this(Waveforms.DATA_TYPE, waveforms);
    }

    /// Filters data of that name, with waveforms of that type.
    ///
    /// @throws IllegalArgumentException if the type has no samples
    public Butterworth(String dependsOn, RecordType waveforms) {
        super(dependsOn, waveforms);
    }

    @Override
    public PluginSpec spec() {
        return spec(DATA_TYPE, "waveforms in a band of frequencies, without a delay", ORDER, LOW, HIGH);
    }

    @Override
    Filter filter(PluginContext context) {
        return ButterworthFilter.bandPass(context.get(ORDER).intValue(), context.get(LOW), context.get(HIGH), 1.0);
    }

    @Override
    boolean removesBaseline() {
        return true;
    }
}
