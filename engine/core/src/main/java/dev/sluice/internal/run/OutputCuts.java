package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.internal.ring.ChunkSplits;
import dev.sluice.internal.ring.Slot;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;

/// Where an output may be cut into several chunks: between records, and where none of a disjoint type is open. Used by
/// one worker.
final class OutputCuts {
    private final String plugin;
    private final long chunkRecords;

    /// The cuts of `plugin`; what is made in one piece is cut after `chunkRecords` records each.
    OutputCuts(String plugin, long chunkRecords) {
        this.plugin = plugin;
        this.chunkRecords = chunkRecords;
    }

    /// Notes a cut, in order of time.
    ///
    /// @throws IllegalArgumentException if it lies before the last one, or outside the slot
    void cut(ChunkSplits parts, Slot slot, long count, long end) {
        long before = parts.cuts() == 0 ? slot.start() : parts.end(parts.cuts() - 1);
        long less = parts.cuts() == 0 ? 0 : parts.records(parts.cuts() - 1);
        if (end < before || end > slot.end() || count < less) {
            throw new IllegalArgumentException("a cut at end=" + end + " after count=" + count
                    + " records lies outside [" + before + ", " + slot.end() + ") or before record " + less
                    + "; cut in order of time, within the input");
        }
        parts.cut(count, end);
    }

    /// Checks the cuts once all records are written.
    ///
    /// @throws ChunkLawException if one lies on the wrong side of a record, or passes through one of a disjoint type
    void require(ChunkSplits parts, Chunk result) {
        if (parts.cuts() == 0) {
            return;
        }
        Records records = result.records();
        RecordTimes times = records.type().times();
        for (int i = 0; i < parts.cuts(); i++) {
            long count = parts.records(i);
            boolean late = count > 0 && count <= records.count() && times.start(records, count - 1) >= parts.end(i);
            if (count > records.count()
                    || late
                    || count < records.count() && times.start(records, count) < parts.end(i)) {
                throw new ChunkLawException(
                        plugin + " cut its output after count=" + count + " of "
                                + records.count() + " records at end=" + parts.end(i)
                                + ", but records on the wrong side start there; cut at the time before which exactly those start");
            }
        }
        if (records.type().isDisjoint()) {
            requireNoneOpen(parts, result, times);
        }
    }

    /// No record of a disjoint type passes the end of its chunk.
    private void requireNoneOpen(ChunkSplits parts, Chunk result, RecordTimes times) {
        long open = Long.MIN_VALUE;
        long seen = 0;
        for (int i = 0; i < parts.cuts(); i++) {
            for (; seen < parts.records(i); seen++) {
                open = Math.max(open, times.end(result.records(), seen));
            }
            if (open > parts.end(i)) {
                throw new ChunkLawException(plugin + " cut its output at end=" + parts.end(i)
                        + " through a record that is open until time=" + open + ", but " + result.dataType()
                        + " is disjoint: no record passes the end of its chunk; cut where none is open");
            }
        }
    }

    /// Cuts what was made in one piece, where no record of a disjoint type is open.
    void divide(ChunkSplits parts, Records records) {
        RecordTimes times = records.type().times();
        boolean disjoint = records.type().isDisjoint();
        long open = Long.MIN_VALUE;
        long last = 0;
        for (long i = 0; i < records.count(); i++) {
            long start = times.start(records, i);
            boolean full = i - last >= chunkRecords && start > times.start(records, i - 1);
            if (full && (!disjoint || start >= open)) {
                parts.cut(i, start);
                last = i;
            }
            open = Math.max(open, times.end(records, i));
        }
    }
}
