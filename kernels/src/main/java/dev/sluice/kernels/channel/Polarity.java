package dev.sluice.kernels.channel;

import java.util.Locale;

/// The direction of a pulse from its baseline; an immutable value, safe from any thread.
public enum Polarity {
    /// Pulses go below the baseline, as from a photomultiplier's anode.
    NEGATIVE,
    /// Pulses go above the baseline.
    POSITIVE;

    /// Reads `negative` or `positive` (any case); fails with `IllegalArgumentException` on anything else.
    public static Polarity parse(String text) {
        String name = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        for (Polarity polarity : values()) {
            if (polarity.toString().equals(name)) {
                return polarity;
            }
        }
        throw new IllegalArgumentException("unknown polarity: polarity=" + text + "; use negative or positive");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
