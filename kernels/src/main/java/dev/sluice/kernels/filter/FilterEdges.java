package dev.sluice.kernels.filter;

import dev.sluice.kernels.internal.filter.FirPlan;
import java.util.Locale;

/// What a filter of finite length takes for the samples beyond the ends of a record; an immutable value, safe from any
/// thread.
///
/// The end is that of the valid samples: padding is not signal.
public enum FilterEdges {
    /// Zeros: `mode="constant"` of scipy.
    ZERO,
    /// The first and the last sample again: `mode="nearest"` of scipy.
    NEAREST,
    /// Nothing: samples whose window leaves the record are not computed, they are 0.
    VALID,
    /// Nothing: samples whose window leaves the record have the polynomial that fits the nearest whole window,
    /// `mode="interp"` of scipy. Only for [SavitzkyGolayFilter].
    FIT;

    /// The name in lower case, as options have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads what `toString` writes; fails with `IllegalArgumentException` on anything else.
    public static FilterEdges parse(String text) {
        for (FilterEdges edges : values()) {
            if (edges.toString().equals(text)) {
                return edges;
            }
        }
        throw new IllegalArgumentException("no such edges: edges=" + text + "; use one of zero, nearest, valid, fit");
    }

    FirPlan.Edges raw() {
        return FirPlan.Edges.valueOf(name());
    }
}
