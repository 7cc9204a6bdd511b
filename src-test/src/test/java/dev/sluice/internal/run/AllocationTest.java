package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.analysis.hit.HitFinder;
import dev.sluice.analysis.hit.PulseRecords;
import dev.sluice.analysis.hit.ThresholdHitFinder;
import dev.sluice.context.Context;
import dev.sluice.fixtures.CompiledLibrary;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.formats.npy.NpySource;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.foreign.NativeLibrary;
import dev.sluice.session.foreign.NativePlugin;
import dev.sluice.source.RecordSource;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.StraxTypes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// In the steady state no engine thread allocates on the Java heap, chunk after chunk.
/// [AllocationMeter] says how that is measured.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class AllocationTest {
    private static final int WINDOW = 200;
    private static final int WINDOWS = 12;
    private static final AllocationMeter METER = new AllocationMeter(WINDOW, WINDOWS, 5, Duration.ofSeconds(120));

    @TempDir
    private Path folder;

    @Test
    void engineThreadsAllocateNothingPerChunkWhereTheSourceFillsTheRing() {
        assertSettlesAtZero(() -> Runs.start(
                Runs.workers(2).withChunkRecords(20),
                SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS),
                new Features()));
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereHitsAreFound() {
        assertSettlesAtZero(() -> Runs.start(
                Runs.workers(2).withChunkRecords(20),
                SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS),
                new ThresholdHitFinder()));
    }

    /// The plugin asks for room again and again, by a call from C into the engine.
    @Test
    void engineThreadsAllocateNothingPerChunkWhereAPluginIsNative() throws Exception {
        Path file = CompiledLibrary.compile(folder, "libplugins.so", CompiledLibrary.SOURCES.resolve("plugins.c"));
        try (NativeLibrary library = NativeLibrary.open(file)) {
            NativePlugin twice = (NativePlugin) library.found().getFirst().plugin();
            assertSettlesAtZero(() -> Runs.start(
                    Runs.workers(2).withChunkRecords(20),
                    SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS),
                    twice));
        }
    }

    @Test
    void engineThreadsAllocateNothingPerChunkFromRawRecordsToHits() {
        try (Arena arena = Arena.ofShared()) {
            Records raw = fragments(arena);
            assertSettlesAtZero(() -> Runs.start(
                    Runs.workers(2).withChunkRecords(4),
                    new RecordSource(PulseRecords.INPUT, raw),
                    new PulseRecords(),
                    new HitFinder()));
        }
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereChunksAreLentToAStatefulPlugin() {
        assertGraphSettlesAtZero("lent", new Graphed("lent", PluginSpec::stateful, "pulses"));
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereAPluginHasAHalo() {
        assertGraphSettlesAtZero("near", new Graphed("near", spec -> spec.halo(2, 3), "pulses"));
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereChunksAreCutAtSilences() {
        assertGraphSettlesAtZero(
                "silent",
                new Graphed("silent", spec -> spec.forgettingAt(Silence.of(1).numbering()), "pulses"));
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereNoSilenceComes() {
        assertGraphSettlesAtZero(
                "silent", new Graphed("silent", spec -> spec.forgettingAt(Silence.of(1000)), "pulses"));
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereInputsAreAligned() {
        assertGraphSettlesAtZero(
                "joined",
                new Graphed("counted", PluginSpec::stateful, "pulses"),
                new Graphed("near", spec -> spec.halo(2, 3), "pulses"),
                new Graphed("joined", UnaryOperator.identity(), "counted", "near"));
    }

    /// Every run has a context of its own: one that has run before would use its threads again.
    private static void assertGraphSettlesAtZero(String target, Graphed... plugins) {
        try (Arena arena = Arena.ofShared()) {
            RecordSource source = new RecordSource("pulses", pulses(arena));
            METER.assertSettlesAtZero(() -> {
                try (Context context = Context.create().register(source)) {
                    context.register(plugins);
                    return bytesUntilQuiet(() -> context.streaming("graph")
                            .workers(2)
                            .chunkRecords(4)
                            .getStream(target));
                }
            });
        }
    }

    /// A plugin that copies its first input, and asks the engine for what it is set to.
    private static final class Graphed extends StreamingPlugin {
        private final PluginSpec spec;

        Graphed(String provides, UnaryOperator<PluginSpec> demand, String... needs) {
            spec = demand.apply(PluginSpec.provides(provides, Pulses.TYPE).dependsOn(needs));
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records input = in.records();
            out.records(input.count()).copyFrom(0, input, 0, input.count());
        }
    }

    /// Pulses of one fragment with a dip of 100 counts.
    private static Records fragments(Arena arena) {
        RecordType type = StraxTypes.rawRecord(StraxTypes.SAMPLES);
        Records raw = Records.allocate(type, (long) WINDOW * (WINDOWS + 2) * 4, arena);
        for (long i = 0; i < raw.count(); i++) {
            type.longField("time").set(raw, i, 2000 * i);
            type.longField("length").set(raw, i, StraxTypes.SAMPLES);
            type.longField("dt").set(raw, i, 10);
            type.longField("data").set(raw, i, 50 + (int) (i % 50), -100);
        }
        return raw;
    }

    @Test
    void engineThreadsAllocateNothingPerChunkWhereTheSourceLendsItsMemory() {
        try (Arena arena = Arena.ofShared()) {
            Records pulses = pulses(arena);
            assertSettlesAtZero(() -> Runs.start(
                    Runs.workers(2).withChunkRecords(4), new RecordSource("pulses", pulses), new Doubled(in -> {})));
        }
    }

    @Test
    void engineThreadsAllocateNothingPerChunkOfAnNpyFile() throws IOException {
        Path file = folder.resolve("pulses.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, Pulses.TYPE)) {
            writer.write(pulses(arena));
            writer.commit();
        }
        NpySource source = new NpySource("pulses", List.of(file));
        assertSettlesAtZero(() -> Runs.start(Runs.workers(2).withChunkRecords(4), source, new Doubled(in -> {})));
    }

    /// A window of chunks is longer than what a file's reader gives back to the system at once.
    @Test
    void engineThreadsAllocateNothingPerChunkOfWaveDumpFiles() throws IOException {
        int samples = 1 << 16;
        for (int channel = 0; channel < 2; channel++) {
            writeEvents(channel, samples, WINDOW * (WINDOWS + 2) / 2);
        }
        WaveDumpSource source = new WaveDumpSource(List.of(folder), Map.of("model", "751"), FailurePolicy.SKIP);
        assertSettlesAtZero(() -> Runs.start(Runs.workers(2).withChunkRecords(1), source, new Features()));
    }

    private static Records pulses(Arena arena) {
        Records pulses = Records.allocate(Pulses.TYPE, (long) WINDOW * (WINDOWS + 2) * 4, arena);
        for (long i = 0; i < pulses.count(); i++) {
            Pulses.TIME.set(pulses, i, i);
        }
        return pulses;
    }

    /// The samples are holes in the file: they take no room on the disk.
    private void writeEvents(int channel, int samples, int events) throws IOException {
        int size = 24 + 2 * samples;
        Path file = folder.resolve("wave" + channel + ".dat");
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (int event = 0; event < events; event++) {
                ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
                int tag = 2 * event + channel;
                header.putInt(size)
                        .putInt(0)
                        .putInt(0)
                        .putInt(channel)
                        .putInt(tag)
                        .putInt(tag);
                out.write(header.flip(), (long) event * size);
            }
            out.write(ByteBuffer.allocate(1), (long) events * size - 1);
        }
    }

    private static void assertSettlesAtZero(Supplier<ChunkStream> start) {
        METER.assertSettlesAtZero(() -> bytesUntilQuiet(start));
    }

    private static long bytesUntilQuiet(Supplier<ChunkStream> start) {
        EngineThreads threads = EngineThreads.fromNowOn();
        try (ChunkStream stream = start.get()) {
            List<Thread> started = threads.started();
            assertTrue(started.size() >= 3, started.toString());
            return METER.bytesUntilQuiet(
                    stream.iterator(), started, () -> stream.summary().outputRecords());
        }
    }
}
