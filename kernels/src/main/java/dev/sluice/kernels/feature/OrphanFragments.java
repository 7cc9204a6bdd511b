package dev.sluice.kernels.feature;

/// What becomes of a fragment whose first one was not seen, so that the baseline of its pulse is not known; immutable,
/// safe from any thread.
public enum OrphanFragments {
    /// The call fails and names the record.
    REFUSE("refuse"),
    /// The fragment gets the fallback baseline, and NaN as its rms (`allow_sloppy_chunking` of strax).
    FALLBACK("fallback");

    private final String text;

    OrphanFragments(String text) {
        this.text = text;
    }

    /// Reads what `toString` prints; fails with `IllegalArgumentException` on anything else.
    public static OrphanFragments parse(String text) {
        for (OrphanFragments value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "no such rule for orphan fragments: orphans=" + text + "; write refuse or fallback");
    }

    @Override
    public String toString() {
        return text;
    }
}
