package dev.sluice.chunk;

import dev.sluice.record.RecordType;
import java.lang.foreign.MemorySegment;

/// Shows chunks to a reader under another number and name, without copying records. Used by one thread.
///
/// Each chunk is an object of its own, which is refused once the next one is shown: one that is kept too long is not
/// mixed up with its successors, however many follow. These small objects belong to the thread that reads.
public final class ChunkView {
    private final RecordType type;
    private final String dataType;
    private ChunkWindow window;

    /// A view that shows chunks of `type` as `dataType`.
    public ChunkView(RecordType type, String dataType) {
        this.type = type;
        this.dataType = dataType;
    }

    /// The chunk as number `number`; valid as long as `chunk` is, and until the next one is shown.
    public Chunk show(Chunk chunk, long number) {
        end();
        window = new ChunkWindow(type);
        window.show(chunk, number, dataType);
        return window.chunk();
    }

    /// A chunk without records: time in which nothing is known to be.
    public Chunk silence(long number, long start, long end, String runId) {
        end();
        window = new ChunkWindow(type);
        window.window().rebind(MemorySegment.NULL, 0, 0);
        window.set(number, start, end, runId, dataType);
        window.reach(end);
        return window.chunk();
    }

    /// The chunk that is shown is not valid any more.
    public void end() {
        if (window != null) {
            window.window().end(dataType);
            window = null;
        }
    }
}
