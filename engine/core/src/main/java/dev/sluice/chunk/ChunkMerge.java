package dev.sluice.chunk;

import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// A k-way merge by time of streams of one type into one stream of chunks, in bounded memory.
///
/// Each output chunk ends at the earliest end of the chunks at hand, so it is complete, and one chunk per input is held
/// at a time. Every input must start at the same time or later than the first; where one has not started or has ended,
/// it counts as silent. The chunk that `next()` returns is valid until the next call; used by one thread.
public final class ChunkMerge implements Iterator<Chunk>, AutoCloseable {
    private final List<Iterator<Chunk>> inputs;
    private final Chunk[] heads;
    private final Arena[] headArenas;
    private Arena arena;
    private long number;
    private boolean started;
    private long cursor;

    /// A merge of `inputs`, which it reads and never closes.
    public ChunkMerge(List<Iterator<Chunk>> inputs) {
        this.inputs = List.copyOf(inputs);
        this.heads = new Chunk[inputs.size()];
        this.headArenas = new Arena[inputs.size()];
    }

    @Override
    public boolean hasNext() {
        boolean any = false;
        for (int i = 0; i < heads.length; i++) {
            refill(i);
            any |= heads[i] != null;
        }
        return any;
    }

    @Override
    public Chunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the merged streams have ended");
        }
        if (!started) {
            cursor = earliestStart();
            started = true;
        }
        long until = nextBoundary();
        List<Records> parts = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        Chunk sample = null;
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] != null && heads[i].start() < until) {
                Split split = Chunks.split(heads[i], until);
                parts.add(split.left().records());
                heads[i] = split.right();
                sample = split.left();
                losses.addAll(split.left().losses());
            }
        }
        return merged(sample, parts, losses, until);
    }

    private Chunk merged(Chunk sample, List<Records> parts, List<Loss> losses, long until) {
        if (arena != null) {
            arena.close();
        }
        arena = Arena.ofConfined();
        Chunk any = sample != null ? sample : anyHead();
        Records target;
        if (parts.isEmpty()) {
            target = Records.allocate(any.type(), 0, arena);
        } else {
            RecordMerge merge = new RecordMerge(parts);
            target = Records.allocate(any.type(), merge.remaining(), arena);
            merge.into(target);
        }
        Chunk chunk = new Chunk(target);
        chunk.set(number++, cursor, until, any.runId(), any.dataType());
        chunk.latestEnd(ChunkLaws.latestEnd(target));
        losses.forEach(chunk::addLoss);
        cursor = until;
        return chunk;
    }

    private Chunk anyHead() {
        for (Chunk head : heads) {
            if (head != null) {
                return head;
            }
        }
        throw new NoSuchElementException("the merged streams have ended");
    }

    private long earliestStart() {
        long earliest = Long.MAX_VALUE;
        for (Chunk head : heads) {
            earliest = head == null ? earliest : Math.min(earliest, head.start());
        }
        return earliest;
    }

    /// The earliest time at which a head ends, or starts if it has not been reached yet.
    private long nextBoundary() {
        long boundary = Long.MAX_VALUE;
        for (Chunk head : heads) {
            if (head != null) {
                boundary = Math.min(boundary, head.start() > cursor ? head.start() : head.end());
            }
        }
        return boundary;
    }

    private void refill(int i) {
        while ((heads[i] == null || (heads[i].isEmpty() && heads[i].duration() == 0))
                && inputs.get(i).hasNext()) {
            Chunk chunk = inputs.get(i).next();
            if (headArenas[i] != null) {
                headArenas[i].close();
            }
            // The parts of the last output were copied, so the memory of the old head is free again.
            headArenas[i] = Arena.ofConfined();
            heads[i] = chunk.detach(headArenas[i]);
            requireKin(heads[i]);
        }
        if (heads[i] != null && heads[i].isEmpty() && heads[i].duration() == 0) {
            heads[i] = null;
        }
    }

    private void requireKin(Chunk chunk) {
        for (Chunk head : heads) {
            if (head != null && !head.type().equals(chunk.type())) {
                throw new ChunkLawException("streams of different types do not merge: " + head + " of "
                        + head.type().descr() + " and " + chunk + " of "
                        + chunk.type().descr());
            }
        }
    }

    /// Frees the memory of the merge; the last chunk it returned is no longer valid.
    @Override
    public void close() {
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
