package dev.sluice.source;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import java.util.Map;

/// A detector of 16 channels that needs no hardware: Gaussian noise around a baseline, negative pulses that decay
/// exponentially, Poisson times. The same seed gives the same bytes, whatever the chunks.
///
/// 14-bit samples every 2 ns, 800 per record; 10 kHz per channel; baseline at 14000 ADC counts, noise of 3, amplitudes
/// distributed exponentially around 400, decay times of 20 to 60 samples, onset near sample 55.
public final class SimulatedDetector extends SourcePlugin {
    /// As many records as anybody asks for.
    public static final long ENDLESS = Long.MAX_VALUE;

    static final int CHANNELS = 16;
    static final int SAMPLES = 800;
    static final RecordType TYPE = Waveforms.type("<i2", SAMPLES);

    private final long records;
    private final long seed;

    private SimulatedDetector(long records, long seed) {
        this.records = records;
        this.seed = seed;
    }

    /// A detector that stops after `records` records (or never: [#ENDLESS]), with the seed 1.
    ///
    /// @throws IllegalArgumentException if `records` is negative
    public static SimulatedDetector ofRecords(long records) {
        if (records < 0) {
            throw new IllegalArgumentException("sim-records=" + records + " is negative; give 0 or more");
        }
        return new SimulatedDetector(records, 1);
    }

    /// The same detector with another seed.
    public SimulatedDetector withSeed(long other) {
        return new SimulatedDetector(records, other);
    }

    /// A detector of the same seed and as many records that gives raw records.
    public SimulatedFragments fragments() {
        return SimulatedFragments.ofRecords(records).withSeed(seed);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(Waveforms.DATA_TYPE, TYPE)
                .version("1.0")
                .writesEveryField()
                .help("a simulated detector: 16 channels, seeded noise, exponential pulses, Poisson times");
    }

    /// How many records, and the seed.
    @Override
    public Map<String, Object> identity() {
        return Map.of("records", records, "seed", seed);
    }

    /// All records last equally long.
    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        boolean all = range.start() < Long.MIN_VALUE + SimulatedReader.DURATION;
        return new TimeRange(all ? Long.MIN_VALUE : range.start() - SimulatedReader.DURATION, range.end());
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new SimulatedReader(
                new SimulatedPulses(seed), records, context.timeRange().start(), context.chunkRecords());
    }
}
