package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.Contents;
import dev.sluice.kernels.unchecked.LoopPlan;
import dev.sluice.kernels.unchecked.VectorLoops;
import java.util.function.Function;

/// The loop of a kernel, which a provider has or a scalar class gives; stateless, safe from any thread.
final class Loops {

    private Loops() {}

    /// The loop for this plan: on vectors where the provider has them and they know the plan, else the scalar one.
    static <L, P extends LoopPlan<L>> L of(KernelProvider provider, P plan, Function<P, L> scalar) {
        VectorLoops vectors = Contents.of(provider);
        L loop = vectors == null ? null : vectors.loop(plan);
        return loop == null ? scalar.apply(plan) : loop;
    }
}
