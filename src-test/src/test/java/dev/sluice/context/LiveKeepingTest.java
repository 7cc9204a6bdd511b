package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import dev.sluice.stream.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// D2: an acquisition never reads what another one took under the same name.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveKeepingTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "value:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField VALUE = TYPE.longField("value");

    private final MemoryStore store = new MemoryStore(1 << 24);
    private final Context context = Context.create().store(store);
    private final LiveInput live = context.live("pulses", TYPE);

    @AfterEach
    void close() {
        context.close();
        store.close();
    }

    private void register(KeepPolicy policy) {
        context.register(TestPlugin.of(
                        TYPE,
                        "copies",
                        (in, out) -> out.records(in.records().count())
                                .copyFrom(0, in.records(), 0, in.records().count()),
                        "pulses")
                .demanding(spec -> policy == null ? spec : spec.keep(policy)));
    }

    private void publish(long value) {
        Records records = live.claim(1);
        TIME.set(records, 0, 10);
        VALUE.set(records, 0, value);
        live.publish(0, 20);
        live.finish();
    }

    private List<Long> read(ChunkStream stream) {
        List<Long> values = new ArrayList<>();
        for (Chunk chunk : stream) {
            for (long i = 0; i < chunk.length(); i++) {
                values.add(VALUE.get(chunk.records(), i));
            }
        }
        return values;
    }

    private List<Long> take(StreamingContext streaming, String dataType, long value, String... warnings) {
        ChunkStream stream = streaming.getStream(dataType);
        try (stream) {
            publish(value);
            assertEquals(List.of(value), read(stream));
        }
        List<String> message = stream.summary().warnings();
        assertEquals(warnings.length, message.size(), message.toString());
        for (int i = 0; i < warnings.length; i++) {
            assertTrue(message.get(i).contains(warnings[i]), message.toString());
        }
        return List.of(value);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeepPolicy.class,
            names = {"TARGET", "ALWAYS", "EXPLICIT"})
    void aSecondAcquisitionUnderOneNameReadsItsOwnData(KeepPolicy policy) throws Exception {
        register(policy);
        String[] message = policy == KeepPolicy.EXPLICIT ? new String[0] : new String[] {"comes from a live input"};
        for (long value = 100; value < 103; value++) {
            take(context.streaming("run"), "copies", value, message);
            assertFalse(context.isStored("run", "copies"));
        }
        assertEquals(List.of(), store.list());
    }

    @Test
    void whatTheUserNamesIsKeptUnderANewRunAndReadWhenTheInputIsClosed() throws Exception {
        register(null);
        take(context.streaming("first").keep("copies", "pulses"), "copies", 100);
        assertEquals(2, store.list().size());
        take(context.streaming("first").keep("copies"), "copies", 101, "run first is not new, ");
        take(context.streaming("second").keep("copies"), "copies", 102);
        assertFalse(context.isStored("first", "copies"));
        String message = context.streaming("first").explain("copies");
        assertTrue(message.contains("every stream is a new acquisition"), message);
        live.close();
        assertTrue(context.isStored("first", "copies"));
        for (String run : List.of("first", "second")) {
            try (ChunkStream stream = context.streaming(run).getStream("copies")) {
                assertEquals(List.of(run.equals("first") ? 100L : 102L), read(stream));
            }
        }
        try (ChunkStream stream = context.streaming("first").getStream("pulses")) {
            assertEquals(List.of(100L), read(stream));
        }
        assertThrows(
                IllegalStateException.class, () -> context.streaming("third").getStream("copies"));
    }

    /// Another option is another lineage, but the same run.
    @Test
    void aRunOfWhichAnotherTypeIsStoredIsNotNew() {
        register(null);
        take(context.streaming("run").keep("pulses"), "pulses", 100);
        take(context.streaming("run").keep("copies"), "copies", 101, "give every acquisition");
    }

    /// What a stream drops for its reader, the stores get all the same.
    @Test
    void whatAReaderDropsOfAFileIsKeptWhole() {
        TestSource raw = TestSource.of("raw", 400);
        try (Context files =
                Context.create().register(raw, new Counting("counts", "raw")).store(store)) {
            long records = 0;
            long dropped;
            ChunkStream stream = files.streaming("run")
                    .workers(1)
                    .memory(1 << 20)
                    .overflow(Overflow.DROP_OLDEST)
                    .getStream("counts");
            try (stream) {
                for (Chunk chunk : stream) {
                    records += chunk.length();
                }
                dropped = stream.summary().dropped().records();
            }
            assertTrue(
                    files.isStored("run", "counts"), stream.summary().warnings().toString());
            long kept = 0;
            try (ChunkStream again = files.streaming("run").getStream("counts")) {
                for (Chunk chunk : again) {
                    kept += chunk.length();
                }
            }
            assertEquals(records + dropped, kept);
        }
    }
}
