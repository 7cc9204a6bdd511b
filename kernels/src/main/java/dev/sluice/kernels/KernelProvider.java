package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.LoopPlan;
import dev.sluice.kernels.unchecked.VectorLoops;
import java.util.function.Function;

/// One way of computing all kernels: a family of loops that agrees bit for bit with every other family.
///
/// Immutable and safe from any thread. `Kernels` chooses one; a kernel's door asks it for its loop when the kernel is
/// built, never per call.
public final class KernelProvider {

    static final KernelProvider SCALAR = new KernelProvider("scalar", Long.SIZE, null);

    private final String name;
    private final int width;
    private final VectorLoops vectors;

    private KernelProvider(String name, int width, VectorLoops vectors) {
        this.name = name;
        this.width = width;
        this.vectors = vectors;
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

    /// The loop of a kernel: on vectors where this provider has them and they know the plan, else the scalar twin.
    <L, P extends LoopPlan<L>> L loop(P plan, Function<P, L> scalarTwin) {
        L loop = vectors == null ? null : vectors.loop(plan);
        return loop == null ? scalarTwin.apply(plan) : loop;
    }

    @Override
    public String toString() {
        return vectors == null ? "scalar kernels" : "vector kernels of " + width + " bits";
    }
}
