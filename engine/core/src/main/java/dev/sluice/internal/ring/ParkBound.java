package dev.sluice.internal.ring;

/// How long a thread of the engine parks at most before it looks again by itself. `-Dsluice.park.bound=off` takes
/// the limit away: then a lost wake-up is a hang, which a test sees, and not a delay, which none does.
final class ParkBound {
    /// As good as no limit.
    static final long NONE = Long.MAX_VALUE;

    private static final boolean OFF = "off".equals(System.getProperty("sluice.park.bound"));

    private ParkBound() {}

    /// The limit for parks that last `nanos` at most.
    static long of(long nanos) {
        return OFF ? NONE : nanos;
    }
}
