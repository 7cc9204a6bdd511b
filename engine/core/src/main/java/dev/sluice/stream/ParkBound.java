package dev.sluice.stream;

import java.util.concurrent.locks.LockSupport;

/// How long a thread of the engine parks at most before it looks again by itself. `-Dsluice.park.bound=off` takes
/// the limit away: then a lost wake-up is a hang, which a test sees, and not a delay, which none does.
final class ParkBound {
    static final String PROPERTY = "sluice.park.bound";

    private static final boolean OFF = "off".equals(System.getProperty(PROPERTY));

    private ParkBound() {}

    /// Whether parks have a limit.
    static boolean isOn() {
        return !OFF;
    }

    /// Parks until another thread calls, or for `nanos` where parks have a limit.
    static void park(Object blocker, long nanos) {
        if (OFF) {
            LockSupport.park(blocker);
        } else {
            LockSupport.parkNanos(blocker, nanos);
        }
    }
}
