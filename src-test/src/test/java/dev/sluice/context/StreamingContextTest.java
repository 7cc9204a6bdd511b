package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import org.junit.jupiter.api.Test;

final class StreamingContextTest {
    @Test
    void streamsFeaturesOfASimulatedDetector() {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(5000), new Features());
                ChunkStream stream =
                        context.streaming("my_run").workers(2).chunkRecords(100).getStream("features")) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
                assertTrue(chunk.toString().startsWith("features my_run ["), chunk.toString());
            }
            assertEquals(5000, records);
            assertEquals(50, stream.summary().chunks());
        }
    }
}
