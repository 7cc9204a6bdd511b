package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.JoinedTypes;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.JoinedInput;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Types of one kind, joined column by column.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class JoiningTest {
    private static final UnaryOperator<PluginSpec> ONE_KIND = spec -> spec.kind("rows");

    private final TestSource raw = TestSource.of("raw");

    private Context context(Plugin... more) {
        return Context.create()
                .register(raw, new Column("one", "a", 1, 10, 0), new Column("two", "b", 2, 10, 0))
                .register(more);
    }

    private static List<String> rows(ChunkStream stream) {
        List<String> rows = new ArrayList<>();
        for (Chunk chunk : stream) {
            for (long i = 0; i < chunk.length(); i++) {
                StringBuilder row = new StringBuilder();
                for (Field field : chunk.type().fields()) {
                    row.append(field.name())
                            .append(chunk.type().longField(field.name()).get(chunk.records(), i))
                            .append(' ');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    @Test
    void typesOfOneKindComeAsOneStreamWithAllColumns() {
        try (Context context = context();
                ChunkStream stream = context.streaming("run").workers(2).getJoined("one", "two")) {
            assertTrue(stream.dataType().startsWith("_joined_"), stream.dataType());
            List<String> rows = rows(stream);
            assertEquals(30, rows.size());
            assertEquals("time0 a1 b2 ", rows.get(0));
            assertEquals("time390 a40 b41 ", rows.get(29));
            assertEquals(1, raw.opened());
        }
    }

    @Test
    void rangeOfTimeOfJoinedTypesIsThatOfTheParts() {
        try (Context context = context();
                ChunkStream stream = context.streaming("run").getJoined(List.of("two", "one"), TimeRange.of(95, 220))) {
            assertEquals(List.of("time200 b22 a21 ", "time210 b23 a22 "), rows(stream));
        }
    }

    @Test
    void partsOfWhatIsJoinedAreStoredAndTheJoinedRowsAreNot() {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context().store(store)) {
            List<String> first;
            try (ChunkStream stream = context.streaming("run").getJoined("one", "two")) {
                first = rows(stream);
            }
            assertEquals(
                    List.of("one", "two"),
                    store.list().stream().map(key -> key.dataType()).sorted().toList());
            try (ChunkStream stream = context.streaming("run").getJoined("one", "two")) {
                assertEquals(first, rows(stream));
            }
            assertEquals(1, raw.opened());
        }
    }

    @Test
    void typesOfDifferentKindsAreNotJoined() {
        try (Context context = context()) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> context.streaming("run").getJoined("one", "raw"));
            assertTrue(refused.getMessage().contains("one is of kind rows, raw of kind raw"), refused.getMessage());
        }
    }

    @Test
    void rowsThatDifferInTimeEndTheRunWithRowTimesAndTypes() {
        String message = failure(new Column("late", "c", 3, 10, 1), "late");
        assertTrue(message.contains("row 0 is not the same thing"), message);
        assertTrue(message.contains("one has time=0, late has time=1"), message);
    }

    @Test
    void rowsThatDifferInNumberEndTheRunWithCountsTypesAndChunk() {
        String message = failure(new Column("few", "c", 3, 9, 0), "few");
        assertTrue(message.contains("one has count=10, few has count=9 in chunk 0 [0, 100)"), message);
    }

    private String failure(Plugin third, String name) {
        try (Context context = context(third);
                ChunkStream stream = context.streaming("run").getJoined("one", name)) {
            return assertThrows(PipelineException.class, () -> rows(stream)).toString();
        }
    }

    @Test
    void engineChecksCountsOfInputsOfOneKindForEveryPlugin() {
        try (Context context = context(new Column("few", "c", 3, 9, 0), TestPlugin.of("after", "raw", "one", "few"));
                ChunkStream stream = context.streaming("run").getStream("after")) {
            String message =
                    assertThrows(PipelineException.class, () -> rows(stream)).toString();
            assertTrue(message.contains("inputs of TestPlugin are of one kind"), message);
            assertTrue(message.contains("one has count=10, few has count=9"), message);
        }
    }

    @Test
    void inputsOfDifferentKindsMayDifferInNumber() {
        try (Context context = context(
                        TestPlugin.of(TestPlugin.INSTANTS, "none", (in, out) -> out.records(0), "raw"),
                        TestPlugin.of("after", "one", "none"));
                ChunkStream stream = context.streaming("run").getStream("after")) {
            assertEquals(List.of(), rows(stream));
        }
    }

    @Test
    void pluginComputesFromTheJoinedRowsOfItsInputs() {
        try (Context context = context(new Sum());
                ChunkStream stream = context.streaming("run").workers(2).getStream("sum")) {
            List<String> rows = rows(stream);
            assertEquals("time0 value3 ", rows.get(0));
            assertEquals("time390 value81 ", rows.get(29));
        }
    }

    @Test
    void authorsMayNameAJoinedTypeAndDependOnIt() {
        try (Context plain = context()) {
            Plugin all = new JoinedTypes("all", List.of(plain.product("one"), plain.product("two")));
            Plugin reversed = new JoinedTypes("all", List.of(plain.product("two"), plain.product("one")));
            try (Context context = context(all);
                    Context other = context(reversed);
                    ChunkStream stream = context.streaming("run").getStream("all")) {
                assertEquals("time0 a1 b2 ", rows(stream).get(0));
                assertEquals("rows", all.spec().products().get(0).kind());
                assertFalse(context.lineage("run", "all").equals(other.lineage("run", "all")));
            }
        }
    }

    /// One column per row of `raw`: its value and something added; the first `most` rows of every chunk, `shift` later.
    private static final class Column extends StreamingPlugin {
        private final PluginSpec spec;
        private final String field;
        private final long added;
        private final long most;
        private final long shift;

        Column(String provides, String field, long added, long most, long shift) {
            RecordType type = RecordType.of("time:<i8", field + ":<i8").instantaneous();
            this.spec = ONE_KIND.apply(PluginSpec.provides(provides, type).dependsOn("raw"));
            this.field = field;
            this.added = added;
            this.most = most;
            this.shift = shift;
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records rows = in.records();
            Records result = out.records(Math.min(most, rows.count()));
            for (long i = 0; i < result.count(); i++) {
                long time = TestPlugin.INSTANTS.longField("time").get(rows, i);
                long value = TestPlugin.INSTANTS.longField("value").get(rows, i);
                spec.type().longField("time").set(result, i, time + shift);
                spec.type().longField(field).set(result, i, value + added);
            }
        }
    }

    /// The sum of the columns `a` and `b`.
    private static final class Sum extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("sum", TestPlugin.INSTANTS).dependsOn("one", "two");
        }

        @Override
        public Object prepare(PluginContext context) {
            return JoinedInput.of(context, "one", "two");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            JoinedInput joined = context.prepared(JoinedInput.class);
            Records rows = joined.records(in);
            Records result = out.records(rows.count());
            for (long i = 0; i < rows.count(); i++) {
                long a = joined.type().longField("a").get(rows, i);
                long b = joined.type().longField("b").get(rows, i);
                long time = joined.type().longField("time").get(rows, i);
                TestPlugin.INSTANTS.longField("time").set(result, i, time);
                TestPlugin.INSTANTS.longField("value").set(result, i, a + b);
            }
        }
    }
}
