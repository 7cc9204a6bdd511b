package dev.sluice.formats.wavedump;

import java.util.List;
import java.util.OptionalLong;

/// One file in a merge, standing on its next event. One thread at a time; owns the open file until [#close].
///
/// `order` is what its board sorts by: the event counter while that is trusted, else the time.
final class EventLane implements AutoCloseable {
    private static final long SHORT_COUNTER = 1L << 24;
    private static final long LONG_COUNTER = 1L << 32;

    final int index;
    final RunFile file;
    final WaveDumpFile cursor;
    private final TagTime clock;
    private long lastCounter;
    private long rolledOver;
    private int dropsTold;
    private boolean endTold;

    long order;
    long counter = -1;
    long ticks;
    long time;
    int channel;

    EventLane(int index, RunFile file, WaveDumpFile cursor, TagTime clock) {
        this.index = index;
        this.file = file;
        this.cursor = cursor;
        this.clock = clock;
    }

    /// Moves to the file's next event, whose time is not known before [#unwrap].
    boolean advance() {
        if (!cursor.next()) {
            return false;
        }
        channel = file.channelOf(cursor.channel());
        counter = unrolled(cursor.counter());
        return true;
    }

    /// The counter with its roll-overs counted: it has 24 bits on the boards themselves, 32 in the header.
    private long unrolled(long raw) {
        long range = lastCounter < SHORT_COUNTER ? SHORT_COUNTER : LONG_COUNTER;
        if (lastCounter - raw > range / 2) {
            rolledOver += range;
        }
        lastCounter = raw;
        return rolledOver + raw;
    }

    /// Times the event by `unwrapper`, which has seen those before it.
    void unwrap(TagUnwrapper unwrapper) {
        ticks = unwrapper.unwrap(cursor.tag());
        time = clock.ns(ticks);
    }

    int compareByOrder(EventLane other) {
        return order != other.order ? Long.compare(order, other.order) : compareByChannel(other);
    }

    int compareByTime(EventLane other) {
        return time != other.time ? Long.compare(time, other.time) : compareByChannel(other);
    }

    private int compareByChannel(EventLane other) {
        return channel != other.channel ? Integer.compare(channel, other.channel) : Integer.compare(index, other.index);
    }

    /// Adds to `losses` what the file lost since the last call; `unwrapper` has seen the events before that.
    void tell(List<WaveDumpLoss> losses, TagUnwrapper unwrapper) {
        List<WaveDumpDamage> dropped = cursor.dropped();
        while (dropsTold < dropped.size()) {
            losses.add(loss(dropped.get(dropsTold++), unwrapper));
        }
        if (!endTold && cursor.damage().isPresent()) {
            endTold = true;
            losses.add(loss(cursor.damage().get(), unwrapper));
        }
    }

    /// A loss timed by `unwrapper`, which is left as it is.
    private WaveDumpLoss loss(WaveDumpDamage damage, TagUnwrapper unwrapper) {
        OptionalLong tag = damage.tag();
        OptionalLong at = tag.isPresent()
                ? OptionalLong.of(clock.ns(unwrapper.copy().unwrap(tag.getAsLong())))
                : OptionalLong.empty();
        return new WaveDumpLoss(cursor.path(), damage, time, at);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
