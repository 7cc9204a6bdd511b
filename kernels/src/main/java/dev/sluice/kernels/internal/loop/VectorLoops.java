package dev.sluice.kernels.internal.loop;

/// The loops that run on vectors; immutable, stateless and safe from any thread.
///
/// What lies between `dev.sluice.kernels` and the vector package, which is reached by name only.
public interface VectorLoops {

    /// The vector width in bits.
    int width();

    /// A loop for this plan, or null: then the scalar loop computes it.
    <L> L loop(LoopPlan<L> plan);
}
