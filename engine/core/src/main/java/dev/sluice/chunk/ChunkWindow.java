package dev.sluice.chunk;

import dev.sluice.record.RecordType;
import dev.sluice.record.RecordWindow;
import dev.sluice.record.Records;
import java.util.List;

/// The owner's side of a chunk that is filled again and again: a slot of a ring owns one, its readers see the [Chunk].
///
/// The chunk and its records stay the same objects for the life of the window, so that refilling allocates nothing. Not
/// thread-safe: the owner hands it over with the happens-before of its ring.
public final class ChunkWindow {
    private final RecordWindow window;
    private final Chunk chunk;
    private ChunkLaws laws;

    /// A window onto no records yet.
    public ChunkWindow(RecordType type) {
        this.window = new RecordWindow(type);
        this.chunk = new Chunk(window.records());
    }

    /// The chunk that readers see: always the same object.
    public Chunk chunk() {
        return chunk;
    }

    /// The records of that chunk: always the same object.
    public Records records() {
        return chunk.records();
    }

    /// Which memory, and how many records of it, the chunk shows.
    public RecordWindow window() {
        return window;
    }

    /// Shows all of `other` under another number and name, without copying records: as long as that is valid, or until
    /// [RecordWindow#end]. How far its records reach is looked up only when it is asked for. Allocates nothing.
    public void show(Chunk other, long number, String dataType) {
        window.show(other.records());
        chunk.copy(other, number, dataType);
    }

    /// Shows records `from` to `to` of `whole` over `[start, end)`, with what was lost there. Allocates nothing but
    /// losses.
    ///
    /// @param first whether this is the first part of that chunk
    /// @param last  whether it is the last one
    public void showPart(Chunk whole, long from, long to, long start, long end, boolean first, boolean last) {
        window.show(whole.records(), from, to);
        set(whole.number(), start, end, whole.runId(), whole.dataType());
        firstIndexIn(whole, from);
        for (int i = 0; i < whole.losses().size(); i++) {
            Loss part = Losses.part(whole.losses().get(i), start, end, first, last);
            if (part != null) {
                chunk.addLoss(part);
            }
        }
    }

    /// Keeps the records that start in `[from, to)`, the common interval, and what was lost in it.
    public void clip(long from, long to) {
        long first = Chunks.firstAtOrAfter(records(), from);
        long beyond = Chunks.firstAtOrAfter(records(), to);
        firstIndexIn(chunk, first);
        window.show(records(), first, beyond);
        long start = Math.clamp(chunk.start(), from, to);
        narrow(start, Math.max(start, Math.clamp(chunk.end(), from, to)));
    }

    /// Gives the chunk another number and the name of another type of data.
    public void name(long number, String dataType) {
        chunk.name(number, dataType);
    }

    /// Names the chunk like `other`, of which it holds a copy, with what that lost and how far it reaches.
    public void nameLike(Chunk other, long number, String dataType) {
        chunk.copy(other, number, dataType);
    }

    /// The chunk is to be named anew: takes its cache lines back from a reader on another core before there is hurry.
    public void open() {
        chunk.open();
    }

    /// Names the chunk anew and forgets its losses; the records are untouched.
    public void set(long number, long start, long end, String runId, String dataType) {
        chunk.set(number, start, end, runId, dataType);
    }

    /// Gives the chunk another interval, to which its losses are cut; how far its records reach is unknown until
    /// [#check()] or [#reach(long)].
    public void narrow(long start, long end) {
        chunk.narrow(start, end);
    }

    /// Lets the chunk end at `end` if that is later; its losses stay as they are.
    public void extend(long end) {
        chunk.extend(end);
    }

    /// Sets how far the records reach, where it is known without looking at them.
    public void reach(long latestEnd) {
        chunk.latestEnd(latestEnd);
    }

    /// Says which record of the run the first one is, from 0; [Chunk#UNNUMBERED] if that is not known.
    public void firstIndex(long index) {
        chunk.firstIndex(index);
    }

    /// The index in the run of record `skipped` of `whole`, which becomes the first one.
    public void firstIndexIn(Chunk whole, long skipped) {
        long first = whole.firstIndex();
        chunk.firstIndex(first == Chunk.UNNUMBERED ? first : first + skipped);
    }

    /// Marks an interval of this chunk as lost.
    public void addLoss(Loss loss) {
        chunk.addLoss(loss);
    }

    /// Marks all of `losses`: those of a chunk that is shown as a whole.
    public void addLosses(List<Loss> losses) {
        for (int i = 0; i < losses.size(); i++) {
            chunk.addLoss(losses.get(i));
        }
    }

    /// Checks the laws of chunking and learns how far the records reach.
    ///
    /// @throws ChunkLawException if the records are unsorted or start outside the chunk
    public void check() {
        if (laws == null) {
            laws = new ChunkLaws(chunk.type());
        }
        laws.check(chunk);
    }
}
