package dev.sluice.formats.strax;

import dev.sluice.chunk.Loss;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordPart;
import dev.sluice.source.ValidatingReader;
import java.util.List;

/// Reads chunks of a folder of strax, decoded ahead, in pieces of the engine's size. Used by one thread.
///
/// The pieces of a stored chunk tile its interval, so that what lies between chunks stays where it was. A chunk that
/// cannot be read ends the run; under [FailurePolicy#SKIP] it is lost, and the others come.
final class StraxReader implements ChunkReader {
    private final StraxMetadata data;
    private final List<StraxChunk> chunks;
    private final SourceContext context;
    private final DecodedChunks decoded;
    private final RecordType type;
    private long before;
    private int next;
    private StraxChunk current;
    private ValidatingReader pieces;
    private ChunkPieces given;

    /// A reader of these chunks, before which the run has `before` records; they are cut as records of `type` must be.
    StraxReader(StraxMetadata data, RecordType type, List<StraxChunk> chunks, long before, SourceContext context) {
        this.type = type;
        this.data = data;
        this.chunks = chunks;
        this.before = before;
        this.context = context;
        this.decoded = new DecodedChunks(data, chunks, context);
    }

    @Override
    public boolean read(SourceOutput out) {
        while (true) {
            if (pieces != null) {
                if (pieces.read(given.to(out))) {
                    return true;
                }
                boolean rest = given.close(out);
                finish();
                if (rest) {
                    return true;
                }
            }
            if (next == chunks.size()) {
                return false;
            }
            current = chunks.get(next++);
            if (current.count() == 0) {
                publishEmpty(out);
                return true;
            }
            if (!begin(out)) {
                return true;
            }
        }
    }

    /// Whether the records of the chunk are there; if not, its time is lost.
    private boolean begin(SourceOutput out) {
        try {
            Records records = decoded.take(current);
            given = new ChunkPieces(current, before);
            String name = data.folder().resolve(current.file()).toString();
            Records typed = Records.of(type, records.segment(), records.byteOffset(), records.count());
            pieces = new ValidatingReader(
                    List.of(RecordPart.whole(name, typed)), new ChunkContext(context, current.range()));
            return true;
        } catch (FormatException damaged) {
            if (context.failurePolicy() == FailurePolicy.FAIL) {
                throw damaged;
            }
            publishEmpty(out);
            out.lost(new Loss(current.start(), current.end(), damaged.finding()));
            decoded.release(current);
            before += current.count();
            return false;
        }
    }

    private void publishEmpty(SourceOutput out) {
        out.records(0);
        out.publish(0, current.start(), current.end());
        out.firstIndex(before);
        current.losses().forEach(out::lost);
    }

    private void finish() {
        before += current.count();
        decoded.release(current);
        pieces = null;
    }

    @Override
    public void close() {
        decoded.close();
    }
}
