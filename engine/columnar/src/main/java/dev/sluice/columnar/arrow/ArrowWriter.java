package dev.sluice.columnar.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.sluice.columnar.column.BatchWriter;
import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/// Writes records as Arrow IPC, as a file with an index at its end or as a stream without one. For one thread at a
/// time.
///
/// A batch has about 2 MiB; it starts at a multiple of 64 bytes, and so does each of its buffers, so that
/// readers map the file.
public final class ArrowWriter extends BatchWriter {
    private static final long BATCH = 2L << 20;
    private static final int MOST_ROWS = 1 << 20;

    private final ArrowOutput out;
    private final RecordType type;
    private final OutputSettings settings;
    private final List<ArrowColumn> columns;
    private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 12);
    private final ArrowFooter footer;
    private long bodyBytes;

    private ArrowWriter(
            PartFile file, StagedChannel channel, RecordType type, OutputSettings settings, boolean stream) {
        super(file, channel, type, batchRows(type));
        this.out = new ArrowOutput(channel);
        this.type = type;
        this.settings = settings;
        this.footer = stream ? null : new ArrowFooter();
        Arena arena = Arena.ofAuto();
        this.columns = columns().stream()
                .map(column -> new ArrowColumn(column, batchRows(type), arena))
                .toList();
    }

    private static int batchRows(RecordType type) {
        long bytes = type.fields().stream().mapToLong(ArrowColumn::bytesPerRow).sum();
        return Math.clamp(BATCH / Math.max(1, bytes), 1, MOST_ROWS);
    }

    /// Starts a file of records of that type, or, if `stream`, a stream.
    ///
    /// @throws dev.sluice.formats.FormatException if there can be no such file
    public static ArrowWriter create(Path path, RecordType type, OutputSettings settings, boolean stream) {
        PartFile file = PartFile.create(path);
        try {
            StagedChannel channel = new StagedChannel(file.channel(), file.target());
            ArrowWriter writer = new ArrowWriter(file, channel, type, settings, stream);
            writer.start();
            return writer;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private void start() {
        if (footer != null) {
            out.put(ArrowFooter.MAGIC);
            out.pad(ArrowFooter.MAGIC_PLACE - ArrowFooter.MAGIC.length);
        }
        builder.clear();
        out.message(builder, MessageHeader.Schema, schema(), 0);
    }

    private int schema() {
        return ArrowSchema.put(builder, settings.titled() ? type.titled() : type, settings);
    }

    /// Writes the mark of the end, and the index of a file.
    @Override
    protected void end() {
        out.put(ArrowOutput.integers(ArrowOutput.CONTINUATION, 0));
        if (footer != null) {
            builder.clear();
            byte[] index = footer.encode(builder, schema());
            out.put(index);
            out.put(ArrowOutput.integers(index.length));
            out.put(ArrowFooter.MAGIC);
        }
    }

    @Override
    protected void batch(List<ColumnValues> values, int rows) {
        columns.forEach(column -> column.encode(rows));
        builder.clear();
        int nodes = nodes(rows);
        int buffers = buffers(rows);
        long body = bodyBytes;
        int header = RecordBatch.createRecordBatch(builder, rows, nodes, buffers, 0, 0);
        long start = out.position();
        int metadata = out.message(builder, MessageHeader.RecordBatch, header, body);
        for (ArrowColumn column : columns) {
            if (column.hasEnds()) {
                out.buffer(column.ends(), column.endsBytes(rows));
            }
            out.buffer(column.data(), column.dataBytes(rows));
        }
        if (footer != null) {
            footer.add(new ArrowFooter.Batch(start, metadata, body, rows, first(), last(), out.sum()));
        }
    }

    /// The lengths of all levels of all columns; vectors are built from their ends.
    private int nodes(int rows) {
        RecordBatch.startNodesVector(
                builder,
                type.fields().stream()
                        .mapToInt(field -> 1 + field.shape().size())
                        .sum());
        for (Field field : type.fields().reversed()) {
            // From the elements outwards.
            for (int level = field.shape().size(); level >= 0; level--) {
                long length = rows;
                for (int dimension : field.shape().subList(0, level)) {
                    length *= dimension;
                }
                FieldNode.createFieldNode(builder, length, 0);
            }
        }
        return builder.endVector();
    }

    /// The places of all buffers in the body: of each level that of the nulls, which is empty, then ends and values.
    private int buffers(int rows) {
        List<long[]> places = new ArrayList<>();
        long at = 0;
        for (ArrowColumn column : columns) {
            for (int level = 0; level <= column.field().shape().size(); level++) {
                places.add(new long[] {at, 0});
            }
            if (column.hasEnds()) {
                places.add(new long[] {at, column.endsBytes(rows)});
                at += ArrowOutput.padded(column.endsBytes(rows));
            }
            places.add(new long[] {at, column.dataBytes(rows)});
            at += ArrowOutput.padded(column.dataBytes(rows));
        }
        bodyBytes = at;
        RecordBatch.startBuffersVector(builder, places.size());
        places.reversed().forEach(place -> Buffer.createBuffer(builder, place[0], place[1]));
        return builder.endVector();
    }
}
