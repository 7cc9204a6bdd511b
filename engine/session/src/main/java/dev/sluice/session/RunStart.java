package dev.sluice.session;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.StreamingContext;
import dev.sluice.stream.ChunkStream;
import java.util.Iterator;

/// When a run begins. Stateless.
final class RunStart {
    private RunStart() {}

    /// The start of the first chunk of the input, which is read; 0 if there is none.
    ///
    /// @param there whether the records are there before the run
    /// @throws IllegalArgumentException if they are not
    static long of(boolean there, StreamingContext run, String dataType) {
        if (!there) {
            throw new IllegalArgumentException("a range from the start of the run needs an input that is there before;"
                    + " give times in the unit of the data");
        }
        try (ChunkStream records = run.getStream(dataType)) {
            Iterator<Chunk> chunks = records.iterator();
            return chunks.hasNext() ? chunks.next().start() : 0;
        }
    }
}
