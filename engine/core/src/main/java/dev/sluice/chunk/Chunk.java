package dev.sluice.chunk;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// Records and the half-open interval `[start, end)` of time in which they start, with the run and the type of data.
///
/// A chunk that comes from a stream is a view: its memory belongs to the stream, and the chunk may be read by the
/// thread that took it until that thread asks for the next one; from then on its records refuse every access with
/// [IllegalStateException]. They cannot be written. To keep it, [#detach(Arena)] it. A chunk made by [#of] lasts as
/// long as the memory of its records.
///
/// The records of a source may lie in a mapped file: if another program cuts it meanwhile, reading them raises
/// [InternalError]. The stream's `requireUnchanged()` says which file it was.
///
/// Every record is in the chunk in whose interval it starts; it may end later, and [#latestEnd()] says how far.
/// An empty chunk is legal: it carries time forward. As the end is exclusive, no record can start at the greatest
/// int64.
public final class Chunk {
    /// The [#firstIndex()] of a chunk whose place in the run is not known.
    public static final long UNNUMBERED = -1;

    private final Records records;
    /// Made for the first loss: most chunks have none, and readers of a stream get a new chunk each time.
    private List<Loss> losses;
    private String runId;
    private String dataType;
    private long number;
    private long start;
    private long end;
    private long latestEnd;
    private long firstIndex = UNNUMBERED;
    private boolean reachKnown;

    Chunk(Records records) {
        this.records = records;
    }

    /// A chunk over `records`, checked against the laws of chunking.
    ///
    /// @throws ChunkLawException if the records are unsorted or start outside `[start, end)`
    public static Chunk of(Records records, long start, long end, String runId, String dataType) {
        Chunk chunk = new Chunk(Objects.requireNonNull(records, "records"));
        chunk.set(0, start, end, runId, dataType);
        new ChunkLaws(records.type()).check(chunk);
        return chunk;
    }

    void set(long number, long start, long end, String runId, String dataType) {
        if (end < start) {
            throw new ChunkLawException("a chunk ends before it starts: " + dataType + " " + runId + " start=" + start
                    + ", end=" + end + "; give the earlier time first");
        }
        this.number = number;
        this.firstIndex = UNNUMBERED;
        this.start = start;
        this.end = end;
        this.reachKnown = false;
        this.runId = Objects.requireNonNull(runId, "runId");
        this.dataType = Objects.requireNonNull(dataType, "dataType");
        if (losses != null && !losses.isEmpty()) {
            // Even an empty list writes to its cache line when it is cleared, which a reader on another core then
            // lacks.
            losses.clear();
        }
    }

    /// To be named next: what a reader on another core has looked at is written before, so that naming need not wait.
    void open() {
        this.number = -1;
        this.reachKnown = false;
    }

    void narrow(long start, long end) {
        if (losses != null && !losses.isEmpty()) {
            Losses.clip(losses, start, end, start <= this.start, end >= this.end);
        }
        this.start = start;
        this.end = end;
        this.reachKnown = false;
    }

    void extend(long time) {
        this.end = Math.max(end, time);
        this.reachKnown = false;
    }

    void latestEnd(long time) {
        this.latestEnd = Math.max(end, time);
        this.reachKnown = true;
    }

    /// Names the chunk like `other`, with what that lost, under another number and name; over records that are the
    /// same.
    void copy(Chunk other, long newNumber, String newType) {
        set(newNumber, other.start, other.end, other.runId, newType);
        addAll(other.losses);
        firstIndex = other.firstIndex;
        latestEnd = other.latestEnd;
        reachKnown = other.reachKnown;
    }

    void name(long newNumber, String newType) {
        this.number = newNumber;
        this.dataType = Objects.requireNonNull(newType, "dataType");
    }

    void firstIndex(long index) {
        this.firstIndex = index;
    }

    void addLoss(Loss loss) {
        Losses.add(ownLosses(), loss);
    }

    private List<Loss> ownLosses() {
        if (losses == null) {
            losses = new ArrayList<>();
        }
        return losses;
    }

    private void addAll(List<Loss> others) {
        for (int i = 0; others != null && i < others.size(); i++) {
            ownLosses().add(others.get(i));
        }
    }

    /// The records, in order of time; read-only where the chunk is lent.
    public Records records() {
        return records;
    }

    /// The type of the records.
    public RecordType type() {
        return records.type();
    }

    /// The number of records.
    public long length() {
        return records.count();
    }

    /// Whether there is no record.
    public boolean isEmpty() {
        return records.count() == 0;
    }

    /// First instant of the chunk.
    public long start() {
        return start;
    }

    /// First instant beyond the chunk.
    public long end() {
        return end;
    }

    /// The interval `[start, end)`.
    public TimeRange range() {
        return new TimeRange(start, end);
    }

    /// `end - start`, in the unit of time of the type; the greatest int64 if it is more.
    public long duration() {
        return distance(start, end);
    }

    /// The size of the records in bytes.
    public long nbytes() {
        return records.byteSize();
    }

    /// Which run the data belong to.
    public String runId() {
        return runId;
    }

    /// Which type of data this is: the name under which a plugin provides it.
    public String dataType() {
        return dataType;
    }

    /// The place of the chunk in its stream, from 0.
    public long number() {
        return number;
    }

    /// The index in the run of the first record, of all of this type of data, from 0; [#UNNUMBERED] if it is not known.
    ///
    /// It does not depend on the range of time that is read, nor on the size of chunks. The records of a source are
    /// numbered, and so are those of plugins that give [one record for
    /// each][dev.sluice.plugin.PluginSpec#onePerRecord]. An empty chunk has the index of the record that comes next,
    /// where that is known.
    public long firstIndex() {
        return firstIndex;
    }

    /// The end of the record that ends last, or [#end()] if none ends later. Looked up when it is first asked for, if
    /// the chunk was not checked by then.
    public long latestEnd() {
        if (!reachKnown) {
            latestEnd(ChunkLaws.latestEnd(records));
        }
        return latestEnd;
    }

    /// How far the records reach beyond the end of the chunk; 0 if none does, the greatest int64 if it is more.
    public long overhang() {
        return distance(end, latestEnd());
    }

    private static long distance(long from, long to) {
        long difference = to - from;
        return difference < 0 ? Long.MAX_VALUE : difference;
    }

    /// What was lost inside the interval, in order of time; usually empty. A read-only view.
    public List<Loss> losses() {
        return losses == null || losses.isEmpty() ? List.of() : Collections.unmodifiableList(losses);
    }

    /// A copy whose memory belongs to `arena`, to keep beyond the next chunk of the stream.
    public Chunk detach(Arena arena) {
        Records copy = Records.allocate(records.type(), records.count(), arena);
        copy.copyFrom(0, records, 0, records.count());
        Chunk chunk = new Chunk(copy);
        chunk.set(number, start, end, runId, dataType);
        chunk.latestEnd(latestEnd());
        chunk.firstIndex = firstIndex;
        chunk.addAll(losses);
        return chunk;
    }

    /// A chunk of the same run and type over other records, not checked: for operations that keep the laws by
    /// construction.
    Chunk with(Records part, long from, long to) {
        Chunk chunk = new Chunk(part);
        chunk.set(number, from, to, runId, dataType);
        chunk.latestEnd(ChunkLaws.latestEnd(part));
        return chunk;
    }

    /// An empty chunk of the same run and type at the start of this one: it outlives the memory of this one.
    Chunk namesake() {
        Chunk chunk = new Chunk(Records.of(records.type(), MemorySegment.NULL, 0, 0));
        chunk.set(number, start, start, runId, dataType);
        return chunk;
    }

    /// `features_stream my_run [1000000, 1050000) 512 records`.
    @Override
    public String toString() {
        return dataType + " " + runId + " [" + start + ", " + end + ") " + records.count() + " records";
    }
}
