package dev.sluice.kernels.internal.loop;

/// What a public value holds for kernels alone: it inherits from here, and only [Contents] reads it.
///
/// Immutable, and as safe from other threads as its content. So rooms of kernels share what their callers never see,
/// and the public class has no method for it.
///
/// @param <T> the class of the content
public abstract class Opaque<T> {

    final T content;

    /// A value with this content; null if it has none.
    protected Opaque(T content) {
        this.content = content;
    }
}
