package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// D7 and D3: what is kept serves only the plugin that computed it, and only if nothing is missing in it.
final class PluginIdentityTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "value:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField VALUE = TYPE.longField("value");

    private static final class First {
        static final class Gain extends Base {
            @Override
            long value(ChunkInput in, long value) {
                return 1;
            }
        }
    }

    private static final class Second {
        static final class Gain extends Base {
            @Override
            long value(ChunkInput in, long value) {
                return 2;
            }
        }
    }

    private abstract static class Base extends StreamingPlugin {
        private final transient PluginSpec spec;

        Base(String... inputs) {
            spec = PluginSpec.provides("g", TYPE)
                    .dependsOn(inputs.length == 0 ? new String[] {"one"} : inputs)
                    .version("1");
        }

        abstract long value(ChunkInput in, long value);

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records given = in.records();
            Records results = out.records(given.count());
            for (long i = 0; i < given.count(); i++) {
                TIME.set(results, i, TIME.get(given, i));
                VALUE.set(results, i, value(in, VALUE.get(given, i)));
            }
        }
    }

    private enum Mode {
        PLUS,
        MINUS
    }

    private record Gains(double first, List<Long> others) {}

    private static final class Constructed extends Base {
        private final Object what;

        Constructed(Object what) {
            this.what = what;
        }

        @Override
        long value(ChunkInput in, long value) {
            return what.getClass().isArray()
                    ? Arrays.hashCode((long[]) what)
                    : what.toString().hashCode();
        }
    }

    private static final class Computing extends Base {
        private final LongUnaryOperator function;

        Computing(LongUnaryOperator function) {
            this.function = function;
        }

        @Override
        long value(ChunkInput in, long value) {
            return function.applyAsLong(value);
        }
    }

    private static final class Ordered extends Base {
        Ordered(String... inputs) {
            super(inputs);
        }

        @Override
        long value(ChunkInput in, long value) {
            return value;
        }
    }

    private static final class Sized extends Base {
        private final transient long size;

        Sized(long size) {
            this.size = size;
        }

        @Override
        public PluginSpec spec() {
            return super.spec().chunkSize(size);
        }

        @Override
        long value(ChunkInput in, long value) {
            return in.records().count();
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("class of the same simple name", new First.Gain(), new Second.Gain()),
                Arguments.of("number", new Constructed(1L), new Constructed(2L)),
                Arguments.of("text", new Constructed("a"), new Constructed("b")),
                Arguments.of("enum", new Constructed(Mode.PLUS), new Constructed(Mode.MINUS)),
                Arguments.of("array", new Constructed(new long[] {1, 2}), new Constructed(new long[] {1, 3})),
                Arguments.of(
                        "record",
                        new Constructed(new Gains(0.5, List.of(1L))),
                        new Constructed(new Gains(0.5, List.of(2L)))),
                Arguments.of("function", new Computing(value -> 3), new Computing(value -> 4)),
                Arguments.of("order of inputs", new Ordered("one", "other"), new Ordered("other", "one")),
                Arguments.of("demanded size of chunks", new Sized(2), new Sized(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void whatOnePluginComputedIsNotTakenForThatOfAnother(String what, Plugin one, Plugin other) {
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            List<List<Long>> alone = List.of(values(one, null), values(other, null));
            assertNotEquals(alone.get(0), alone.get(1), what);
            assertEquals(alone, List.of(values(one, store), values(other, store)), what);
            assertEquals(alone, List.of(values(one, store), values(other, store)), what + " again");
        }
    }

    @Test
    void equalPluginsHaveOneLineage() {
        assertEquals(hash(new Constructed(7L)), hash(new Constructed(7L)));
        assertEquals(
                hash(new Constructed(new Gains(0.5, List.of(1L)))), hash(new Constructed(new Gains(0.5, List.of(1L)))));
        assertNotEquals(hash(new Sized(2)), hash(new Sized(3)));
    }

    @Test
    void aSizeOfChunksThatIsSetForAPluginThatDemandsOneIsInItsLineage() {
        List<List<Long>> found = new ArrayList<>();
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            for (long size : new long[] {2, 3}) {
                try (Context context = context(new Sized(2)).store(store)) {
                    context.pluginSettings("g").chunkSize(size);
                    found.add(read(context, FailurePolicy.FAIL));
                }
            }
        }
        assertEquals(List.of(List.of(2L, 2L, 2L, 2L, 2L, 2L), List.of(3L, 3L, 3L, 3L, 3L, 3L)), found);
    }

    /// D3: a record that the source leaves out is missing in all that is computed.
    @Test
    void whatSkippingLeftOutIsNeverKeptAsComplete() {
        RecordType spans = RecordType.of("time:<i8", "endtime:<i8");
        Records broken = Records.allocate(spans, 3, Arena.ofAuto());
        for (int i = 0; i < 3; i++) {
            spans.longField("time").set(broken, i, i * 10L);
            spans.longField("endtime").set(broken, i, i == 1 ? 5 : i * 10L + 5);
        }
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            for (int round = 0; round < 2; round++) {
                try (Context context = Context.create()
                        .register(new RecordSource("one", broken), new Ends())
                        .store(store)) {
                    try (ChunkStream stream =
                            context.streaming("r").onError(FailurePolicy.SKIP).getStream("g")) {
                        long count = 0;
                        for (Chunk chunk : stream) {
                            count += chunk.length();
                        }
                        assertEquals(2, count);
                    }
                    assertFalse(context.streaming("r").isStored("g"));
                }
            }
        }
    }

    @Test
    void whatSkippingHadNothingToLeaveOutOfIsKept() {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context(new First.Gain()).store(store)) {
            assertEquals(6, read(context, FailurePolicy.SKIP).size());
            assertTrue(context.streaming("r").isStored("g"));
        }
    }

    private static final class Ends extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("g", TYPE).dependsOn("one").version("1");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records results = out.records(in.records().count());
            for (long i = 0; i < results.count(); i++) {
                TIME.set(results, i, in.records().type().longField("time").get(in.records(), i));
                VALUE.set(results, i, i);
            }
        }
    }

    private static List<Long> values(Plugin plugin, MemoryStore store) {
        try (Context context = context(plugin)) {
            if (store != null) {
                context.store(store);
            }
            return read(context, FailurePolicy.FAIL);
        }
    }

    private static String hash(Plugin plugin) {
        try (Context context = context(plugin)) {
            return context.lineage("r", "g").hash();
        }
    }

    private static Context context(Plugin plugin) {
        return Context.create()
                .register(new RecordSource("one", records(0)), new RecordSource("other", records(77)), plugin);
    }

    private static Records records(long value) {
        Records records = Records.allocate(TYPE, 6, Arena.ofAuto());
        for (int i = 0; i < 6; i++) {
            TIME.set(records, i, i * 10L);
            VALUE.set(records, i, value);
        }
        return records;
    }

    private static List<Long> read(Context context, FailurePolicy policy) {
        List<Long> values = new ArrayList<>();
        try (ChunkStream stream = context.streaming("r").onError(policy).getStream("g")) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    values.add(VALUE.get(chunk.records(), i));
                }
            }
        }
        return values;
    }
}
