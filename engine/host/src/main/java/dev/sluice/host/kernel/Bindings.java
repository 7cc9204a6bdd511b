package dev.sluice.host.kernel;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Bindings that serve one thread each, lent to one call at a time and kept for the next ones. For any thread.
final class Bindings<T> {
    private final ConcurrentLinkedDeque<T> free = new ConcurrentLinkedDeque<>();
    private final Supplier<T> maker;

    /// Bindings of which the first is made at once, so that what cannot be bound is refused here.
    Bindings(Supplier<T> maker) {
        this.maker = maker;
        free.push(maker.get());
    }

    /// What `call` returns for a binding of its own.
    long with(ToLongFunction<T> call) {
        T known = free.poll();
        T binding = known == null ? maker.get() : known;
        long result = call.applyAsLong(binding);
        // One that failed is not lent again.
        free.push(binding);
        return result;
    }
}
