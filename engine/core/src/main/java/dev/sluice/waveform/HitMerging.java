package dev.sluice.waveform;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.hit.HitWindowLayout;
import dev.sluice.kernels.hit.MergeHitsKernel;
import dev.sluice.kernels.time.TimeSortKernel;
import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordTypeBuilder;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import dev.sluice.record.WorkingMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Merges hits of one channel that follow each other closely: [MergeHitsKernel], bound to fields by name, and put in
/// order of time and channel.
///
/// Reads `position`, `height`, `integral`, `edge_start`, `edge_end`, `width`, `dt` (ns), `timestamp`, `channel`,
/// `record_id` and, if there is one, `board`. Owns scratch memory, which grows with the chunks and which [#close]
/// frees: one binding per thread.
public final class HitMerging implements AutoCloseable {
    private static final int PICOSECONDS_IN_NANOSECOND = 1000;
    private static final ValueLayout.OfLong INDEX = ValueLayout.JAVA_LONG;

    private final RecordType hitType;
    private final RecordType mergedType;
    private final MergeHitsKernel kernel;
    private final TimeSortKernel order;
    private final WorkingMemory memory;
    private Arena arena;
    private long room;
    private MemorySegment merged = MemorySegment.NULL;
    private MemorySegment components = MemorySegment.NULL;
    private MemorySegment mergeScratch = MemorySegment.NULL;
    private MemorySegment sortScratch = MemorySegment.NULL;

    private HitMerging(RecordType hitType, MergeHitsKernel kernel, WorkingMemory memory) {
        this.memory = memory;
        this.hitType = hitType;
        this.mergedType = type(hitType);
        this.kernel = kernel;
        Column channel = IntervalFields.column(mergedType, "channel");
        this.order = TimeSortKernel.of(
                        mergedType.size(), mergedType.field("time").offset())
                .breakingTiesBy(channel);
    }

    /// Binds hits of that type.
    public static Builder of(RecordType hits) {
        return new Builder(hits);
    }

    private static HitMerging of(RecordType hits, long gap, long width, WorkingMemory memory) {
        HitWindowLayout layout = new HitWindowLayout(
                hits.size(),
                IntervalFields.column(hits, "position"),
                IntervalFields.column(hits, "height"),
                IntervalFields.column(hits, "integral"),
                IntervalFields.column(hits, "edge_start"),
                IntervalFields.column(hits, "edge_end"),
                IntervalFields.column(hits, "width"),
                IntervalFields.column(hits, "dt"),
                IntervalFields.column(hits, "timestamp"),
                hits.has("board") ? IntervalFields.column(hits, "board") : Column.NONE,
                IntervalFields.column(hits, "channel"),
                IntervalFields.column(hits, "record_id"));
        boolean picoseconds = hits.timeResolution() == TimeResolution.PICOSECONDS;
        return new HitMerging(
                hits,
                MergeHitsKernel.of(layout)
                        .gap(gap)
                        .width(width)
                        .unitsPerDt(picoseconds ? PICOSECONDS_IN_NANOSECOND : 1)
                        .build(),
                memory);
    }

    /// What hits of that type merge to: the same fields, with `sample_start` and `sample_end` for the edges, and
    /// `component_offset` and `component_count` after them.
    ///
    /// @throws IllegalArgumentException if fields of the type do not follow each other without gaps
    public static RecordType type(RecordType hits) {
        RecordTypeBuilder builder = RecordType.builder();
        for (Field field : hits.fields()) {
            String name = field.name().replace("edge_", "sample_");
            int[] shape = field.shape().stream().mapToInt(Integer::intValue).toArray();
            builder.field(name, field.type().typeString(), shape);
        }
        RecordType type = builder.field("component_offset", "<i8")
                .field("component_count", "<i4")
                .build();
        if (type.size() != hits.size() + Long.BYTES + Integer.BYTES) {
            throw new IllegalArgumentException(
                    "hits with gaps between their fields cannot be merged: " + hits.descr() + "; pack the fields");
        }
        FieldDocs docs = hits.docs()
                .with("sample_start", hits.docs().of("edge_start"))
                .with("sample_end", hits.docs().of("edge_end"))
                .with("component_offset", "index", "number of the hit's first component in the run", "never missing")
                .with("component_count", "count", "how many hits were merged into it", "never missing");
        RecordType timed = type.documented(docs).timeResolution(hits.timeResolution());
        return hits.isInstantaneous() ? timed.instantaneous() : timed;
    }

    /// Merges `hits`, in scratch memory; returns how many merged hits there are, for [#write].
    ///
    /// @throws IllegalArgumentException if the hits are of another type than the binding
    public long merge(Records hits) {
        Binding.requireType("hits", hitType, hits);
        if (hits.count() == 0) {
            return 0;
        }
        reserve(hits.count());
        return kernel.merge(hits.segment(), hits.byteOffset(), hits.count(), merged, components, mergeScratch);
    }

    /// Writes the hits that were merged last, all of them, in order of time and channel.
    ///
    /// @throws IllegalArgumentException if the results are of another type than the binding gives
    public void write(Records results) {
        Binding.requireType("merged hits", mergedType, results);
        if (results.count() > 0) {
            order.sort(merged, 0, results.count(), results.segment(), results.byteOffset(), sortScratch);
        }
    }

    /// Number `index` of the hits that were merged last, in order of their channel, then of their start: its index
    /// among those given.
    ///
    /// @throws IndexOutOfBoundsException if fewer were given
    public long hitInOrder(long index) {
        return components.get(INDEX, index * MergeHitsKernel.COMPONENT_BYTES + Long.BYTES);
    }

    /// Which of the merged hits, counted in that order too, took it.
    public long mergedInOrder(long index) {
        return components.get(INDEX, index * MergeHitsKernel.COMPONENT_BYTES);
    }

    private void reserve(long hits) {
        if (hits > room) {
            close();
            long more = hits + hits / 2;
            arena = memory.arena("merged hits");
            merged = arena.allocate(more * mergedType.size(), Long.BYTES);
            components = arena.allocate(more * MergeHitsKernel.COMPONENT_BYTES, Long.BYTES);
            mergeScratch = arena.allocate(MergeHitsKernel.scratchBytes(more), Long.BYTES);
            sortScratch = arena.allocate(TimeSortKernel.scratchBytes(more, mergedType.size()), Long.BYTES);
            room = more;
        }
    }

    @Override
    public void close() {
        room = 0;
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }

    /// Collects what a merge needs; not for sharing between threads.
    public static final class Builder {
        private final RecordType hits;
        private long gap;
        private long width = Long.MAX_VALUE;
        private WorkingMemory memory = WorkingMemory.UNCOUNTED;

        private Builder(RecordType hits) {
            this.hits = hits;
        }

        /// The longest gap between merged hits, in the unit of their times: 0 unless set, -1 merges nothing.
        public Builder gap(long time) {
            this.gap = time;
            return this;
        }

        /// How long merged hits last at most, in the unit of their times; no limit unless set.
        public Builder width(long time) {
            this.width = time;
            return this;
        }

        /// What memory is taken from; it is not counted unless set.
        public Builder memory(WorkingMemory value) {
            this.memory = value;
            return this;
        }

        /// The merge.
        ///
        /// @throws IllegalArgumentException if a field is missing or of a type that the kernel does not know, or a
        ///     length is out of range
        public HitMerging build() {
            return of(hits, gap, width, memory);
        }
    }
}
