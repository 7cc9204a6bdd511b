package dev.sluice.formats.wavedump.file;

import static dev.sluice.formats.wavedump.file.EventLayout.HEADER_BYTES;
import static dev.sluice.formats.wavedump.file.EventLayout.LARGEST_EVENT_BYTES;
import static dev.sluice.formats.wavedump.file.EventLayout.WORD;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// The words of the headers of one file, wherever a header may stand. Stateless; the memory is the file's; no
/// allocation.
public final class EventHeaders {
    private static final long SHORT_COUNTER = 1L << 24;
    private static final long LONG_COUNTER = 1L << 32;
    private static final long LARGE_STEP = 1L << 20;

    private final MemorySegment segment;
    private final long bytes;
    private final SampleKind kind;

    EventHeaders(MemorySegment segment, SampleKind kind) {
        this.segment = segment;
        this.bytes = segment.byteSize();
        this.kind = kind;
    }

    /// Triggers from the event counter `before` to `after`; -1 where that is backward.
    ///
    /// The counter has 24 bits on the boards and 32 in the header; a step of half its range or more is backward, and so
    /// is a large one into or out of the upper 8 bits.
    public static long triggers(long before, long after) {
        boolean isShort = before < SHORT_COUNTER && after < SHORT_COUNTER;
        boolean isLong = before >= SHORT_COUNTER && after >= SHORT_COUNTER;
        long range = isShort ? SHORT_COUNTER : LONG_COUNTER;
        long distance = after - before & range - 1;
        return distance < (isShort || isLong ? range / 2 : LARGE_STEP) ? distance : -1;
    }

    /// Whether the counter `before` is larger than 24 bits hold, and `after` is not: where nothing is before the first,
    /// it is a wrong word rather than one of the last of 2^32 triggers.
    public static boolean isTooLong(long before, long after) {
        return before >= SHORT_COUNTER && after < SHORT_COUNTER;
    }

    /// Length of the file.
    public long bytes() {
        return bytes;
    }

    SampleKind kind() {
        return kind;
    }

    /// Whether an event can have `size` bytes.
    boolean isPossible(long size) {
        return size > HEADER_BYTES && size <= LARGEST_EVENT_BYTES && (size - HEADER_BYTES) % kind.fileBytes() == 0;
    }

    /// Whether all words of a header at `at` are in the file.
    public boolean isWhole(long at) {
        return at >= 0 && at <= bytes - HEADER_BYTES;
    }

    /// Whether the first `count` bytes at `at` are those of the size `size`.
    boolean isStartOf(long at, int count, long size) {
        for (int index = 0; index < count; index++) {
            if (segment.get(JAVA_BYTE, at + index) != (byte) (size >>> 8 * index)) {
                return false;
            }
        }
        return true;
    }

    /// The size of the event at `at`, in bytes, header included.
    public long size(long at) {
        return word(at, EventLayout.SIZE);
    }

    /// The word with the number of the board of the event at `at`.
    public long board(long at) {
        return word(at, EventLayout.BOARD);
    }

    /// The channel of the event at `at`.
    public long channel(long at) {
        return word(at, EventLayout.CHANNEL);
    }

    /// The trigger counter of the event at `at`.
    public long counter(long at) {
        return word(at, EventLayout.COUNTER);
    }

    /// The trigger time tag of the event at `at`.
    public long tag(long at) {
        return word(at, EventLayout.TAG);
    }

    long word(long event, int field) {
        return segment.get(WORD, event + field) & 0xFFFF_FFFFL;
    }
}
