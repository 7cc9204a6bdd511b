package dev.sluice.kernels;

import dev.sluice.kernels.internal.loop.Contents;
import dev.sluice.kernels.internal.loop.Opaque;
import dev.sluice.kernels.internal.loop.VectorLoops;

/// One way of computing all kernels: a family of loops that agrees bit for bit with every other family.
///
/// Immutable and safe from any thread. `Kernels` chooses one; a kernel asks it for its loop when it is
/// built, never per call.
public final class KernelProvider extends Opaque<VectorLoops> {

    static final KernelProvider SCALAR = new KernelProvider("scalar", Long.SIZE, null);

    private final String name;
    private final int width;

    private KernelProvider(String name, int width, VectorLoops vectors) {
        super(vectors);
        this.name = name;
        this.width = width;
    }

    static KernelProvider of(VectorLoops vectors) {
        return new KernelProvider("vector", vectors.width(), vectors);
    }

    /// `vector` or `scalar`.
    public String name() {
        return name;
    }

    /// Bits worked on at once: the vector width, or 64 (one general register) for scalar loops.
    public int width() {
        return width;
    }

    @Override
    public String toString() {
        return Contents.of(this) == null ? "scalar kernels" : "vector kernels of " + width + " bits";
    }
}
