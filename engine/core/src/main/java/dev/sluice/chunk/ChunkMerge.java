package dev.sluice.chunk;

import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// A k-way merge by time of streams of one run and type into one stream of chunks, in bounded memory.
///
/// Each output chunk ends at the earliest end of the chunks at hand, so it is complete, and one chunk per input is held
/// at a time. Where an input has not started or has ended, it counts as silent; a hole inside it is refused. Equal
/// times are ordered by channel, then by the order of the inputs.
///
/// Chunks of a disjoint type end earlier, at the latest time at which no record of any input is open; if there is none
/// in the chunks at hand, more are taken, and all held until one comes. An input that breaks the promise is refused.
/// The chunk that `next()` returns is read-only, and valid until the next call; used by one thread.
public final class ChunkMerge implements Iterator<Chunk>, AutoCloseable {
    private final List<Iterator<Chunk>> inputs;
    private final Continuity[] continuities;
    private final Chunk[] heads;
    private final Arena[] headArenas;
    private final List<Loss> unplaced = new ArrayList<>();
    private Arena arena;
    private RecordWindow shown;
    private Chunk kin;
    private long number;
    private boolean started;
    private boolean closed;
    private long cursor;

    /// A merge of `inputs`, which it reads and never closes.
    public ChunkMerge(List<Iterator<Chunk>> inputs) {
        this.inputs = List.copyOf(inputs);
        this.heads = new Chunk[inputs.size()];
        this.headArenas = new Arena[inputs.size()];
        this.continuities = new Continuity[inputs.size()];
        for (int i = 0; i < continuities.length; i++) {
            continuities[i] = new Continuity();
        }
    }

    @Override
    public boolean hasNext() {
        boolean any = false;
        for (int i = 0; i < heads.length && !closed; i++) {
            refill(i);
            any |= heads[i] != null;
        }
        return any || !unplaced.isEmpty();
    }

    @Override
    public Chunk next() {
        if (closed) {
            throw new IllegalStateException("the merged stream is closed; take its chunks before it is");
        }
        if (!hasNext()) {
            throw new NoSuchElementException("the merged streams have ended");
        }
        if (!started) {
            cursor = earliestStart();
            started = true;
        }
        long until = nextEnd();
        List<Records> parts = new ArrayList<>();
        List<Loss> losses = new ArrayList<>(unplaced);
        unplaced.clear();
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] != null && heads[i].start() < until) {
                Split split = Chunks.split(heads[i], until);
                parts.add(split.left().records());
                losses.addAll(split.left().losses());
                heads[i] = split.right();
            }
        }
        return merged(parts, losses, until);
    }

    private Chunk merged(List<Records> parts, List<Loss> losses, long until) {
        if (arena != null) {
            arena.close();
        }
        arena = Arena.ofConfined();
        Records target;
        if (parts.isEmpty()) {
            target = Records.allocate(kin.type(), 0, arena);
        } else {
            RecordMerge merge = new RecordMerge(parts);
            target = Records.allocate(kin.type(), merge.remaining(), arena);
            merge.into(target);
        }
        endShown();
        shown = new RecordWindow(kin.type());
        shown.rebind(target.segment().asReadOnly(), target.byteOffset(), target.count());
        Chunk chunk = kin.with(shown.records(), cursor, until);
        chunk.set(number++, cursor, until, kin.runId(), kin.dataType());
        chunk.latestEnd(ChunkLaws.latestEnd(target));
        losses.forEach(chunk::addLoss);
        cursor = until;
        return chunk;
    }

    /// The last chunk that was given is not valid any more.
    private void endShown() {
        if (shown != null) {
            shown.end(kin.dataType());
        }
    }

    private long earliestStart() {
        long earliest = Long.MAX_VALUE;
        for (Chunk head : heads) {
            earliest = head == null ? earliest : Math.min(earliest, head.start());
        }
        return earliest == Long.MAX_VALUE ? kin.start() : earliest;
    }

    private long nextEnd() {
        long boundary = boundaryAfter(cursor);
        if (!kin.type().isDisjoint()) {
            return boundary;
        }
        OpenRecords open = new OpenRecords(heads, kin.type().times(), cursor);
        long closed = open.sweep(boundary);
        while (closed == cursor && boundary > cursor) {
            for (int i = 0; i < heads.length; i++) {
                extend(i, open.reach());
            }
            boundary = boundaryAfter(open.reach() - 1);
            closed = open.sweep(boundary);
        }
        return closed;
    }

    /// The earliest time after `time` at which a head ends, or starts if it has not been reached yet; `time` itself, if
    /// there is none.
    private long boundaryAfter(long time) {
        long boundary = Long.MAX_VALUE;
        boolean any = false;
        for (Chunk head : heads) {
            if (head != null && head.end() > time) {
                any = true;
                boundary = Math.min(boundary, head.start() > time ? head.start() : head.end());
            }
        }
        return any ? boundary : time;
    }

    /// Appends chunks to the head of input `i` until it reaches `time`, or the input ends.
    private void extend(int i, long time) {
        if (heads[i] == null || heads[i].end() >= time || !inputs.get(i).hasNext()) {
            return;
        }
        try (Arena pieces = Arena.ofConfined()) {
            List<Chunk> chunks = new ArrayList<>(List.of(heads[i]));
            long reached = heads[i].end();
            while (reached < time && inputs.get(i).hasNext()) {
                Chunk chunk = accepted(i);
                chunks.add(chunk.detach(pieces));
                reached = chunk.end();
            }
            Arena longer = Arena.ofConfined();
            heads[i] = Chunks.concatenate(chunks, longer);
            headArenas[i].close();
            headArenas[i] = longer;
        }
    }

    /// Makes the head of input `i` a chunk that has a duration, or null at its end.
    private void refill(int i) {
        while (isSpent(i) && inputs.get(i).hasNext()) {
            Chunk chunk = accepted(i);
            spend(i);
            headArenas[i] = Arena.ofConfined();
            heads[i] = chunk.detach(headArenas[i]);
        }
        if (isSpent(i)) {
            spend(i);
        }
    }

    private Chunk accepted(int i) {
        Chunk chunk = inputs.get(i).next();
        continuities[i].accept(chunk);
        if (kin == null) {
            kin = chunk.namesake();
        }
        Chunks.requireSameType(kin, chunk);
        if (chunk.type().isDisjoint() && chunk.overhang() > 0) {
            new ChunkLaws(chunk.type()).check(chunk);
        }
        return chunk;
    }

    private boolean isSpent(int i) {
        return heads[i] == null || heads[i].start() == heads[i].end();
    }

    /// Drops a head that was used up, whose records were copied into outputs: only losses may be left in it.
    private void spend(int i) {
        if (heads[i] != null) {
            unplaced.addAll(heads[i].losses());
            heads[i] = null;
            headArenas[i].close();
            headArenas[i] = null;
        }
    }

    /// Frees the memory of the merge; the last chunk it returned is no longer valid, and no other follows.
    @Override
    public void close() {
        closed = true;
        endShown();
        for (int i = 0; i < headArenas.length; i++) {
            if (headArenas[i] != null) {
                headArenas[i].close();
                headArenas[i] = null;
            }
            heads[i] = null;
        }
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }
}
