package dev.sluice.analysis.hit;

import dev.sluice.analysis.RecordSlice;
import dev.sluice.kernels.time.TimeSums;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;
import dev.sluice.waveform.HitMerging;
import java.util.Arrays;

/// The hits that are still to be merged: those of a chunk and its right halo, and of the chunks before those that a
/// merged hit shares with the chunk. Of one thread; owns memory, which grows with the chunks and [#close] frees.
///
/// In each channel, hits are merged from one that begins a merged hit on: what comes out does not depend on where the
/// chunks end.
final class OpenHits implements AutoCloseable {
    private final RecordType type;
    private final LongField time;
    private final HitEdges edges;
    private final LongField board;
    private final LongField channel;
    private final long longest;
    private final RecordSlice some;
    private final WorkingBuffer memory;
    private Records copy;
    private long[] kept = new long[16];
    private long[] next = new long[16];
    private int keptCount;
    private long zero;
    private long first;

    /// Hits of waveforms that last `longest` at most.
    OpenHits(RecordType type, long longest, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "open hits");
        this.type = type;
        this.longest = longest;
        time = type.longField("time");
        edges = new HitEdges(type);
        board = type.has("board") ? type.longField("board") : null;
        channel = type.longField("channel");
        some = new RecordSlice(type);
    }

    /// Goes on to the next chunk; the hits to be merged, in the order in which they came.
    ///
    /// @throws IllegalArgumentException if one does not lie in its waveform, or that is too long
    Records enter(ChunkInput in) {
        Records shown = in.records();
        zero = in.preceding() - in.first();
        first = in.first();
        for (long i = first; i < shown.count(); i++) {
            requireInside(shown, i);
        }
        forgetHidden();
        if (keptCount == 0) {
            return some.of(shown, first, shown.count());
        }
        long count = keptCount + shown.count() - first;
        copy = memory.records(type, count);
        for (int i = 0; i < keptCount; i++) {
            copy.copyFrom(i, shown, kept[i] - zero, 1);
        }
        copy.copyFrom(keptCount, shown, first, shown.count() - first);
        return some.of(copy, 0, count);
    }

    /// No hit before the next chunk is merged with one in it.
    void forget() {
        keptCount = 0;
    }

    /// After a chunk that failed, hits that were kept before it may be out of sight.
    private void forgetHidden() {
        int hidden = 0;
        while (hidden < keptCount && kept[hidden] < zero) {
            hidden++;
        }
        System.arraycopy(kept, hidden, kept, 0, keptCount - hidden);
        keptCount -= hidden;
    }

    /// Keeps the hits that start before `end` in channels where one that starts later was merged with them, or with one
    /// in front of them.
    void leave(HitMerging merging, Records hits, long end) {
        int keep = 0;
        boolean open = false;
        for (long from = 0; from < hits.count(); ) {
            long to = from;
            boolean later = false;
            for (; to < hits.count() && merging.mergedInOrder(to) == merging.mergedInOrder(from); to++) {
                later |= time.get(hits, merging.hitInOrder(to)) >= end;
            }
            open = later || open && from > 0 && sameChannel(hits, merging, from - 1, from);
            for (long i = from; open && i < to; i++) {
                long hit = merging.hitInOrder(i);
                if (time.get(hits, hit) < end) {
                    keep = keep(keep, number(hit));
                }
            }
            from = to;
        }
        long[] before = kept;
        kept = next;
        next = before;
        keptCount = keep;
        Arrays.sort(kept, 0, keptCount);
    }

    private long number(long hit) {
        return hit < keptCount ? kept[(int) hit] : zero + first + hit - keptCount;
    }

    private int keep(int count, long number) {
        if (count == next.length) {
            next = Arrays.copyOf(next, 2 * count);
        }
        next[count] = number;
        return count + 1;
    }

    private boolean sameChannel(Records hits, HitMerging merging, long one, long other) {
        long first = merging.hitInOrder(one);
        long second = merging.hitInOrder(other);
        return channel.get(hits, first) == channel.get(hits, second)
                && (board == null || board.get(hits, first) == board.get(hits, second));
    }

    /// What is cut at silences, and what is shown around a chunk, goes by the times of waveforms.
    private void requireInside(Records hits, long index) {
        long end = edges.end(hits, index);
        long start = time.get(hits, index);
        if (TimeSums.subtract(end, start) > longest) {
            throw new IllegalArgumentException("hit " + (zero + index) + " ends at time=" + end + ", longer after the"
                    + " time=" + start + " of its waveform than longest_waveform=" + longest
                    + "; set longest_waveform to the time that waveforms last at most");
        }
        long own = edges.start(hits, index);
        if (TimeSums.subtract(start, own) > 1) {
            throw new IllegalArgumentException("hit " + (zero + index) + " starts at time=" + own + ", before the time="
                    + start + " of its waveform; set time to the start of the waveform in which the hit lies");
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
