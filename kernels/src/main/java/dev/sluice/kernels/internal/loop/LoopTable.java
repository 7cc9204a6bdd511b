package dev.sluice.kernels.internal.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Which loop computes which plan: one line per kernel; filled by one thread, then only read, from any thread.
public final class LoopTable {

    private final Map<Class<?>, Function<?, ?>> makers = new HashMap<>();

    /// A table without loops.
    public LoopTable() {}

    /// Adds the maker of loops for plans of this class; fails with `IllegalArgumentException` if there is one already.
    public <L, P extends LoopPlan<L>> LoopTable add(Class<P> plan, Function<P, L> maker) {
        if (makers.putIfAbsent(plan, maker) != null) {
            throw new IllegalArgumentException(
                    "two loops for one plan: plan=" + plan.getSimpleName() + "; register each kernel once");
        }
        return this;
    }

    /// True if the table has a loop for plans of this class.
    public boolean has(Class<?> plan) {
        return makers.containsKey(plan);
    }

    /// A loop for this plan; null if the table has none.
    public <L> L loop(LoopPlan<L> plan) {
        // `add` has tied the maker's type to the plan's class.
        @SuppressWarnings("unchecked")
        Function<LoopPlan<L>, L> maker = (Function<LoopPlan<L>, L>) makers.get(plan.getClass());
        return maker == null ? null : maker.apply(plan);
    }
}
