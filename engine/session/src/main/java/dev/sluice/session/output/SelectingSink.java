package dev.sluice.session.output;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.selection.Columns;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Hands on the records and fields that are kept, in pieces of a bounded number of bytes; owns the sink after it.
final class SelectingSink implements RecordSink {
    private static final long PIECE_BYTES = 1 << 20;

    private final RecordSelection selection;
    private final Columns columns;
    private final RecordSink sink;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final int piece;
    private final long[] indices;

    SelectingSink(RecordSelection selection, RecordSink sink) {
        this.selection = selection;
        this.columns = selection.copied();
        this.sink = sink;
        this.piece =
                Math.toIntExact(Math.max(1, PIECE_BYTES / selection.source().size()));
        this.memory = arena.allocate((long) piece * columns.type().size(), Long.BYTES);
        this.indices = new long[selection.filter() == null ? 0 : piece];
    }

    @Override
    public void accept(Records records) {
        for (long from = 0; from < records.count(); from += piece) {
            pass(records.slice(from, Math.min(records.count(), from + piece)));
        }
    }

    private void pass(Records records) {
        RecordType type = columns.type();
        if (selection.filter() == null) {
            Records kept = Records.of(type, memory, 0, records.count());
            columns.into(records, kept);
            sink.accept(kept);
            return;
        }
        long found = found(records);
        if (found > 0) {
            Records kept = Records.of(type, memory, 0, found);
            columns.gather(records, indices, found, kept);
            sink.accept(kept);
        }
    }

    private long found(Records records) {
        try {
            return selection.filter().select(records, indices);
        } catch (ArithmeticException untestable) {
            throw new IllegalStateException("--select: " + untestable.getMessage(), untestable);
        }
    }

    @Override
    public void commit() {
        sink.commit();
    }

    @Override
    public long bytes() {
        return sink.bytes();
    }

    @Override
    public List<FieldStatistics> statistics() {
        return sink.statistics();
    }

    @Override
    public long records() {
        return sink.records();
    }

    @Override
    public void close() {
        try {
            sink.close();
        } finally {
            arena.close();
        }
    }
}
