package dev.sluice.analysis.hit;

import dev.sluice.kernels.time.TimeSums;
import dev.sluice.record.DoubleField;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;

/// When hits end that have the time of their waveform. Immutable.
final class HitEdges {
    private final LongField timestamp;
    private final LongField position;
    private final LongField edge;
    private final DoubleField dt;
    private final double interval;

    HitEdges(RecordType type) {
        timestamp = type.longField("timestamp");
        position = type.longField("position");
        edge = type.longField("edge_end");
        dt = type.doubleField("dt");
        interval = type.timeResolution() == TimeResolution.PICOSECONDS ? 1000 : 1;
    }

    /// The first instant after a hit.
    long end(Records hits, long index) {
        return TimeSums.ofSample(
                edge.get(hits, index),
                position.get(hits, index),
                timestamp.get(hits, index),
                dt.get(hits, index) * interval);
    }
}
