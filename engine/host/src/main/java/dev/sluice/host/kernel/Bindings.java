package dev.sluice.host.kernel;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Bindings that serve one thread each, lent to one call at a time and kept for the next ones. For any thread.
///
/// Owns them: [#close()] frees those that are not lent then, and a call that ends later frees its own.
final class Bindings<T> implements AutoCloseable {
    private final ConcurrentLinkedDeque<T> free = new ConcurrentLinkedDeque<>();
    private final Supplier<T> maker;
    private final Consumer<T> freeing;
    private volatile boolean closed;

    /// Bindings that `freeing` frees; the first is made at once, so that what cannot be bound is refused here.
    Bindings(Supplier<T> maker, Consumer<T> freeing) {
        this.maker = maker;
        this.freeing = freeing;
        free.push(maker.get());
    }

    /// What `call` returns for a binding of its own; one whose call fails is not lent again.
    long with(ToLongFunction<T> call) {
        T known = free.poll();
        T binding = known == null ? maker.get() : known;
        long result;
        try {
            result = call.applyAsLong(binding);
        } catch (RuntimeException | Error failure) {
            freeing.accept(binding);
            throw failure;
        }
        free.push(binding);
        if (closed) {
            close();
        }
        return result;
    }

    @Override
    public void close() {
        closed = true;
        for (T binding = free.poll(); binding != null; binding = free.poll()) {
            freeing.accept(binding);
        }
    }
}
