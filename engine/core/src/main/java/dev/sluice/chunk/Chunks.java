package dev.sluice.chunk;

import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Operations on chunks. Each keeps the laws: whole records, assigned by their start, none lost and none doubled.
///
/// Views are made where the result is a run of neighbouring records; where it is not, the records are copied into the
/// arena that the caller gives, and belong to it. No operation changes its inputs. Not safe while an input is refilled.
public final class Chunks {
    private Chunks() {}

    /// Splits at `time`, which is first brought inside `[start, end]`: records that start before it go left. Never
    /// fails, copies nothing. A loss that spans the time is cut in two. A record of a disjoint type may be open at that
    /// time: then the left chunk overhangs, which its stream would refuse.
    public static Split split(Chunk chunk, long time) {
        long cut = chunk.range().clamp(time);
        Records records = chunk.records();
        long index = firstAtOrAfter(records, cut);
        if (cut == chunk.end()) {
            index = records.count();
        }
        Chunk left = chunk.with(records.slice(0, index), chunk.start(), cut);
        Chunk right = chunk.with(records.slice(index, records.count()), cut, chunk.end());
        divideLosses(chunk, cut, left, right);
        return new Split(left, right);
    }

    private static void divideLosses(Chunk chunk, long cut, Chunk left, Chunk right) {
        if (chunk.losses().isEmpty()) {
            return;
        }
        List<Loss> after = new ArrayList<>(chunk.losses());
        List<Loss> before = new ArrayList<>();
        if (cut == chunk.end()) {
            before.addAll(after);
            after.clear();
        } else if (cut > chunk.start()) {
            Losses.moveBefore(cut, after, before);
        }
        before.forEach(left::addLoss);
        after.forEach(right::addLoss);
    }

    /// The part of the chunk inside `range`: the records that start there, the common interval, and what was lost in
    /// it. A view.
    public static Chunk clip(Chunk chunk, TimeRange range) {
        TimeRange common = chunk.range().intersect(range);
        // A chunk without duration has nothing to the right of its start.
        Chunk from = common.equals(chunk.range())
                ? chunk
                : split(chunk, common.start()).right();
        return split(from, common.end()).left();
    }

    /// The records that `selection` assigns to `range`, copied into `arena`, in a chunk over the common interval with
    /// what was lost in it; if a touching record starts before the range, the chunk starts with it.
    public static Chunk select(Chunk chunk, TimeRange range, Selection selection, Arena arena) {
        Records records = chunk.records();
        RecordTimes times = records.type().times();
        long kept = 0;
        for (long i = 0; i < records.count(); i++) {
            kept += selection.holds(times.start(records, i), times.end(records, i), range) ? 1 : 0;
        }
        Records copy = Records.allocate(records.type(), kept, arena);
        long next = 0;
        for (long i = 0; i < records.count(); i++) {
            if (selection.holds(times.start(records, i), times.end(records, i), range)) {
                copy.copyFrom(next++, records, i, 1);
            }
        }
        TimeRange common = chunk.range().intersect(range);
        long start = kept == 0 ? common.start() : Math.min(common.start(), times.start(copy, 0));
        Chunk selected = chunk.with(copy, start, Math.max(start, common.end()));
        List<Loss> losses = new ArrayList<>(chunk.losses());
        Losses.clip(
                losses,
                selected.start(),
                selected.end(),
                selected.start() <= chunk.start(),
                selected.end() >= chunk.end());
        losses.forEach(selected::addLoss);
        return selected;
    }

    /// One chunk with the records and losses of all `chunks` (same run, type and interval), in order of time; equal
    /// times are ordered by channel if the type has that field, then by the order of the list. Copied into `arena`.
    public static Chunk merge(List<Chunk> chunks, Arena arena) {
        Chunk first = first(chunks);
        for (Chunk chunk : chunks) {
            requireSameType(first, chunk);
            if (chunk.start() != first.start() || chunk.end() != first.end()) {
                throw new ChunkLawException("chunks to be merged cover different intervals: " + first + " and " + chunk
                        + "; split them at common times first");
            }
        }
        RecordMerge merge = new RecordMerge(chunks.stream().map(Chunk::records).toList());
        Records merged = Records.allocate(first.type(), merge.remaining(), arena);
        merge.into(merged);
        Chunk whole = first.with(merged, first.start(), first.end());
        chunks.forEach(chunk -> chunk.losses().forEach(whole::addLoss));
        return whole;
    }

    /// One chunk from chunks that follow each other without a gap, of one run and one type. Copied into `arena`.
    public static Chunk concatenate(List<Chunk> chunks, Arena arena) {
        Chunk first = first(chunks);
        Continuity continuity = new Continuity();
        long count = 0;
        for (Chunk chunk : chunks) {
            requireSameType(first, chunk);
            continuity.accept(chunk);
            count += chunk.length();
        }
        Records all = Records.allocate(first.type(), count, arena);
        long next = 0;
        for (Chunk chunk : chunks) {
            all.copyFrom(next, chunk.records(), 0, chunk.length());
            next += chunk.length();
        }
        Chunk whole =
                first.with(all, first.start(), chunks.get(chunks.size() - 1).end());
        List<Loss> losses = new ArrayList<>();
        chunks.forEach(chunk -> Losses.join(losses, chunk.losses(), chunk.start()));
        losses.forEach(whole::addLoss);
        return whole;
    }

    /// The index of the first record that starts at or after `time`; the count if there is none. Binary search.
    public static long firstAtOrAfter(Records records, long time) {
        RecordTimes times = records.type().times();
        long low = 0;
        long high = records.count();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (times.start(records, middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The end of the record that ends last, which need not be the last one; the least int64 if there is none. Looks at
    /// every record.
    public static long latestEnd(Records records) {
        return ChunkLaws.latestEnd(records);
    }

    private static Chunk first(List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            throw new IllegalArgumentException("no chunk given; give at least one");
        }
        return chunks.get(0);
    }

    static void requireSameType(Chunk first, Chunk other) {
        if (!first.type().equals(other.type())
                || !first.dataType().equals(other.dataType())
                || !first.runId().equals(other.runId())) {
            throw new ChunkLawException("chunks of different runs or types do not go together: " + first + " of "
                    + first.type().descr() + " and " + other + " of "
                    + other.type().descr());
        }
    }
}
