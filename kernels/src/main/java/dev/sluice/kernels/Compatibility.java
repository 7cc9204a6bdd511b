package dev.sluice.kernels;

import java.util.Locale;

/// Whose results a kernel gives where an older program is known to be wrong; an immutable value, safe from any thread.
public enum Compatibility {
    /// The right results.
    NONE,
    /// Those of strax, bit for bit, faults included: for comparing with old data.
    STRAX;

    /// Reads `none` or `strax` (any case); fails with `IllegalArgumentException` on anything else.
    public static Compatibility parse(String text) {
        String name = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        for (Compatibility compatibility : values()) {
            if (compatibility.toString().equals(name)) {
                return compatibility;
            }
        }
        throw new IllegalArgumentException("unknown compatibility: compatibility=" + text + "; use none or strax");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
