package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams that end at different times, or before their source does.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class EndsOfStreamsTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");

    @Test
    void aStaticPluginIsCalledOnceAlthoughItsFirstInputEndsEarlier() {
        List<Long> counts = new ArrayList<>();
        StaticPlugin whole = new StaticPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("whole", TYPE).dependsOn("short_run", "long_run");
            }

            @Override
            public void compute(ChunkInput in, ChunkOutput out, PluginContext context) {
                counts.add(in.records("short_run").count());
                counts.add(in.records("long_run").count());
            }
        };
        try (Arena arena = Arena.ofShared();
                Context context = Context.create()
                        .register(
                                new RecordSource("short_run", times(arena, 3)),
                                new RecordSource("long_run", times(arena, 500)),
                                whole);
                ChunkStream stream = context.streaming("run").chunkRecords(2).getStream("whole")) {
            stream.forEach(chunk -> {});
        }
        assertEquals(List.of(3L, 500L), counts);
    }

    @Test
    void aRangeOfALiveStreamEndsWithTheChunkThatReachesItsEnd() {
        try (Context context = Context.create();
                LiveInput live = context.live("pulses", TYPE);
                ChunkStream stream = context.streaming("run").getStream("pulses", TimeRange.of(0, 1000))) {
            TIME.set(live.claim(1), 0, 10);
            live.publish(0, 1000);
            Iterator<Chunk> chunks = stream.iterator();
            assertTrue(chunks.hasNext());
            assertEquals(1, chunks.next().length());
            assertFalse(chunks.hasNext(), "nothing behind the range is waited for");
        }
    }

    private static Records times(Arena arena, int count) {
        Records records = Records.allocate(TYPE, count, arena);
        for (int i = 0; i < count; i++) {
            TIME.set(records, i, 10L * i);
        }
        return records;
    }
}
