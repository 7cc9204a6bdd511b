package dev.sluice.context;

import static dev.sluice.context.TestPlugin.INSTANTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Selection;
import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.Overflow;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Records and columns that leave a run: by condition, by name, at the bounds of a range of time.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SelectionTest {
    private static final RecordType SPANS = RecordType.of("time:<i8", "endtime:<i8", "channel:<i2", "charge:<f4");

    /// 100 records of 25 ns every 10 ns, in channels 0 to 3, with charges that count.
    private static Records spans(int count) {
        Records records = Records.allocate(SPANS, count, Arena.ofAuto());
        for (int i = 0; i < count; i++) {
            SPANS.longField("time").set(records, i, 10L * i);
            SPANS.longField("endtime").set(records, i, 10L * i + 25);
            SPANS.longField("channel").set(records, i, i % 4);
            SPANS.floatField("charge").set(records, i, i);
        }
        return records;
    }

    private static Context context() {
        return Context.create()
                .register(
                        new RecordSource("hits", spans(100)),
                        TestPlugin.of(SPANS, "copy", Instants::copy, "hits").demanding(PluginSpec::onePerRecord),
                        TestPlugin.of(
                                INSTANTS,
                                "starts",
                                (in, out) -> {
                                    Records starts = out.records(in.records().count());
                                    starts.copyField("time", in.records());
                                    for (long i = 0; i < starts.count(); i++) {
                                        Instants.VALUE.set(starts, i, i % 2);
                                    }
                                },
                                "hits"));
    }

    private static List<Long> times(Iterable<Chunk> chunks) {
        List<Long> times = new ArrayList<>();
        chunks.forEach(chunk -> {
            for (long i = 0; i < chunk.length(); i++) {
                times.add(chunk.type().times().start(chunk.records(), i));
            }
        });
        return times;
    }

    private static List<String> names(ChunkStream stream) {
        return stream.type().fields().stream().map(Field::name).toList();
    }

    @Test
    void recordsAreSelectedByConditionAndChunksStillTileTheRun() {
        try (Context context = context();
                ChunkStream stream = context.streaming("run")
                        .workers(2)
                        .chunkRecords(3)
                        .select("charge > 90 && channel in (1, 2)")
                        .getStream("copy")) {
            List<Chunk> chunks = Instants.kept(stream);
            assertEquals(List.of(930L, 940L, 970L, 980L), times(chunks));
            assertEquals(34, chunks.size());
            assertTrue(Instants.tile(chunks));
            assertEquals("copy run [0, 30) 0 records", chunks.get(0).toString());
        }
    }

    @Test
    void columnsAreKeptOrDroppedAndTimesStay() {
        try (Context context = context()) {
            StreamingContext streaming = context.streaming("run").columns("charge");
            try (ChunkStream stream = streaming.getStream("copy")) {
                assertEquals(List.of("time", "endtime", "charge"), names(stream));
                assertEquals(100, times(stream).size());
            }
            streaming.columns().dropColumns("charge");
            try (ChunkStream stream = streaming.getStream("copy")) {
                assertEquals(List.of("time", "endtime", "channel"), names(stream));
            }
        }
    }

    @Test
    void aConditionMayNameAColumnThatIsDropped() {
        try (Context context = context();
                Arena arena = Arena.ofConfined()) {
            Chunk chunk = context.streaming("run")
                    .select("channel == 3")
                    .dropColumns("channel")
                    .getArray(arena, "copy");
            assertEquals(25, chunk.length());
            assertEquals(39, chunk.type().floatField("charge").get(chunk.records(), 9));
        }
    }

    @Test
    void theSelectionIsFusedIntoThePassThatMakesTheRecords() {
        try (Context context = context()) {
            PipelinePlan plan =
                    context.streaming("run").select("charge > 90").plan(List.of("copy"), TimeRange.UNBOUNDED);
            assertEquals(1, plan.stages().size());
        }
    }

    @Test
    void aSelectionGoesBehindEveryKindOfStage() {
        try (Context context = Context.create()
                        .register(new RecordSource("hits", Instants.every(10, 0, 100)), new Total("total", "hits"));
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(7)
                        .select("time % 100 == 0")
                        .getStream("total")) {
            List<Chunk> chunks = Instants.kept(stream);
            assertTrue(Instants.tile(chunks));
            assertEquals(10, times(chunks).size());
            assertTrue(chunks.stream()
                    .flatMap(chunk -> Instants.values(chunk).stream())
                    .allMatch(value -> value == 100));
        }
    }

    @Test
    void aSelectionMustFitAllTargetsOrIsGivenForEach() {
        try (Context context = context()) {
            StreamingContext streaming = context.streaming("run").select("charge > 90");
            String message = assertThrows(IllegalArgumentException.class, () -> streaming.getStreams("copy", "starts"))
                    .getMessage();
            assertTrue(message.contains("does not fit starts") && message.contains("target(dataType)"), message);
            streaming.target("starts").select("value == 1");
            List<Chunk> arrays = streaming.getArrays(Arena.ofAuto(), List.of("copy", "starts"), TimeRange.UNBOUNDED);
            assertEquals(9, arrays.get(0).length());
            assertEquals(50, arrays.get(1).length());
        }
    }

    @Test
    void thePluginsBehindATargetSeeAllOfIt() {
        TestPlugin behind = TestPlugin.of(SPANS, "behind", Instants::copy, "copy");
        try (Context context = context().register(behind)) {
            StreamingContext streaming = context.streaming("run");
            streaming.target("copy").select("charge > 90");
            List<Chunk> arrays = streaming.getArrays(Arena.ofAuto(), List.of("copy", "behind"), TimeRange.UNBOUNDED);
            assertEquals(9, arrays.get(0).length());
            assertEquals(100, arrays.get(1).length());
        }
    }

    @ParameterizedTest
    @EnumSource(Selection.class)
    void recordsAtTheBoundsOfARangeBelongToItAsChosen(Selection selection) {
        try (Context context = context();
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(3)
                        .timeSelection(selection)
                        .getStream("copy", TimeRange.of(105, 145))) {
            List<Chunk> chunks = Instants.kept(stream);
            List<Long> expected = switch (selection) {
                case STARTING_IN -> List.of(110L, 120L, 130L, 140L);
                case CONTAINED -> List.of(110L, 120L);
                case TOUCHING -> List.of(90L, 100L, 110L, 120L, 130L, 140L);
            };
            assertEquals(expected, times(chunks));
            assertEquals(
                    selection == Selection.TOUCHING ? 90 : 105, chunks.get(0).start());
            assertEquals(145, chunks.get(chunks.size() - 1).end());
            for (int i = 1; i < chunks.size(); i++) {
                assertEquals(chunks.get(i - 1).end(), chunks.get(i).start());
            }
        }
    }

    @Test
    void whatTouchesIsFoundWithoutReadingTheRunIfTheLongestRecordIsKnown() {
        try (Context context = context()) {
            StreamingContext streaming = context.streaming("run").chunkRecords(1);
            streaming.timeSelection(Selection.TOUCHING, 25);
            try (ChunkStream stream = streaming.getStream("copy", TimeRange.of(505, 506))) {
                assertEquals(List.of(490L, 500L), times(stream));
                assertTrue(stream.summary().records() <= 4, "records read: " + stream.summary());
            }
        }
    }

    @Test
    void nothingTouchesAnEmptyRangeOrOneBehindTheRun() {
        try (Context context = context()) {
            StreamingContext streaming = context.streaming("run").timeSelection(Selection.TOUCHING);
            for (TimeRange range : List.of(TimeRange.of(50, 50), TimeRange.of(5000, 6000), TimeRange.of(-20, 0))) {
                try (ChunkStream stream = streaming.getStream("copy", range)) {
                    assertEquals(List.of(), times(stream), range.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRangeSelectsTheSameRecordsAsALookAtAllOfThem(long seed) {
        Random random = new Random(seed);
        Selection selection = Selection.values()[random.nextInt(3)];
        long from = random.nextInt(1100) - 50;
        TimeRange range = TimeRange.of(from, from + random.nextInt(300));
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 100; i++) {
            if (i % 4 != 1 && selection.holds(10 * i, 10 * i + 25, range)) {
                expected.add(10 * i);
            }
        }
        try (Context context = context();
                ChunkStream stream = context.streaming("run")
                        .workers(2)
                        .chunkRecords(1 + random.nextInt(20))
                        .select("channel != 1")
                        .timeSelection(selection)
                        .getStream("copy", range)) {
            assertEquals(expected, times(stream), "seed=" + seed + " " + selection + " " + range);
        }
    }

    @Test
    void whatIsKeptIsWholeAndWhatIsLoadedIsSelectedToo() {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context().store(store)) {
            for (int pass = 0; pass < 2; pass++) {
                assertEquals(pass > 0, context.isStored("run", "copy"));
                try (ChunkStream stream =
                        context.streaming("run").select("charge > 96").getStream("copy")) {
                    assertEquals(List.of(970L, 980L, 990L), times(stream));
                }
            }
            try (ChunkStream stream = context.streaming("run").getStream("copy")) {
                assertEquals(100, times(stream).size());
            }
        }
    }

    @Test
    void whatTouchesARangeIsTheSameFromAStoreThatHasAll() {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context().store(store)) {
            StreamingContext streaming = context.streaming("run").chunkRecords(3);
            for (int pass = 0; pass < 2; pass++) {
                streaming.timeSelection(Selection.TOUCHING, 25);
                try (ChunkStream stream = streaming.getStream("copy", TimeRange.of(500, 520))) {
                    assertEquals(List.of(480L, 490L, 500L, 510L), times(stream));
                }
                context.streaming("run").accumulate("copy", 0L, (sum, chunk) -> sum + chunk.length());
                assertTrue(context.isStored("run", "copy"));
            }
        }
    }

    @Test
    void aBufferBeforeAReaderLeavesWhatIsSelectedAsItIs(@TempDir Path folder) {
        try (Context context = context();
                ChunkStream stream = context.streaming("run")
                        .overflow(Overflow.spill(folder, 1 << 20))
                        .timeSelection(Selection.TOUCHING)
                        .chunkRecords(3)
                        .getStream("copy", TimeRange.of(500, 520))) {
            List<Chunk> chunks = Instants.kept(stream);
            assertEquals(List.of(480L, 490L, 500L, 510L), times(chunks));
            assertEquals(480, chunks.get(0).start());
        }
    }
}
