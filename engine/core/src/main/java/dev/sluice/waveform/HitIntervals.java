package dev.sluice.waveform;

import dev.sluice.kernels.time.TimeSortKernel;
import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.DoubleField;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import dev.sluice.record.WorkingBuffer;
import dev.sluice.record.WorkingMemory;

/// The times that hits last, in order of their starts, then of their channels.
///
/// A hit lasts from `timestamp + (edge_start - position) * dt` to the same of `edge_end`, in int64: only the distances
/// are products in float64, rounded. Owns scratch memory, which grows with the chunks and which [#close] frees: one per
/// thread.
public final class HitIntervals implements AutoCloseable {
    /// One record per hit; `height` is in ADC counts, `integral` in ADC counts × samples.
    public static final RecordType TYPE = RecordType.of(
                    "time:<i8",
                    "endtime:<i8",
                    "timestamp:<i8",
                    "record_id:<i8",
                    "height:<f4",
                    "integral:<f4",
                    "board:<i4",
                    "channel:<i4")
            .documented(FieldDocs.CUSTOMARY
                    .with(
                            "time",
                            "time",
                            "start of the hit: that of its waveform and edge_start * dt, rounded",
                            "never missing")
                    .with("endtime", "time", "first instant after the hit: that of edge_end", "never missing")
                    .with("timestamp", "time", "time of the highest sample", "never missing")
                    .with("record_id", "index", "record_id or event of the waveform", "-1 where the input has neither")
                    .with("height", "ADC counts", "distance of the highest sample to the baseline", "never missing")
                    .with(
                            "integral",
                            "ADC counts x samples",
                            "sum between the edges of what is above the baseline",
                            "never missing"));

    private static final LongField START = TYPE.longField("time");
    private static final LongField END = TYPE.longField("endtime");
    private static final LongField HIGHEST = TYPE.longField("timestamp");
    private static final LongField RECORD = TYPE.longField("record_id");
    private static final FloatField HEIGHT = TYPE.floatField("height");
    private static final FloatField INTEGRAL = TYPE.floatField("integral");
    private static final LongField BOARD = TYPE.longField("board");
    private static final LongField CHANNEL = TYPE.longField("channel");

    private final LongField time;
    private final LongField timestamp;
    private final LongField position;
    private final LongField edgeStart;
    private final LongField edgeEnd;
    private final DoubleField dt;
    private final LongField record;
    private final FloatField height;
    private final FloatField integral;
    private final LongField board;
    private final LongField channel;
    private final double interval;
    private final long longest;
    private final TimeSortKernel order;
    private final WorkingBuffer memory;
    private final WorkingBuffer sorting;
    private Records found;
    private long count;

    /// Hits with the fields of [ThresholdHits#TYPE], of waveforms that last `longest` units of time at most.
    ///
    /// @throws IllegalArgumentException if a field is missing or holds something else
    public HitIntervals(RecordType hits, long longest) {
        this(hits, longest, WorkingMemory.UNCOUNTED);
    }

    /// The same in memory that is taken from `memory`.
    public HitIntervals(RecordType hits, long longest, WorkingMemory memory) {
        this.memory = new WorkingBuffer(memory, "intervals of hits");
        this.sorting = new WorkingBuffer(memory, "scratch memory for sorting");
        this.longest = longest;
        time = hits.longField("time");
        timestamp = hits.longField("timestamp");
        position = hits.longField("position");
        edgeStart = hits.longField("edge_start");
        edgeEnd = hits.longField("edge_end");
        dt = hits.doubleField("dt");
        record = hits.longField("record_id");
        height = hits.floatField("height");
        integral = hits.floatField("integral");
        board = hits.longField("board");
        channel = hits.longField("channel");
        interval = hits.timeResolution() == TimeResolution.PICOSECONDS ? 1000 : 1;
        order = TimeSortKernel.of(TYPE.size(), TYPE.field("time").offset())
                .breakingTiesBy(IntervalFields.column(TYPE, "channel"));
        found = this.memory.records(TYPE, 0);
    }

    /// Finds the hits that start from `from` on and before `to`; returns how many there are, for [#write].
    ///
    /// @throws IllegalArgumentException if one starts later in its waveform than waveforms last
    public long find(Records hits, long from, long to) {
        reserve(hits.count());
        count = 0;
        for (long i = 0; i < hits.count(); i++) {
            long start = edge(hits, i, edgeStart);
            requireNear(time.get(hits, i), start);
            if (start >= from && start < to) {
                START.set(found, count, start);
                END.set(found, count, edge(hits, i, edgeEnd));
                HIGHEST.set(found, count, timestamp.get(hits, i));
                RECORD.set(found, count, record.get(hits, i));
                HEIGHT.set(found, count, height.get(hits, i));
                INTEGRAL.set(found, count, integral.get(hits, i));
                BOARD.set(found, count, board.get(hits, i));
                CHANNEL.set(found, count, channel.get(hits, i));
                count++;
            }
        }
        return count;
    }

    /// Writes the hits that were found last, all of them.
    ///
    /// @throws IllegalArgumentException if the results are not of [#TYPE]
    public void write(Records results) {
        Binding.requireType("hit windows", TYPE, results);
        if (count > 0) {
            order.sort(
                    found.segment(),
                    found.byteOffset(),
                    count,
                    results.segment(),
                    results.byteOffset(),
                    sorting.segment());
        }
    }

    private long edge(Records hits, long index, LongField sample) {
        return TimeSums.ofSample(
                sample.get(hits, index),
                position.get(hits, index),
                timestamp.get(hits, index),
                dt.get(hits, index) * interval);
    }

    private void requireNear(long waveform, long start) {
        if (start < waveform || TimeSums.subtract(start, waveform) > longest) {
            throw new IllegalArgumentException("a hit starts at time=" + start + ", before its waveform at time="
                    + waveform + " or longer after it than longest_waveform=" + longest
                    + "; set longest_waveform to the time that waveforms last at most");
        }
    }

    private void reserve(long hits) {
        found = memory.records(TYPE, hits);
        sorting.atLeast(TimeSortKernel.scratchBytes(hits, TYPE.size()));
    }

    @Override
    public void close() {
        memory.close();
        sorting.close();
    }
}
