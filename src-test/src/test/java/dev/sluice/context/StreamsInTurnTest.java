package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reader has not given back yet is never what another reader waits for.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class StreamsInTurnTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    private static final int RECORDS = 20_000;
    private static final int CHUNK = 500;

    /// The rings have 2, 2, 64 and 64 slots: those of both streams show memory of a ring of two.
    @ParameterizedTest
    @ValueSource(longs = {7_000_000, 10_000_000, 20_000_000})
    void oneThreadReadsTwoStreamsInTurnThatBorrowFromARingOfTwo(long memory) {
        try (Context context = context(new Times("p0", "st_waveforms_stream", true));
                ChunkStreams streams = new ChunkStreams(context.streaming("run")
                        .workers(2)
                        .chunkRecords(CHUNK)
                        .memory(memory)
                        .getStreams("p1", "p2"))) {
            Iterator<Chunk> first = streams.of(0).iterator();
            Iterator<Chunk> second = streams.of(1).iterator();
            int chunks = 0;
            while (first.hasNext()) {
                assertEquals(first.next().start(), second.next().start());
                chunks++;
            }
            assertEquals(RECORDS / CHUNK, chunks);
        }
    }

    /// E16: threads of a plugin look at its input together; each view ends with the call.
    @Test
    void threadsOfAPluginThatLookAtItsInputTogetherSeeOneView() {
        Together together = new Together();
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(RECORDS), together);
                ChunkStream stream =
                        context.streaming("run").workers(1).chunkRecords(50).getStream("together")) {
            for (Chunk chunk : stream) {
                assertEquals(0, chunk.length());
            }
        }
        assertEquals(RECORDS / 50 - 1, together.refused);
    }

    private static Context context(Plugin first) {
        return Context.create()
                .register(
                        SimulatedDetector.ofRecords(RECORDS),
                        first,
                        new Times("p1", "p0", false),
                        new Times("p2", "p0", false));
    }

    private record ChunkStreams(List<ChunkStream> streams) implements AutoCloseable {
        ChunkStream of(int index) {
            return streams.get(index);
        }

        @Override
        public void close() {
            streams.forEach(ChunkStream::close);
        }
    }

    /// The times of its input, in a stage of its own.
    private static final class Times extends StreamingPlugin {
        private final String provides;
        private final String dependsOn;
        private final boolean remembers;

        Times(String provides, String dependsOn, boolean remembers) {
            this.provides = provides;
            this.dependsOn = dependsOn;
            this.remembers = remembers;
        }

        @Override
        public PluginSpec spec() {
            PluginSpec spec = PluginSpec.provides(provides, TYPE).dependsOn(dependsOn);
            return remembers ? spec.stateful() : spec.resetAfter(1L << 50);
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            out.records(in.records().count()).copyField("time", in.records());
        }
    }

    /// Lets two threads look for the first time at once, and keeps what they saw until the next call.
    private static final class Together extends StreamingPlugin {
        private final List<Records> kept = new ArrayList<>();
        private int refused;

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("together", TYPE).dependsOn("st_waveforms_stream");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
            if (!kept.isEmpty()) {
                kept.forEach(records -> assertThrows(IllegalStateException.class, records::count));
                refused++;
                kept.clear();
            }
            CountDownLatch start = new CountDownLatch(1);
            AtomicReference<Records> other = new AtomicReference<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                start.countDown();
                other.set(in.records());
            });
            start.await();
            kept.add(in.records());
            thread.join();
            kept.add(other.get());
        }
    }
}
