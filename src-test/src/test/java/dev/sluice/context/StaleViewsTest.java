package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkMerge;
import dev.sluice.chunk.Rechunk;
import dev.sluice.fixtures.ChildJvm;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FieldCopy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// E16: a view that is kept past its time is refused, whether checked mode is on or not: it never shows other data.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class StaleViewsTest {
    @ParameterizedTest
    @CsvSource({
        "false, chunkKeptPastTheNext",
        "true, chunkKeptPastTheNext",
        "false, chunksCollectedInAList",
        "false, everyChunkAgainstAllBeforeIt",
        "false, recordsReadAfterTheStreamIsClosed",
        "false, chunksOfMergedStreams",
        "false, rechunkedChunks",
        "false, inputKeptByAPlugin",
        "true, inputKeptByAPlugin",
        "false, outputKeptByAPlugin",
        "false, sliceOfAnOutputThatHasGrown",
        "false, claimKeptPastItsPublication",
    })
    void aViewThatIsKeptPastItsTimeIsRefused(boolean checked, String what) throws Exception {
        assertEquals(
                0,
                ChildJvm.run(
                        List.of("-Dsluice.checked=" + checked, "--enable-native-access=ALL-UNNAMED"),
                        Keeping.class,
                        what));
    }

    /// A program of its own, as checked mode is fixed when a JVM starts. Ends with 0 if what was kept was refused.
    static final class Keeping {
        private static final RecordType TYPE =
                RecordType.of("time:<i8", "x:<i8").instantaneous();
        private static final LongField TIME = TYPE.longField("time");
        private static final LongField X = TYPE.longField("x");
        private static final String WAVES = "st_waveforms_stream";

        public static void main(String[] arguments) throws Exception {
            switch (arguments[0]) {
                case "chunkKeptPastTheNext" -> chunkKeptPastTheNext();
                case "chunksCollectedInAList" -> chunksCollectedInAList();
                case "everyChunkAgainstAllBeforeIt" -> everyChunkAgainstAllBeforeIt();
                case "recordsReadAfterTheStreamIsClosed" -> recordsReadAfterTheStreamIsClosed();
                case "chunksOfMergedStreams" -> chunksOfMergedStreams();
                case "rechunkedChunks" -> rechunkedChunks();
                case "inputKeptByAPlugin" -> inputKeptByAPlugin();
                case "outputKeptByAPlugin" -> outputKeptByAPlugin();
                case "sliceOfAnOutputThatHasGrown" -> sliceOfAnOutputThatHasGrown();
                case "claimKeptPastItsPublication" -> claimKeptPastItsPublication();
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }

        private static Context detector() {
            return Context.create().register(SimulatedDetector.ofRecords(5000));
        }

        private static ChunkStream waves(Context context) {
            return context.streaming("r").workers(1).chunkRecords(100).getStream(WAVES);
        }

        /// Every access to records, by whatever means, is refused with a sentence.
        private static void requireStale(Records records) {
            Records other = Records.allocate(records.type(), 1, Arena.ofAuto());
            LongField time = records.type().longField("time");
            refused(() -> time.get(records, 0));
            refused(() -> records.type().times().end(records, 0));
            refused(records::count);
            refused(records::segment);
            refused(records::byteSize);
            refused(() -> records.slice(0, 1));
            refused(() -> other.copyFrom(0, records, 0, 1));
            refused(() -> FieldCopy.of("time", records.type(), records.type()).copy(records, other));
        }

        private static void refused(Runnable access) {
            try {
                access.run();
            } catch (IllegalStateException stale) {
                if (stale.getMessage().contains("stale") || stale.getMessage().contains("closed")) {
                    return;
                }
                throw stale;
            }
            throw new AssertionError("a stale view was read");
        }

        private static void chunkKeptPastTheNext() {
            try (Context context = detector();
                    ChunkStream stream = waves(context)) {
                Iterator<Chunk> chunks = stream.iterator();
                Chunk kept = chunks.next();
                Records records = kept.records();
                Records slice = records.slice(0, 2);
                long first = kept.type().longField("time").get(records, 0);
                // Asking whether there is one more lets the chunk be.
                if (!chunks.hasNext() || kept.type().longField("time").get(slice, 0) != first) {
                    throw new AssertionError("the present chunk may be read");
                }
                while (chunks.hasNext()) {
                    chunks.next();
                    requireStale(records);
                    requireStale(slice);
                    refused(kept::length);
                    refused(() -> kept.detach(Arena.ofAuto()));
                }
                requireStale(records);
            }
        }

        private static void chunksCollectedInAList() {
            try (Context context = detector();
                    ChunkStream stream = waves(context)) {
                List<Chunk> list = new ArrayList<>();
                stream.forEach(list::add);
                list.forEach(chunk -> requireStale(chunk.records()));
            }
        }

        private static void everyChunkAgainstAllBeforeIt() {
            try (Context context = detector();
                    ChunkStream stream = waves(context)) {
                List<Records> before = new ArrayList<>();
                for (Chunk chunk : stream) {
                    before.forEach(Keeping::requireStale);
                    before.add(chunk.records());
                }
                if (before.size() != 50) {
                    throw new AssertionError("chunks: " + before.size());
                }
            }
        }

        private static void recordsReadAfterTheStreamIsClosed() {
            Records records;
            try (Context context = detector();
                    ChunkStream stream = waves(context)) {
                records = stream.iterator().next().records();
            }
            requireStale(records);
        }

        private static void chunksOfMergedStreams() {
            for (boolean sort : new boolean[] {true, false}) {
                try (Context context = detector()) {
                    Records kept = null;
                    for (Chunk chunk : context.streaming("r").mergeStream(List.of(waves(context)), sort)) {
                        if (kept != null) {
                            requireStale(kept);
                        }
                        kept = chunk.records();
                    }
                }
            }
            try (Context context = detector();
                    ChunkStream one = waves(context);
                    ChunkStream other = waves(context);
                    ChunkMerge merge = new ChunkMerge(List.of(one.iterator(), other.iterator()))) {
                Records kept = merge.next().records();
                merge.next();
                requireStale(kept);
            }
        }

        private static void rechunkedChunks() {
            try (Context context = detector();
                    ChunkStream stream = waves(context);
                    Rechunk chunks = Rechunk.byCount(stream.iterator(), 30)) {
                Records kept = chunks.next().records();
                chunks.next();
                requireStale(kept);
            }
        }

        /// Runs a plugin over 40 chunks of four records from a live input, a worker after the other.
        @SuppressWarnings("try")
        private static void run(Kept plugin) throws InterruptedException {
            try (Context context = Context.create().register(plugin);
                    LiveInput live = context.live("p", TYPE);
                    ChunkStream stream = context.streaming("r").workers(1).getStream("q")) {
                Thread publisher = Thread.ofPlatform().start(() -> publish(live));
                try {
                    stream.forEach(chunk -> {});
                    throw new AssertionError("nothing was refused");
                } catch (PipelineException refused) {
                    if (!refused.getMessage().contains("stale")) {
                        throw refused;
                    }
                }
                stream.close();
                publisher.join();
            }
        }

        private static void publish(LiveInput live) {
            try {
                for (long chunk = 0; chunk < 40; chunk++) {
                    Records claim = live.claim(4);
                    for (int i = 0; i < 4; i++) {
                        TIME.set(claim, i, 10 * chunk + i);
                    }
                    live.publish(10 * chunk, 10 * chunk + 10);
                }
                live.finish();
            } catch (IllegalStateException nobodyReads) {
                // The plugin has failed, as it is meant to.
            }
        }

        private abstract static class Kept extends StreamingPlugin {
            Records kept;

            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("q", TYPE).dependsOn("p");
            }
        }

        private static void inputKeptByAPlugin() throws InterruptedException {
            for (int reach = 1; reach <= 3; reach++) {
                int calls = reach;
                run(new Kept() {
                    private final List<Records> inputs = new ArrayList<>();

                    @Override
                    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                        if (inputs.size() >= calls) {
                            X.get(inputs.get(inputs.size() - calls), 0);
                        }
                        inputs.add(in.records());
                        out.records(4).copyFrom(0, in.records(), 0, 4);
                    }
                });
            }
        }

        private static void outputKeptByAPlugin() throws InterruptedException {
            run(new Kept() {
                @Override
                public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                    if (kept != null) {
                        X.set(kept, 0, 99);
                    }
                    kept = out.records(4);
                    kept.copyFrom(0, in.records(), 0, 4);
                }
            });
        }

        /// A slice of memory that was given back as the output grew.
        private static void sliceOfAnOutputThatHasGrown() throws InterruptedException {
            run(new Kept() {
                @Override
                public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                    kept = out.records(4).slice(1, 3);
                    out.records(100_000);
                    X.set(kept, 0, 99);
                }
            });
        }

        private static void claimKeptPastItsPublication() {
            try (Context context = Context.create();
                    LiveInput live = context.live("p", TYPE);
                    ChunkStream stream = context.streaming("r").getStream("p")) {
                Records claim = live.claim(1);
                X.set(claim, 0, 1);
                live.publish(0, 1);
                requireStale(claim);
                live.claim(1);
                requireStale(claim);
                live.publish(0, 1, 2);
                live.finish();
                if (X.get(stream.iterator().next().records(), 0) != 1) {
                    throw new AssertionError("another value than published");
                }
            }
        }
    }
}
