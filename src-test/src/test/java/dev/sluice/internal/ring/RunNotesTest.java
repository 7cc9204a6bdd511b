package dev.sluice.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// N5: what has no value is counted over all workers and reported once per run.
@Timeout(60)
final class RunNotesTest {
    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    private static final int COUNT = 1000;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1000", "2, 7", "3, 100"})
    void aCountIsOneSentenceWhateverTheWorkersAndTheChunks(int workers, int chunkRecords) {
        assertEquals(
                List.of("odd: no value in 143 records; choose others"),
                notes(new Odd("no value in {records}; choose others", 7, -1), workers, chunkRecords));
    }

    @Test
    void oneIsSingularAndNothingIsSilent() {
        assertEquals(List.of("odd: 1 record"), notes(new Odd("{records}", COUNT, -1), 2, 10));
        assertEquals(List.of(), notes(new Odd("{records}", 2 * COUNT, 0), 2, 10));
    }

    @Test
    void whatAChunkCountedThatFailsDoesNotCount() {
        assertEquals(List.of("odd: 900 records"), notes(new Odd("{records}", 1, 300), 2, 100));
    }

    @Test
    void aSentenceWithoutANounIsRefused() {
        RunNotes notes = new RunNotes();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> notes.tally("x", "no noun"))
                .getMessage()
                .contains("{records}"));
        assertThrows(IllegalArgumentException.class, () -> notes.tally("x", "{records} and {hits}"));
        assertThrows(
                IllegalArgumentException.class,
                () -> notes.tally("x", "{records}").add(-1));
    }

    private static List<String> notes(Odd plugin, int workers, int chunkRecords) {
        Records records = Records.allocate(TYPE, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            TYPE.longField("time").set(records, i, i);
        }
        try (Context context = Context.create().register(new RecordSource("times", records), plugin);
                ChunkStream stream = context.streaming("run_1")
                        .workers(workers)
                        .chunkRecords(chunkRecords)
                        .onError(FailurePolicy.SKIP)
                        .getStream("odd")) {
            for (Chunk chunk : stream) {
                assertTrue(chunk.length() <= COUNT);
            }
            return stream.summary().notes();
        }
    }

    /// Counts every record whose time is a multiple of `step`, and fails for the chunk that starts at `failing`.
    private static final class Odd extends StreamingPlugin {
        private final String sentence;
        private final long step;
        private final long failing;

        Odd(String sentence, long step, long failing) {
            this.sentence = sentence;
            this.step = step;
            this.failing = failing;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("odd", TYPE).dependsOn("times");
        }

        @Override
        public Object prepare(PluginContext context) {
            return context.tally(sentence);
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records records = in.records();
            for (int i = 0; i < records.count(); i++) {
                long time = TYPE.longField("time").get(records, i);
                context.prepared(Tally.class).add(time % step == 0 ? 1 : 0);
            }
            if (in.start() == failing) {
                throw new IllegalStateException("failing=" + failing);
            }
            out.records(records.count()).copyFrom(0, records, 0, records.count());
        }
    }
}
