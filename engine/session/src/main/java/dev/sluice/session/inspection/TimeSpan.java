package dev.sluice.session.inspection;

import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gathers the range of time and the channels of records that are looked at one by one; for one thread.
final class TimeSpan {
    private final SortedMap<Long, Long> channels = new TreeMap<>();
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private long count;

    /// Takes in a record.
    void add(long from, long to) {
        start = Math.min(start, from);
        end = Math.max(end, to);
        count++;
    }

    /// Counts a record for a channel.
    void addChannel(long channel) {
        channels.merge(channel, 1L, Long::sum);
    }

    /// The earliest start; empty if there was no record.
    OptionalLong start() {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(start);
    }

    /// The latest end; empty if there was no record.
    OptionalLong end() {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /// Records taken in.
    long count() {
        return count;
    }

    /// Records per channel.
    SortedMap<Long, Long> channels() {
        return channels;
    }
}
