package dev.sluice.kernels;

/// What a window gives of which a record has no sample: empty, or beyond the record's end. Immutable, safe from any
/// thread.
///
/// Without a baseline there is neither charge nor area nor hit, so NaN spreads to them, and such a record has no hits.
public enum EmptyWindow {
    /// NaN: the value is not known.
    NAN(Float.NaN),
    /// 0, for the baseline too, as WaveformAnalysis has it: a record without a baseline has its whole height as signal.
    ZERO(0.0f);

    private final float value;

    EmptyWindow(float value) {
        this.value = value;
    }

    /// The value, in ADC counts or ADC counts × samples.
    public float value() {
        return value;
    }

    /// Reads `nan` or `zero`.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static EmptyWindow parse(String text) {
        for (EmptyWindow rule : values()) {
            if (rule.name().equalsIgnoreCase(text)) {
                return rule;
            }
        }
        throw new IllegalArgumentException("no such rule for empty windows: rule=" + text + "; write nan or zero");
    }
}
