package dev.sluice.host;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.request.ByteSize;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An input that a host fills; it belongs to its session.
final class HostLive implements AutoCloseable {
    private static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();

    private final LiveInput live;
    private final RecordType type;
    private final HostSession session;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile Duration patience = Duration.ofSeconds(10);
    private volatile boolean ended;

    HostLive(LiveInput live, RecordType type, HostSession session) {
        this.live = live;
        this.type = type;
        this.session = session;
    }

    HostSession session() {
        return session;
    }

    String dataType() {
        return live.dataType();
    }

    RecordType type() {
        return type;
    }

    /// The streams that it feeds are open.
    void started() {
        started.countDown();
    }

    /// Room for `count` records, in memory of the engine, valid until it is published; null if the streams are not
    /// started within `limit` nanoseconds. A negative limit is the patience of the input, after which it is refused.
    MemorySegment claim(long count, long limit) throws InterruptedException {
        if (!awaitStart("sluice_live_claim", limit)) {
            return null;
        }
        Records claimed = live.claim(count);
        return claimed.segment().asSlice(claimed.byteOffset(), claimed.byteSize());
    }

    /// Publishes what is claimed; false if there is no room within `limit` nanoseconds, and it stays claimed. Where the
    /// limit is negative, it waits for room.
    boolean publish(long count, long start, long end, long limit) throws InterruptedException {
        if (!awaitStart("sluice_live_publish", limit)) {
            return false;
        }
        if (limit >= 0) {
            return live.publish(count, start, end, Duration.ofNanos(limit));
        }
        live.publish(count, start, end);
        return true;
    }

    /// Claims, copies and publishes; what is not published is not claimed either.
    boolean push(MemorySegment records, long count, long start, long end, long limit) throws InterruptedException {
        if (!awaitStart("sluice_live_push", limit)) {
            return false;
        }
        boolean published = false;
        try {
            live.giveUp();
            if (count > 0) {
                Records room = live.claim(count);
                room.copyFrom(0, Records.of(type, records, 0, count), 0, count);
            }
            published = publish(count, start, end, limit);
        } finally {
            if (!published) {
                live.giveUp();
            }
        }
        return published;
    }

    /// Gives up what the calling thread has claimed.
    void discard() {
        live.giveUp();
    }

    void lost(long start, long end, String cause) throws InterruptedException {
        awaitStart("sluice_live_lost", -1);
        live.lost(start, end, cause);
    }

    void finish() {
        HostCallback.refuse("sluice_live_finish", session);
        if (started.getCount() > 0) {
            throw new HostException(
                    HostCode.STATE,
                    this + " feeds no stream yet; call sluice_session_streams before sluice_live_finish, or release the"
                            + " session");
        }
        live.finish();
        ended = true;
    }

    void fail(String words) {
        HostCallback.refuse("sluice_live_fail", session);
        requireGoingOn("sluice_live_fail");
        if (started.getCount() > 0) {
            throw new HostException(
                    HostCode.STATE,
                    this + " feeds no stream yet that could fail; call sluice_session_streams first, or release the"
                            + " session");
        }
        live.fail(new HostException(HostCode.FAILED, words));
        ended = true;
    }

    private void requireGoingOn(String call) {
        if (ended) {
            throw new HostException(
                    HostCode.STATE,
                    call + ": " + this + " was ended by sluice_live_finish or sluice_live_fail, and its session runs"
                            + " once; open another session");
        }
    }

    /// Waits until the streams are started, before which nothing takes what is published; false if `limit` nanoseconds
    /// were too short.
    private boolean awaitStart(String call, long limit) throws InterruptedException {
        HostCallback.refuse(call, session);
        requireGoingOn(call);
        if (started.getCount() == 0) {
            return true;
        }
        if (started.await(limit < 0 ? patience.toNanos() : limit, TimeUnit.NANOSECONDS)) {
            return true;
        }
        if (limit < 0) {
            throw new HostException(
                    HostCode.STATE,
                    call + ": no stream takes what is published as " + live.dataType() + ", after waiting "
                            + patience.toMillis() + " ms; call sluice_session_streams first");
        }
        return false;
    }

    /// Bytes of `count` records.
    long bytes(long count) {
        if (count > Long.MAX_VALUE / type.size()) {
            throw new HostException(
                    HostCode.ARGUMENT, "count=" + count + " records of " + type.size() + " bytes are no array");
        }
        return count * type.size();
    }

    /// Sets `overflow` (`block`, `drop-newest`, `drop-oldest`, `spill:FOLDER:SIZE`), `lateness` (in the unit of the
    /// data), `patience` (in milliseconds) or `fills` (`some` or `every` field).
    ///
    /// @throws HostException if the streams are started
    void set(String name, String value) {
        if (started.getCount() == 0) {
            throw new HostException(
                    HostCode.STATE,
                    name + "=" + value + " comes too late: the streams of " + this
                            + " are started; set it before sluice_session_streams");
        }
        switch (name) {
            case "overflow" -> live.overflow(overflow(value));
            case "lateness" -> live.lateness(number(name, value));
            case "patience" -> patience(number(name, value));
            case "fills" -> fills(value);
            default ->
                throw new HostException(
                        HostCode.ARGUMENT,
                        "a live input has no setting '" + name + "'; there are overflow, lateness, patience, fills");
        }
    }

    private static Overflow overflow(String value) {
        switch (value) {
            case "block":
                return Overflow.BLOCK;
            case "drop-newest":
                return Overflow.DROP_NEWEST;
            case "drop-oldest":
                return Overflow.DROP_OLDEST;
            default:
                int last = value.lastIndexOf(':');
                if (value.startsWith("spill:") && last > 6) {
                    return Overflow.spill(Path.of(value.substring(6, last)), bytes(value, value.substring(last + 1)));
                }
                throw new HostException(
                        HostCode.ARGUMENT,
                        "overflow=" + value + " is none of block, drop-newest, drop-oldest, spill:FOLDER:SIZE");
        }
    }

    private static long bytes(String value, String size) {
        try {
            return ByteSize.parse(size);
        } catch (IllegalArgumentException wrong) {
            throw new HostException(HostCode.ARGUMENT, "overflow=" + value + ": " + wrong.getMessage());
        }
    }

    private void patience(long millis) {
        if (millis < 0) {
            throw new HostException(HostCode.ARGUMENT, "patience=" + millis + " is negative; 0 does not wait");
        }
        patience = Duration.ofMillis(Math.min(millis, LONGEST_MILLIS));
    }

    private void fills(String value) {
        switch (value) {
            case "every" -> live.writingEveryField();
            case "some" -> {}
            default -> throw new HostException(HostCode.ARGUMENT, "fills=" + value + " is none of some, every");
        }
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException wrong) {
            throw new HostException(HostCode.ARGUMENT, name + "=" + value + " is no whole number");
        }
    }

    /// Ends the streams that it feeds.
    ///
    /// @throws IllegalStateException if another thread has claimed: then nothing is ended
    @Override
    public void close() {
        live.close();
        ended = true;
    }

    @Override
    public String toString() {
        return "live input " + live.dataType();
    }
}
