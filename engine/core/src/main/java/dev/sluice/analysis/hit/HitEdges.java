package dev.sluice.analysis.hit;

import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;

/// When hits start and end that have the time of their waveform. Immutable.
final class HitEdges {
    private final LongField timestamp;
    private final LongField position;
    private final LongField edgeStart;
    private final LongField edgeEnd;
    private final DoubleField dt;
    private final double interval;

    HitEdges(RecordType type) {
        timestamp = type.longField("timestamp");
        position = type.longField("position");
        edgeStart = type.longField("edge_start");
        edgeEnd = type.longField("edge_end");
        dt = type.doubleField("dt");
        interval = type.timeResolution() == TimeResolution.PICOSECONDS ? 1000 : 1;
    }

    /// The first instant of a hit.
    long start(Records hits, long index) {
        return time(hits, index, edgeStart.get(hits, index));
    }

    /// The first instant after a hit.
    long end(Records hits, long index) {
        return time(hits, index, edgeEnd.get(hits, index));
    }

    private long time(Records hits, long index, long sample) {
        return TimeSums.ofSample(
                sample, position.get(hits, index), timestamp.get(hits, index), dt.get(hits, index) * interval);
    }
}
