package dev.sluice.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.Map;

/// Runs one plugin over waveforms that are in memory.
public final class PluginRuns {
    private static final int[] CHUNKS = {1, 7, 40, 1000};

    private PluginRuns() {}

    /// The results, one per waveform, computed in chunks of that many records by two workers.
    public static Records run(
            StreamingPlugin plugin, Records waveforms, Map<String, String> options, int chunkRecords) {
        try (Context context = Context.create().register(new RecordSource(Waveforms.DATA_TYPE, waveforms), plugin)) {
            options.forEach(context::set);
            Records results = Records.allocate(plugin.spec().type(), waveforms.count(), Arena.ofAuto());
            long next = 0;
            try (ChunkStream stream = context.streaming("run_7")
                    .workers(2)
                    .chunkRecords(chunkRecords)
                    .getStream(plugin.spec().provides())) {
                for (Chunk chunk : stream) {
                    results.copyFrom(next, chunk.records(), 0, chunk.length());
                    next += chunk.length();
                }
            }
            assertEquals(waveforms.count(), next);
            return results;
        }
    }

    /// The results, which must be the same bytes at every size of chunks.
    public static Records runInChunksOfEverySize(
            StreamingPlugin plugin, Records waveforms, Map<String, String> options) {
        Records expected = run(plugin, waveforms, options, CHUNKS[0]);
        for (int chunkRecords : CHUNKS) {
            Records actual = run(plugin, waveforms, options, chunkRecords);
            assertEquals(-1, expected.segment().mismatch(actual.segment()), "chunkRecords=" + chunkRecords);
        }
        return expected;
    }
}
