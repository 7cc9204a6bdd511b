package dev.sluice.source;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.waveform.StraxTypes;
import java.util.Map;

/// A simulated detector of 494 channels that gives raw records: clusters of pulses over many channels, in fragments.
///
/// Samples every 10 ns, baseline at 16000 ADC counts, noise of 3, pulses negative. A cluster has 1 to 42 pulses on
/// channels of their own that begin within 500 ns; a pulse has 100 to 330 samples, which are 1 to 3 fragments of 110,
/// and 50 samples of noise before its onset. Clusters are 5 us apart or more, 55 us on average, so that chunks end in
/// gaps. The same seed gives the same bytes, whatever the chunks; a shorter run is the start of a longer one.
public final class SimulatedFragments extends SourcePlugin {
    /// As many fragments as are asked for.
    public static final long ENDLESS = Long.MAX_VALUE;

    static final RecordType TYPE = StraxTypes.rawRecord(StraxTypes.SAMPLES);

    private static final long MOST_CLUSTERS = 1 << 22;

    private final long records;
    private final long seed;

    private SimulatedFragments(long records, long seed) {
        this.records = records;
        this.seed = seed;
    }

    /// A detector that stops after `records` fragments (or never: [#ENDLESS]), with the seed 1.
    ///
    /// @throws IllegalArgumentException if `records` is negative
    public static SimulatedFragments ofRecords(long records) {
        if (records < 0) {
            throw new IllegalArgumentException("sim-records=" + records + " is negative; give 0 or more");
        }
        return new SimulatedFragments(records, 1);
    }

    /// The same detector with another seed.
    public SimulatedFragments withSeed(long other) {
        return new SimulatedFragments(records, other);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(StraxTypes.RAW_RECORDS, TYPE)
                .version("1.0")
                .help("a simulated detector: 494 channels, clusters of pulses, each in 1 to 3 fragments");
    }

    /// How many fragments, and the seed.
    @Override
    public Map<String, Object> identity() {
        return Map.of("records", records, "seed", seed);
    }

    /// From the start of the last cluster before the range to that of the first one after it: clusters do not overlap.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        SimulatedClusters clusters = new SimulatedClusters(seed);
        long start = range.start();
        long time = clusters.interval(0);
        for (long cluster = 1; cluster <= Math.min(records, MOST_CLUSTERS); cluster++) {
            if (time >= range.end()) {
                return new TimeRange(Math.min(start, range.start()), time);
            }
            start = time <= range.start() ? time : start;
            time += clusters.interval(cluster);
        }
        boolean all = records <= MOST_CLUSTERS;
        return new TimeRange(all ? Math.min(start, range.start()) : Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new FragmentReader(
                new SimulatedClusters(seed), records, context.timeRange().start(), context.chunkRecords());
    }
}
