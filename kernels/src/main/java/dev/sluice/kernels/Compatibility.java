package dev.sluice.kernels;

/// Whose results a kernel gives where another program's are known to be wrong; immutable, safe from any thread.
///
/// A kernel is right by default. With `STRAX` it gives the bits that strax gives, faults included, for comparison with
/// data that strax made; every kernel that takes one of these says what differs.
public enum Compatibility {
    /// Right results.
    NONE("none"),
    /// The results of strax 2.2.
    STRAX("strax");

    private final String text;

    Compatibility(String text) {
        this.text = text;
    }

    /// Reads what `toString` prints; fails with `IllegalArgumentException` on anything else.
    public static Compatibility parse(String text) {
        for (Compatibility value : values()) {
            if (value.text.equals(text)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no such compatibility: compatibility=" + text + "; write none or strax");
    }

    @Override
    public String toString() {
        return text;
    }
}
