package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Baselines;
import dev.sluice.analysis.feature.BasicFeatures;
import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.feature.PulseShapes;
import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.analysis.hit.BaselineCutter;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.RecordCutter;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.context.Context;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All kernels that look at one record at a time, computed from the same chunks in one stage: whatever the JIT inlines
/// into that loop, no vector becomes an object.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class FusedChainAllocationTest {
    private static final String WAVEFORMS = "st_waveforms_stream";
    private static final String RESULT = "everything";
    private static final RecordType RESULT_TYPE = RecordType.of("time:<i8").instantaneous();
    private static final int SAMPLES = 200;
    private static final int CHUNK_RECORDS = 4;
    private static final int WINDOW = 100;
    private static final int WINDOWS = 30;
    // For a ring of fewer chunks than a window: the worker is not done with the next one before that is measured.
    private static final long MEMORY = 2 << 20;
    private static final long RECORDS = (long) WINDOW * (WINDOWS + 2) * CHUNK_RECORDS;
    private static final AllocationMeter METER = new AllocationMeter(WINDOW, WINDOWS, 5, Duration.ofSeconds(200));

    @ParameterizedTest
    @ValueSource(strings = {"<i2", "<u2", "<f4"})
    void allKernelsOfWaveformsInOneStageAllocateNothingPerChunk(String sampleType) {
        RecordType type = RecordType.of(
                "time:<i8", "length:<i4", "dt:<i2", "channel:<i2", "wave:" + sampleType + "[" + SAMPLES + "]");
        try (Arena arena = Arena.ofShared()) {
            List<Plugin> chain = new ArrayList<>(List.of(
                    new RecordSource(WAVEFORMS, pulses(type, "wave", arena)),
                    new Features(),
                    new BasicFeatures(),
                    new Baselines(),
                    new ThresholdHitFinder(),
                    new PulseShapes()));
            chain.addAll(Filters.of(WAVEFORMS, type));
            assertSettlesAtZero(chain);
        }
    }

    @Test
    void allKernelsOfFragmentsInOneStageAllocateNothingPerChunk() {
        try (Arena arena = Arena.ofShared()) {
            assertSettlesAtZero(List.of(
                    new RecordSource(
                            PulseRecords.INPUT, pulses(StraxTypes.rawRecord(StraxTypes.SAMPLES), "data", arena)),
                    new PulseRecords(),
                    new HitFinder(),
                    new RecordCutter(),
                    new BaselineCutter(),
                    new FragmentFir(PulseRecords.DATA_TYPE, StraxTypes.record(StraxTypes.SAMPLES))));
        }
    }

    /// A board of a number beyond 127 is a new object for each record where a map of objects looks it up.
    @Test
    void baselinesOfSeveralBoardsAllocateNothingPerChunk() {
        RecordType type = RecordType.of(
                "time:<i8",
                "length:<i4",
                "dt:<i2",
                "board:<i4",
                "channel:<i2",
                "record_i:<i4",
                "pulse_length:<i4",
                "wave:<i2[" + SAMPLES + "]");
        try (Arena arena = Arena.ofShared()) {
            Records records = pulses(type, "wave", arena);
            for (long i = 0; i < RECORDS; i++) {
                type.longField("board").set(records, i, 14_000 + i % 3);
                type.longField("pulse_length").set(records, i, SAMPLES);
            }
            assertSettlesAtZero(List.of(new RecordSource(WAVEFORMS, records), new Baselines()));
        }
    }

    /// Records 2000 apart with a dip of 100 counts in 14000 each.
    private static Records pulses(RecordType type, String samples, Arena arena) {
        Records records = Records.allocate(type, RECORDS, arena);
        int count = type.field(samples).elements();
        for (long i = 0; i < RECORDS; i++) {
            type.longField("time").set(records, i, 2000 * i);
            type.longField("length").set(records, i, count);
            type.longField("dt").set(records, i, 1);
            type.longField("channel").set(records, i, i % 4);
            for (int k = 0; k < count; k++) {
                double sample = 14_000 + (k * 7 + i) % 5 - (k / 10 == 6 ? 100 : 0);
                type.doubleField(samples).set(records, i, k, sample);
            }
        }
        return records;
    }

    private static void assertSettlesAtZero(List<Plugin> chain) {
        METER.assertSettlesAtZero(() -> bytesUntilQuiet(chain));
    }

    private static long bytesUntilQuiet(List<Plugin> chain) {
        EngineThreads threads = EngineThreads.fromNowOn();
        List<String> computed =
                chain.stream().skip(1).map(plugin -> plugin.spec().provides()).toList();
        Everything everything = new Everything(computed);
        try (Context context = Context.create().register(chain.toArray(Plugin[]::new))) {
            context.register(everything);
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(1)
                    .chunkRecords(CHUNK_RECORDS)
                    .memory(MEMORY)
                    .getStream(RESULT)) {
                List<Thread> started = threads.started().stream().toList();
                assertTrue(!started.isEmpty(), "no engine thread is alive");
                return METER.bytesUntilQuiet(stream.iterator(), started, everything.read::get);
            }
        }
    }

    /// Needs what all others provide, so that all are computed, and counts the records; it has none of its own.
    private static final class Everything extends StreamingPlugin {
        private final String[] dependsOn;
        private final AtomicLong read = new AtomicLong();

        Everything(List<String> dependsOn) {
            this.dependsOn = dependsOn.toArray(String[]::new);
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides(RESULT, RESULT_TYPE).dependsOn(dependsOn);
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            for (String name : dependsOn) {
                read.addAndGet(in.records(name).count());
            }
        }
    }
}
