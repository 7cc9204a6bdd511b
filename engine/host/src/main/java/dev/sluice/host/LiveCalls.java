package dev.sluice.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The functions of the C interface that publish records to a live input.
final class LiveCalls {
    private LiveCalls() {}

    private static HostLive live(long handle) {
        return ProcessCalls.HANDLES.get(handle, HostLive.class, "live input");
    }

    private static int timeoutUnless(boolean done) {
        return (done ? HostCode.OK : HostCode.TIMEOUT).number();
    }

    private static long limited(long timeout) {
        if (timeout < 0) {
            throw new HostException(HostCode.ARGUMENT, "timeout_ns=" + timeout + " is negative; 0 does not wait");
        }
        return timeout;
    }

    private static int claim(long live, long count, long limit, MemorySegment records) throws InterruptedException {
        PluginCalls.requireOutside("sluice_live_claim");
        MemorySegment out = HostMemory.out("records", records, ValueLayout.ADDRESS.byteSize());
        MemorySegment claimed = live(live).claim(count, limit);
        if (claimed != null) {
            out.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, claimed.address());
        }
        return timeoutUnless(claimed != null);
    }

    private static int push(long live, MemorySegment records, long count, long start, long end, long limit)
            throws InterruptedException {
        PluginCalls.requireOutside("sluice_live_push");
        HostLive input = live(live);
        if (count < 0) {
            throw new HostException(HostCode.ARGUMENT, "count=" + count + " is negative");
        }
        MemorySegment given = count == 0 ? records : HostMemory.in("records", records, input.bytes(count));
        return timeoutUnless(input.push(given, count, start, end, limit));
    }

    static int live_claim(long live, long count, MemorySegment records) {
        try {
            return claim(live, count, -1, records);
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_claim_within(long live, long count, long timeout, MemorySegment records) {
        try {
            return claim(live, count, limited(timeout), records);
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_publish(long live, long count, long start, long end) {
        try {
            PluginCalls.requireOutside("sluice_live_publish");
            return timeoutUnless(live(live).publish(count, start, end, -1));
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_publish_within(long live, long count, long start, long end, long timeout) {
        try {
            PluginCalls.requireOutside("sluice_live_publish");
            return timeoutUnless(live(live).publish(count, start, end, limited(timeout)));
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_push(long live, MemorySegment records, long count, long start, long end) {
        try {
            return push(live, records, count, start, end, -1);
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_push_within(long live, MemorySegment records, long count, long start, long end, long timeout) {
        try {
            return push(live, records, count, start, end, limited(timeout));
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_discard(long live) {
        try {
            live(live).discard();
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_lost(long live, long start, long end, MemorySegment cause) {
        try {
            live(live).lost(start, end, HostMemory.text("cause", cause));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_finish(long live) {
        try {
            live(live).finish();
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_fail(long live, MemorySegment words) {
        try {
            live(live).fail(HostMemory.text("words", words));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }

    static int live_set(long live, MemorySegment name, MemorySegment value) {
        try {
            live(live).set(HostMemory.text("name", name), HostMemory.text("value", value));
            return HostCode.OK.number();
        } catch (Throwable failure) {
            return LastFailure.keep(failure);
        }
    }
}
