package dev.sluice.columnar.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.formats.StagedWriter;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
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
/// Fields are gathered into columns until a batch of about 2 MiB is full. The columns lie off the heap, besides the
/// budget of the run, until the writer is collected. A batch starts at a multiple of 64 bytes, and so does each of its
/// buffers, so that readers map the file.
public final class ArrowWriter extends StagedWriter {
    private static final long BATCH = 2L << 20;
    private static final int MOST_ROWS = 1 << 20;

    private final StagedChannel channel;
    private final ArrowOutput out;
    private final RecordType type;
    private final OutputSettings settings;
    private final List<ArrowColumn> columns;
    private final int batchRows;
    private final FlatBufferBuilder builder = new FlatBufferBuilder(1 << 12);
    private final ArrowFooter footer;
    private final LongField time;
    private int rows;
    private long first;
    private long last;
    private long bodyBytes;

    private ArrowWriter(
            PartFile file, StagedChannel channel, RecordType type, OutputSettings settings, boolean stream) {
        super(type, file.target().toString(), file, channel);
        this.channel = channel;
        this.out = new ArrowOutput(channel);
        this.type = type;
        this.settings = settings;
        this.footer = stream ? null : new ArrowFooter();
        long bytes = type.fields().stream().mapToLong(ArrowColumn::bytesPerRow).sum();
        this.batchRows = (int) Math.clamp(BATCH / Math.max(1, bytes), 1, MOST_ROWS);
        this.time = hasTime(type) ? type.longField("time") : null;
        Arena arena = Arena.ofAuto();
        this.columns = type.fields().stream()
                .map(field -> new ArrowColumn(field, batchRows, arena))
                .toList();
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

    @Override
    protected void put(Records records) {
        for (long done = 0; done < records.count(); ) {
            long part = Math.min(batchRows - rows, records.count() - done);
            Records gathered = records.slice(done, done + part);
            for (ArrowColumn column : columns) {
                column.gather(rows, gathered);
            }
            note(gathered);
            rows += (int) part;
            done += part;
            if (rows == batchRows) {
                batch();
            }
        }
    }

    private static boolean hasTime(RecordType type) {
        return type.has("time")
                && type.field("time").isScalar()
                && type.field("time").type().equals(FieldType.INT64);
    }

    private void note(Records gathered) {
        if (time != null) {
            first = rows == 0 ? time.get(gathered, 0) : first;
            last = time.get(gathered, gathered.count() - 1);
        }
    }

    /// Writes what is left, the mark of the end, and the index of a file.
    @Override
    protected void finish() {
        if (rows > 0) {
            batch();
        }
        out.put(ArrowOutput.integers(ArrowOutput.CONTINUATION, 0));
        if (footer != null) {
            builder.clear();
            byte[] index = footer.encode(builder, schema());
            out.put(index);
            out.put(ArrowOutput.integers(index.length));
            out.put(ArrowFooter.MAGIC);
        }
        channel.flush();
    }

    private void batch() {
        columns.forEach(column -> column.encode(rows));
        builder.clear();
        int nodes = nodes();
        int buffers = buffers();
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
            footer.add(new ArrowFooter.Batch(start, metadata, body, rows, first, last, out.sum()));
        }
        rows = 0;
    }

    /// The lengths of all levels of all columns; vectors are built from their ends.
    private int nodes() {
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
    private int buffers() {
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
