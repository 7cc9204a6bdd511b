package dev.sluice.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;

/// The functions of the C interface that concern the process as a whole.
final class ProcessCalls {
    /// What the host has opened.
    static final Handles HANDLES = new Handles();

    private static final MemorySegment VERSION = Arena.global().allocateFrom(versionOfJar());

    private ProcessCalls() {}

    static MemorySegment error() {
        return LastFailure.words();
    }

    static MemorySegment version() {
        return VERSION;
    }

    static int nop() {
        return 0;
    }

    /// Closes what hosts have opened, for at most `timeoutMillis`.
    static int stop(long timeoutMillis) {
        try {
            PluginCalls.requireOutside("sluice_stop");
            if (timeoutMillis < 0) {
                throw new HostException(
                        HostCode.ARGUMENT, "timeout_ms=" + timeoutMillis + " is negative; 0 does not wait");
            }
            HostCallback.refuse("sluice_stop", null);
            Thread closing = Thread.ofPlatform().daemon().name("sluice-stop").start(ProcessCalls::closeAll);
            closing.join(Duration.ofMillis(Math.max(1, timeoutMillis)));
            if (closing.isAlive()) {
                throw new HostException(
                        HostCode.STATE,
                        "something is still in use after timeout_ms=" + timeoutMillis
                                + "; it is closed when it is let go");
            }
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// First of all no function of the host is called any more: one that does not return may take all the time there
    /// is.
    private static void closeAll() {
        List<AutoCloseable> open = HANDLES.removeAll();
        for (AutoCloseable thing : open) {
            if (thing instanceof HostStream stream) {
                stream.callNoMore();
            }
        }
        for (AutoCloseable thing : open) {
            try {
                thing.close();
            } catch (Exception late) {
                // The thing says so to those that use it; here the others have to be closed.
                continue;
            }
        }
    }

    /// Closes what has that number, whatever it is.
    static int release(long handle) {
        try {
            AutoCloseable thing = HANDLES.get(handle, AutoCloseable.class, "handle");
            refuseWithin(thing);
            if (thing instanceof HostLive) {
                // Kept where another thread has claimed: that is to publish or to discard.
                thing.close();
                HANDLES.forget(handle);
                return HostCode.OK.number();
            }
            HANDLES.remove(handle);
            if (thing instanceof HostSession session) {
                session.streamHandles().forEach(HANDLES::forget);
            }
            thing.close();
            if (thing instanceof HostSession session) {
                HANDLES.forget(session.liveHandle());
            }
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    /// A callback cannot close what waits for its own return, nor can a plugin.
    private static void refuseWithin(AutoCloseable thing) {
        if (thing instanceof HostSession || thing instanceof HostLive || thing instanceof HostStream) {
            PluginCalls.requireOutside("sluice_release");
        }
        switch (thing) {
            case HostSession session -> HostCallback.refuse("sluice_release of its session", session);
            case HostLive live -> HostCallback.refuse("sluice_release of its live input", live.session());
            case HostStream stream -> stream.refuseWithinCallback("sluice_release");
            default -> {}
        }
    }

    private static String versionOfJar() {
        String version = ProcessCalls.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
