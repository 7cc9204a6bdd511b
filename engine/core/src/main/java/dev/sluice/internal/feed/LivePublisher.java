package dev.sluice.internal.feed;

import dev.sluice.chunk.Loss;
import dev.sluice.internal.ring.Parking;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import java.time.Duration;
import java.util.Objects;

/// A live input whose records lie in the ring of the pass that it feeds. Safe as a [LiveInput] is.
public final class LivePublisher implements LiveInput {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final String dataType;
    private final LiveSource source;
    private final LiveDoor<LiveFeed> door;
    private final LiveTurn turn;
    private final Parking parking;
    private Overflow overflow = Overflow.BLOCK;
    private long lateness;
    private boolean complete;
    private Duration patience = PATIENCE;
    /// The pass to which was published last, or for which is claimed; changed in the turn of a thread.
    private LiveFeed held;

    /// An input of records of that type, which must have a time and an end.
    public LivePublisher(String dataType, RecordType type) {
        this(dataType, type, Parking.JVM);
    }

    /// The same whose publishers wait by `parking` for a stream.
    LivePublisher(String dataType, RecordType type, Parking parking) {
        this.parking = parking;
        this.dataType = dataType;
        this.source = new LiveSource(this, dataType, type);
        this.door = new LiveDoor<>(dataType, LiveFeed::isStopped, parking);
        this.turn = new LiveTurn(dataType);
    }

    @Override
    public LiveInput overflow(Overflow policy) {
        Objects.requireNonNull(policy, "policy");
        door.change("overflow=" + policy, () -> overflow = policy);
        return this;
    }

    @Override
    public LiveInput lateness(long time) {
        if (time < 0) {
            throw new IllegalArgumentException("lateness=" + time + " is negative; give 0 or more");
        }
        door.change("lateness=" + time, () -> lateness = time);
        return this;
    }

    @Override
    public LiveInput writingEveryField() {
        complete = true;
        return this;
    }

    @Override
    public LiveInput patience(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("patience=" + limit + " is negative; give zero or more");
        }
        door.change("patience=" + limit, () -> patience = limit);
        return this;
    }

    /// The plugin that stands for this input among those of a context.
    public SourcePlugin source() {
        return source;
    }

    @Override
    public String dataType() {
        return dataType;
    }

    Overflow overflow() {
        return overflow;
    }

    boolean writesEveryField() {
        return complete;
    }

    long lateness() {
        return lateness;
    }

    @Override
    public boolean isRead() {
        return door.isRead();
    }

    /// Whether streams may still be opened: it is not closed.
    boolean isOpen() {
        return door.isOpen();
    }

    @Override
    public Records claim(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + " is negative; claim 0 or more records");
        }
        begin();
        try {
            LiveFeed feed = feed();
            if (feed != held) {
                dropClaim();
                held = feed;
            }
            return feed.claim(count);
        } catch (Throwable refused) {
            dropClaim();
            turn.end();
            throw refused;
        }
    }

    @Override
    public void publish(long start, long end) {
        begin();
        if (!isClaimed()) {
            turn.end();
            throw new IllegalStateException("nothing of " + dataType + " is claimed that could be published with start="
                    + start + ", end=" + end + "; claim and fill records first, or call publish(0, start, end) to carry"
                    + " time forward without any");
        }
        try {
            held.publishAll(start, end);
        } finally {
            endTurn();
        }
    }

    @Override
    public void publish(long count, long start, long end) {
        begin();
        try {
            hold().publish(count, start, end);
        } finally {
            endTurn();
        }
    }

    @Override
    public boolean publish(long count, long start, long end, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit=" + limit + " is negative; Duration.ZERO does not wait");
        }
        begin();
        LiveFeed feed = null;
        try {
            feed = hold();
            feed.room().limit(limit.compareTo(LONGEST) < 0 ? limit.toNanos() : LONGEST.toNanos());
            feed.publish(count, start, end);
            return true;
        } catch (LiveRoom.WaitOver over) {
            return false;
        } finally {
            if (feed != null) {
                feed.room().unlimited();
            }
            endTurn();
        }
    }

    @Override
    public void giveUp() {
        if (turn.isOfCaller()) {
            dropClaim();
            turn.end();
        }
    }

    @Override
    public void lost(long start, long end, String cause) {
        Loss loss = new Loss(start, end, cause);
        begin();
        try {
            hold().lost(loss);
        } finally {
            endTurn();
        }
    }

    @Override
    public void finish() {
        beginTurn();
        try {
            finish(held == null ? door.fed() : held);
        } finally {
            held = null;
            turn.end();
        }
    }

    @Override
    public void fail(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        beginTurn();
        try {
            LiveFeed feed = held == null ? door.fed() : held;
            if (feed == null) {
                throw new IllegalStateException("no stream of " + dataType + " is open that could fail with " + cause
                        + ": none was opened, or finish() or close() has ended it; fail before, instead of finish()");
            }
            finish(feed, cause);
        } finally {
            held = null;
            turn.end();
        }
    }

    private void finish(LiveFeed feed) {
        if (feed != null) {
            finish(feed, null);
        }
    }

    /// Ends one pass, with a failure if `cause` is not null; it leaves by the door only if it is still the one that is
    /// fed.
    private void finish(LiveFeed feed, Throwable cause) {
        try {
            feed.finish(cause);
        } finally {
            parking.step(Parking.Point.FINISHED);
            door.leave(feed);
        }
    }

    @Override
    public void close() {
        beginTurn();
        try {
            if (door.close()) {
                try {
                    finish(held);
                } finally {
                    finish(door.fed());
                }
            }
        } finally {
            held = null;
            turn.end();
        }
    }

    /// A pass over what is published begins; called by the thread that opens the stream.
    void connect(LiveFeed feed) {
        parking.step(Parking.Point.CONNECTING);
        door.connect(feed);
    }

    /// Begins a turn once there is a stream to publish to: a thread that waits for one keeps no other from closing.
    private void begin() {
        feed();
        parking.step(Parking.Point.TURNLESS);
        beginTurn();
    }

    private void beginTurn() {
        if (turn.begin()) {
            dropClaim();
        }
    }

    private void dropClaim() {
        if (isClaimed()) {
            held.letGo();
        }
    }

    private boolean isClaimed() {
        return held != null && held.isClaimed();
    }

    /// The pass for which is claimed, or else the one that is fed now.
    private LiveFeed hold() {
        if (!isClaimed()) {
            held = feed();
        }
        return held;
    }

    private LiveFeed feed() {
        LiveFeed feed = door.fed();
        return feed != null ? feed : door.await(patience);
    }

    private void endTurn() {
        if (!isClaimed()) {
            turn.end();
        }
    }
}
