package dev.sluice.source;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;

/// One pass over the simulated fragments: whole clusters, so that no pulse goes on over the end of a chunk. Clusters
/// before the wanted range of time are passed over without drawing their samples, as empty chunks.
final class FragmentReader implements ChunkReader {
    private static final LongField TIME = SimulatedFragments.TYPE.longField("time");
    private static final LongField LENGTH = SimulatedFragments.TYPE.longField("length");
    private static final LongField DT = SimulatedFragments.TYPE.longField("dt");
    private static final LongField CHANNEL = SimulatedFragments.TYPE.longField("channel");
    private static final LongField PULSE_LENGTH = SimulatedFragments.TYPE.longField("pulse_length");
    private static final LongField FRAGMENT = SimulatedFragments.TYPE.longField("record_i");
    private static final LongField BASELINE = SimulatedFragments.TYPE.longField("baseline");
    private static final int DATA = SimulatedFragments.TYPE.field("data").offset();
    private static final int MOST_PASSED_OVER = 1 << 16;

    private final SimulatedClusters clusters;
    private final long records;
    private final long start;
    private final long chunkRecords;
    private long drawn;
    private long cluster;
    private long time;
    private long cursor;

    FragmentReader(SimulatedClusters clusters, long records, long start, long chunkRecords) {
        this.clusters = clusters;
        this.records = records;
        this.start = start;
        this.chunkRecords = chunkRecords;
        this.time = clusters.interval(0);
        this.cursor = time;
    }

    @Override
    public boolean read(SourceOutput out) {
        if (drawn >= records) {
            return false;
        }
        long first = drawn;
        boolean passing = isBefore();
        out.publish(passing ? passOver() : fill(out), cursor, time);
        out.firstIndex(passing ? drawn : first);
        cursor = time;
        return true;
    }

    private boolean isBefore() {
        return time + SimulatedClusters.LONGEST_NS < start;
    }

    private long fill(SourceOutput out) {
        long wanted = Math.min(chunkRecords, records - drawn);
        Records chunk = out.records(Math.addExact(wanted, SimulatedClusters.MOST_FRAGMENTS));
        long count = 0;
        while (count < wanted) {
            int fragments = (int) Math.min(clusters.draw(cluster), records - drawn);
            for (int i = 0; i < fragments; i++) {
                write(chunk, count++, i);
            }
            drawn += fragments;
            advance();
        }
        return count;
    }

    /// Bounded, so that a run that is closed meanwhile stops.
    private long passOver() {
        for (int i = 0; i < MOST_PASSED_OVER && isBefore() && drawn < records; i++) {
            drawn += Math.min(clusters.draw(cluster), records - drawn);
            advance();
        }
        return 0;
    }

    /// Goes on to the next cluster, or past the end of the last one.
    private void advance() {
        cluster++;
        time += drawn < records ? clusters.interval(cluster) : clusters.duration();
    }

    private void write(Records chunk, long at, int i) {
        TIME.set(chunk, at, time + clusters.time(i));
        LENGTH.set(chunk, at, clusters.length(i));
        DT.set(chunk, at, SimulatedClusters.SAMPLE_NS);
        CHANNEL.set(chunk, at, clusters.channel(i));
        PULSE_LENGTH.set(chunk, at, clusters.pulseLengthOf(i));
        FRAGMENT.set(chunk, at, clusters.fragment(i));
        BASELINE.set(chunk, at, 0);
        clusters.drawSamples(i, chunk.segment(), chunk.byteOffset() + at * SimulatedFragments.TYPE.size() + DATA);
    }
}
