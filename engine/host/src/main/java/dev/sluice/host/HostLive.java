package dev.sluice.host;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;

/// An input that a host fills; it belongs to its session.
final class HostLive implements AutoCloseable {
    private final LiveInput live;
    private final RecordType type;

    HostLive(LiveInput live, RecordType type) {
        this.live = live;
        this.type = type;
    }

    LiveInput input() {
        return live;
    }

    /// Room for `count` records; its address is of the engine's memory, and valid until it is published.
    MemorySegment claim(long count) {
        Records claimed = live.claim(count);
        return claimed.segment().asSlice(claimed.byteOffset(), claimed.byteSize());
    }

    /// Claims, copies and publishes.
    void push(MemorySegment records, long count, long start, long end) {
        if (count == 0) {
            live.publish(0, start, end);
            return;
        }
        Records room = live.claim(count);
        room.copyFrom(0, Records.of(type, records, 0, count), 0, count);
        live.publish(count, start, end);
    }

    /// Bytes of `count` records.
    long bytes(long count) {
        if (count > Long.MAX_VALUE / type.size()) {
            throw new HostException(
                    HostCode.ARGUMENT, "count=" + count + " records of " + type.size() + " bytes are no array");
        }
        return count * type.size();
    }

    /// Sets `overflow` (`block`, `drop-newest`, `drop-oldest`, `spill:FOLDER:BYTES`), `lateness` (in the unit of the
    /// data) or `patience` (in milliseconds).
    void set(String name, String value) {
        switch (name) {
            case "overflow" -> live.overflow(overflow(value));
            case "lateness" -> live.lateness(number(name, value));
            case "patience" -> live.patience(Duration.ofMillis(number(name, value)));
            default ->
                throw new HostException(
                        HostCode.ARGUMENT,
                        "a live input has no setting '" + name + "'; there are overflow, lateness, patience");
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
                    return Overflow.spill(
                            Path.of(value.substring(6, last)), number("overflow", value.substring(last + 1)));
                }
                throw new HostException(
                        HostCode.ARGUMENT,
                        "overflow=" + value + " is none of block, drop-newest, drop-oldest, spill:FOLDER:BYTES");
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
    @Override
    public void close() {
        live.close();
    }

    @Override
    public String toString() {
        return "live input " + live.dataType();
    }
}
