package dev.sluice.formats.wavedump;

import static dev.sluice.formats.wavedump.EventLayout.HEADER_BYTES;
import static dev.sluice.formats.wavedump.EventLayout.LARGEST_CHANNEL;
import static dev.sluice.formats.wavedump.EventLayout.LARGEST_EVENT_BYTES;
import static dev.sluice.formats.wavedump.EventLayout.WORD;

import java.lang.foreign.MemorySegment;

/// Tells whether an event's size is to be believed, by the headers that may follow it. Stateless; the memory is the
/// file's; no allocation.
///
/// A header follows another one if it has the same board and channel, a possible size, and an event counter that is a
/// little higher. The counter has 24 bits on the boards. The pattern word differs from event to event and the tag rolls
/// over, so neither can speak against a header.
final class NextHeader {
    private static final long END_OF_FILE = Long.MAX_VALUE;
    private static final long COUNTER = (1L << 24) - 1;
    private static final long MOST_TRIGGERS_BETWEEN = 1L << 20;

    private final MemorySegment segment;
    private final long bytes;
    private final SampleKind kind;

    NextHeader(MemorySegment segment, SampleKind kind) {
        this.segment = segment;
        this.bytes = segment.byteSize();
        this.kind = kind;
    }

    /// Whether an event can have `size` bytes.
    boolean isPossible(long size) {
        return size > HEADER_BYTES && size <= LARGEST_EVENT_BYTES && (size - HEADER_BYTES) % kind.fileBytes() == 0;
    }

    /// Where the file goes on behind the event at `event`, if that has another size than `usual` and its end is more
    /// likely where the usual size would put it; -1 if not.
    ///
    /// The likelier of two ends is the one where a header follows with the nearer event counter; the end of the file
    /// is an end too. `before` is the last good event, or `event` itself if there is none.
    long resumption(long before, long event, long usual) {
        long usualEnd = event + usual;
        if (usual == 0 || usualEnd > bytes) {
            return -1;
        }
        long trusted = distance(before, event) > 0 ? event : before;
        long atUsual = ending(trusted, usualEnd);
        long size = word(event, EventLayout.SIZE);
        boolean possible = isPossible(size) && word(event, EventLayout.CHANNEL) <= LARGEST_CHANNEL;
        long atOwn = possible && event + size <= bytes ? ending(trusted, event + size) : 0;
        return atUsual > 0 && (atOwn == 0 || atUsual < atOwn) ? usualEnd : -1;
    }

    /// The size of the event that follows the first one at that one's own end; 0 if none does.
    long sizeAfterFirst() {
        long size = word(0, EventLayout.SIZE);
        boolean followed = isPossible(size) && size < bytes && ending(0, size) > 0;
        return followed ? word(size, EventLayout.SIZE) : 0;
    }

    /// Whether the header at `event` follows the one at `before`, whatever its size is, or is that one.
    boolean isBelieved(long before, long event) {
        return before == event || distance(before, event) > 0;
    }

    private long ending(long before, long end) {
        if (end == bytes) {
            return END_OF_FILE;
        }
        boolean header = end + HEADER_BYTES <= bytes && isPossible(word(end, EventLayout.SIZE));
        return header ? distance(before, end) : 0;
    }

    /// Triggers from one header to the other; 0 if they cannot be of one file, or not in that order.
    private long distance(long before, long event) {
        if (word(before, EventLayout.BOARD) != word(event, EventLayout.BOARD)
                || word(before, EventLayout.CHANNEL) != word(event, EventLayout.CHANNEL)) {
            return 0;
        }
        long triggers = word(event, EventLayout.COUNTER) - word(before, EventLayout.COUNTER) & COUNTER;
        return triggers <= MOST_TRIGGERS_BETWEEN ? triggers : 0;
    }

    private long word(long event, int field) {
        return segment.get(WORD, event + field) & 0xFFFF_FFFFL;
    }
}
