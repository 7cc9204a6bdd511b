package dev.sluice.store;

import dev.sluice.chunk.TimeRange;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds the chunks that a range of time needs, by binary search in a list of chunks that tile their time.
///
/// A chunk is needed by the rule of every source: it begins before the range ends, and does not end before the range
/// begins; one without duration is needed where it lies inside. Needed chunks are neighbours.
///
/// Immutable; safe from any thread.
public final class TimeIndex {
    private final List<StoredChunk> chunks;

    /// An index of these chunks.
    ///
    /// @throws IllegalArgumentException if one does not start where the one before ends
    public TimeIndex(List<StoredChunk> chunks) {
        this.chunks = List.copyOf(chunks);
        for (int i = 1; i < this.chunks.size(); i++) {
            long before = this.chunks.get(i - 1).end();
            long start = this.chunks.get(i).start();
            if (before != start) {
                throw new IllegalArgumentException(
                        "stored chunks do not tile: chunk " + (i - 1) + " ends at time=" + before + ", chunk " + i
                                + " starts at time=" + start + "; remove the data and write them anew");
            }
        }
    }

    /// All chunks, in order.
    public List<StoredChunk> chunks() {
        return chunks;
    }

    /// The index of the first chunk that the range needs.
    public int first(TimeRange range) {
        return search(i -> {
            StoredChunk chunk = chunks.get(i);
            return chunk.end() > range.start() || chunk.start() >= range.start();
        });
    }

    /// The index after the last chunk that the range needs; that of the first, or less, if it needs none.
    public int end(TimeRange range) {
        return search(i -> chunks.get(i).start() >= range.end());
    }

    /// The first index for which `holds`, which it does for all after; the number of chunks if there is none.
    private int search(IntPredicate holds) {
        int low = 0;
        int high = chunks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
