package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.JoinedInput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// E20: what plugins take counts in the budget of their run, and runs share the limit of their context.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MemoryOfPluginsTest {
    private static final RecordType TYPE = TestPlugin.INSTANTS;

    /// Takes so many bytes before the first chunk.
    private static StreamingPlugin taking(long bytes) {
        return new StreamingPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("taken", TYPE).dependsOn("raw");
            }

            @Override
            public String name() {
                return "Taking";
            }

            @Override
            public Object prepare(PluginContext context) {
                var arena = context.memory().arena("tables");
                arena.allocate(bytes);
                return arena;
            }

            @Override
            public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                out.records(0);
            }
        };
    }

    private static final class Join extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("rows", TYPE).dependsOn("left", "right");
        }

        @Override
        public Object prepare(PluginContext context) {
            return JoinedInput.of(context, "left", "right");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records rows = context.prepared(JoinedInput.class).records(in);
            out.records(rows.count()).copyField("time", rows);
            out.records(rows.count()).copyField("value", rows);
        }
    }

    @Test
    void whatAPluginTakesIsReserved() {
        try (Context context = Context.create().register(TestSource.of("raw"), taking(300_000));
                ChunkStream stream =
                        context.streaming("run").workers(1).memory(1 << 20).getStream("taken")) {
            stream.forEach(chunk -> assertTrue(stream.reservedBytes() >= 300_000, "" + stream.reservedBytes()));
        }
    }

    @Test
    void aPluginThatTakesTooMuchFailsTheRunByName() {
        try (Context context = Context.create().register(TestSource.of("raw"), taking((1 << 20) + 1));
                ChunkStream stream =
                        context.streaming("run").workers(1).memory(1 << 20).getStream("taken")) {
            PipelineException failure = assertThrows(PipelineException.class, () -> stream.forEach(chunk -> {}));
            assertInstanceOf(OutOfBudgetException.class, failure.getCause());
            assertTrue(failure.getMessage().contains("tables of Taking needs 1048577 bytes"), failure.getMessage());
        }
    }

    @Test
    void joinedRowsCount() {
        try (Context context =
                        Context.create().register(TestSource.of("raw"), copies("left"), copies("right"), new Join());
                ChunkStream stream =
                        context.streaming("run").workers(1).memory(1 << 20).getStream("rows")) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
            assertEquals(30, records);
        }
    }

    private static TestPlugin copies(String name) {
        return TestPlugin.of(
                TYPE,
                name,
                (in, out) -> out.records(in.records().count())
                        .copyFrom(0, in.records(), 0, in.records().count()),
                "raw");
    }

    @Test
    void streamsOfOneContextShareItsLimit() {
        try (Context context = Context.create().memory(1 << 20).register(TestSource.of("raw"), taking(600_000))) {
            ChunkStream first = context.streaming("first").workers(1).getStream("taken");
            try (first) {
                Iterator<Chunk> chunks = first.iterator();
                assertTrue(chunks.hasNext());
                try (ChunkStream second = context.streaming("second").workers(1).getStream("taken")) {
                    PipelineException failure =
                            assertThrows(PipelineException.class, () -> second.forEach(chunk -> {}));
                    assertTrue(failure.getMessage().contains("bytes by run first"), failure.getMessage());
                }
                // A limit of its own is shared with none.
                try (ChunkStream own =
                        context.streaming("own").workers(1).memory(1 << 20).getStream("taken")) {
                    own.forEach(chunk -> {});
                }
            }
            try (ChunkStream third = context.streaming("third").workers(1).getStream("taken")) {
                third.forEach(chunk -> {});
            }
        }
    }
}
