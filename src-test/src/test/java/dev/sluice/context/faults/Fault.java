package dev.sluice.context.faults;

import java.util.concurrent.atomic.AtomicInteger;

/// Something that goes wrong at one time of a run.
final class Fault {
    /// What happens there.
    interface Strike {
        void now() throws Exception;
    }

    /// Looks at each interval that is computed.
    interface Watch {
        void computed(long start, long end);
    }

    static final Fault NONE = watching((start, end) -> {});

    final AtomicInteger strikes = new AtomicInteger();

    private final long time;
    private final Strike strike;
    private final Watch watch;

    private Fault(long time, Strike strike, Watch watch) {
        this.time = time;
        this.strike = strike;
        this.watch = watch;
    }

    /// Nothing goes wrong.
    static Fault watching(Watch watch) {
        return new Fault(Long.MIN_VALUE, () -> {}, watch);
    }

    static Fault at(long time, Strike strike) {
        return new Fault(time, strike, (start, end) -> {});
    }

    static Fault at(long time, Throwable thrown) {
        return at(time, () -> raise(thrown));
    }

    static void raise(Throwable thrown) throws Exception {
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        throw (Exception) thrown;
    }

    /// Called with each interval that is computed.
    void strike(long start, long end) throws Exception {
        watch.computed(start, end);
        if (start <= time && time < end) {
            strikes.incrementAndGet();
            strike.now();
        }
    }
}
