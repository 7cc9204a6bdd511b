package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.Checked;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;

/// Shows chunks under another number and name, without copying: one object, pointed at chunk after chunk. In checked
/// mode each chunk is an object of its own, which is refused once the next one is shown. Used by one thread.
final class ChunkView {
    private final RecordType type;
    private final String dataType;
    private ChunkWindow window;
    private LoanGuard loan;

    /// A view that shows chunks of `type` as `dataType`.
    ChunkView(RecordType type, String dataType) {
        this.type = type;
        this.dataType = dataType;
    }

    /// The chunk as number `number`; valid as long as `chunk` is, and until the next one is shown.
    Chunk show(Chunk chunk, long number) {
        ChunkWindow shown = next();
        Records records = chunk.records();
        shown.window().rebind(records.segment(), records.byteOffset(), records.count());
        shown.set(number, chunk.start(), chunk.end(), chunk.runId(), dataType);
        shown.addLosses(chunk.losses());
        shown.reach(chunk.latestEnd());
        return shown.chunk();
    }

    /// A chunk without records: time in which nothing is known to be.
    Chunk silence(long number, long start, long end, String runId) {
        ChunkWindow shown = next();
        shown.window().rebind(MemorySegment.NULL, 0, 0);
        shown.set(number, start, end, runId, dataType);
        shown.reach(end);
        return shown.chunk();
    }

    private ChunkWindow next() {
        end();
        if (window == null || Checked.ON) {
            window = new ChunkWindow(type);
        }
        if (Checked.ON) {
            loan = new LoanGuard();
            window.window().guard(loan);
        }
        return window;
    }

    /// The chunk that is shown is not valid any more.
    void end() {
        if (loan != null) {
            loan.end(dataType);
        }
    }
}
