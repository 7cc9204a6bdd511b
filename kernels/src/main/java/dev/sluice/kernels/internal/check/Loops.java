package dev.sluice.kernels.internal.check;

import dev.sluice.kernels.KernelProvider;
import dev.sluice.kernels.internal.loop.Contents;
import dev.sluice.kernels.internal.loop.LoopPlan;
import dev.sluice.kernels.internal.loop.VectorLoops;
import java.util.function.Function;

/// The loop of a kernel, which a provider has or a scalar class gives; stateless, safe from any thread.
public final class Loops {

    private Loops() {}

    /// The loop for this plan: on vectors where the provider has them and they know the plan, else the scalar one.
    public static <L, P extends LoopPlan<L>> L of(KernelProvider provider, P plan, Function<P, L> scalar) {
        VectorLoops vectors = Contents.of(provider);
        L loop = vectors == null ? null : vectors.loop(plan);
        return loop == null ? scalar.apply(plan) : loop;
    }
}
