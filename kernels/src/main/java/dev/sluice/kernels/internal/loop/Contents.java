package dev.sluice.kernels.internal.loop;

/// Reads the content of public values; stateless, safe from any thread.
public final class Contents {

    private Contents() {}

    /// The content of this value; null if it has none.
    public static <T> T of(Opaque<T> value) {
        return value.content;
    }
}
