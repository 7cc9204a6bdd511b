package dev.sluice.kernels.filter;

import dev.sluice.kernels.KernelArgumentException;
import dev.sluice.kernels.KernelArgumentException.Parameter;
import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.WaveformLayout;
import dev.sluice.kernels.internal.check.Loops;
import dev.sluice.kernels.internal.filter.FilterLoop;
import dev.sluice.kernels.internal.filter.RawFiltering;
import dev.sluice.kernels.internal.filter.ScalarSections;
import dev.sluice.kernels.internal.filter.SectionsPlan;

/// A Butterworth band-pass without a delay: second-order sections that run over a record forwards, then backwards.
///
/// Immutable and safe from any thread. Its gain is flat in the band (S. Butterworth, On the Theory of Filter
/// Amplifiers, Experimental Wireless and the Wireless Engineer 7 (1930) 536). The sections are those of scipy's
/// `butter(..., btype="band", output="sos")`, and they run as in `sosfiltfilt`: the record is continued beyond both
/// ends by its mirror image through the end point, `2·wave[0] - wave[k]`, over `padding` samples; every section starts
/// in the state in which a constant would have left it; the gain at the two limits is 1/2, the square of the usual.
/// All in float64, each product fused with its addition, sections in order; stored as float32 in the unit of the
/// samples. A NaN sample spoils its whole record.
///
/// A record too short for the padding is continued by as many samples as it has, less one; scipy refuses it, others
/// leave it as it is, with its baseline.
public final class ButterworthFilter extends Filter {

    /// The highest order; the sections of a higher one lose their digits.
    public static final int HIGHEST_ORDER = 12;

    private final int order;
    private final double low;
    private final double high;
    private final double sampling;
    private final double[] sections;

    private ButterworthFilter(int order, double low, double high, double sampling) {
        this.order = order;
        this.low = low;
        this.high = high;
        this.sampling = sampling;
        this.sections = ButterworthDesign.bandPass(order, low / sampling, high / sampling);
    }

    /// A band-pass of `order` between the frequencies `low` and `high`, for samples taken at the frequency `sampling`,
    /// all three in one unit.
    ///
    /// Fails with `IllegalArgumentException` unless `0 < low < high < sampling / 2` and the order is 1 to 12, and for
    /// bands so narrow, or so near to 0 or half the sampling frequency, that float64 cannot hold the sections.
    public static ButterworthFilter bandPass(int order, double low, double high, double sampling) {
        if (order < 1 || order > HIGHEST_ORDER) {
            throw KernelArgumentException.outside("order", order, 1, HIGHEST_ORDER, "");
        }
        if (!(low > 0.0 && low < high && high < sampling / 2 && sampling < Double.POSITIVE_INFINITY)) {
            throw KernelArgumentException.of(
                    "no band to pass",
                    "give 0 < {low} < {high} < {sampling} / 2 = " + sampling / 2,
                    new Parameter("low", low),
                    new Parameter("high", high),
                    new Parameter("sampling", sampling));
        }
        ButterworthFilter filter = new ButterworthFilter(order, low, high, sampling);
        if (!filter.isStable()) {
            throw KernelArgumentException.of(
                    "the band is beyond the digits of float64",
                    "give a wider band, or filter samples of a lower sampling frequency",
                    new Parameter("order", order),
                    new Parameter("low", low),
                    new Parameter("high", high),
                    new Parameter("sampling", sampling));
        }
        return filter;
    }

    /// Whether every section has its poles inside the unit circle and lets a constant settle.
    private boolean isStable() {
        for (int at = 0; at < sections.length; at += 5) {
            double sum = sections[at + 3];
            double product = sections[at + 4];
            boolean settles = 1.0 + product + sum > 0.0 && 1.0 + product - sum > 0.0 && product < 1.0;
            if (!settles || !(Math.abs(sections[at]) > 0.0 && Math.abs(sections[at]) < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    /// The sections: `b0 b1 b2 a1 a2` of each in turn, with `a0` = 1.
    public double[] sections() {
        return sections.clone();
    }

    /// How many samples a record is continued by at either end.
    public int padding() {
        return 3 * (2 * order + 1);
    }

    @Override
    FilterLoop loop(RawFiltering filtering, WaveformLayout layout, KernelProvider provider) {
        return Loops.of(provider, SectionsPlan.of(filtering, sections, padding()), ScalarSections::of);
    }

    @Override
    public String toString() {
        return "Butterworth band-pass of order=" + order + ", low=" + low + ", high=" + high + ", sampling=" + sampling;
    }
}
