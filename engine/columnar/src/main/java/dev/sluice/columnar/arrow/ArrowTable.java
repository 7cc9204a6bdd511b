package dev.sluice.columnar.arrow;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.columnar.table.Table;
import dev.sluice.columnar.table.TableTypes;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.UnchangedFile;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Schema;

/// An Arrow file, mapped, whose batches are the blocks of a table. Owns the mapping; for one thread at a time.
///
/// Of a file of ours each batch is checked against its checksum before it is read; times come from the index, so that
/// a range of time touches its batches only.
final class ArrowTable implements Table {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int END = Integer.BYTES + ArrowFooter.MAGIC.length;
    private static final String REMEDY = "write the file again: it is damaged, or was not completed";

    private final Path path;
    private final UnchangedFile unchanged;
    private final Arena arena;
    private final MemorySegment file;
    private final List<Field> columns;
    private final RecordType type;
    private final Map<String, String> metadata;
    private final List<ArrowBatch> batches = new ArrayList<>();
    private final long[] starts;
    private final ArrowIndex index;
    private final int timeColumn;
    private int checked = -1;

    private ArrowTable(Path path, UnchangedFile unchanged, Arena arena, MemorySegment file) {
        this.path = path;
        this.unchanged = unchanged;
        this.arena = arena;
        this.file = file;
        long size = file.byteSize();
        int length = footerLength(path, file);
        long place = size - END - length;
        ByteBuffer bytes = bytes(place, length);
        Footer footer = Footer.getRootAsFooter(bytes);
        this.index = ArrowIndex.of(path, footer, bytes, place);
        Schema schema = footer.schema();
        this.columns = ArrowFields.of(path, schema);
        this.metadata = ArrowFields.metadata(schema);
        this.type = TableTypes.of(path, columns, metadata);
        this.timeColumn = columns.stream().map(Field::name).toList().indexOf("time");
        this.starts = new long[requireCount(footer.recordBatchesLength(), length) + 1];
        List<Boolean> texts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            texts.add(ArrowFields.hasEnds(schema.fields(i)));
        }
        for (int i = 0; i < starts.length - 1; i++) {
            ArrowBatch batch = ArrowBatch.of(path, footer.recordBatches(i), size, columns, texts, this::bytes);
            batches.add(batch);
            starts[i + 1] = starts[i] + batch.rows();
        }
        requireIndex(size - END - length);
    }

    /// Maps a file.
    ///
    /// @throws FormatException if it is damaged, or has columns of which no records are made
    static ArrowTable open(Path path) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            UnchangedFile unchanged = UnchangedFile.of(path);
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, unchanged.size(), arena);
            return parsed(path, unchanged, arena, file);
        } catch (IOException unreadable) {
            arena.close();
            FormatException failure = new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the file cannot be read (" + unreadable.getMessage() + ")",
                    "see that it is there and may be read");
            failure.initCause(unreadable);
            throw failure;
        } catch (RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    /// Flatbuffers that are damaged raise whatever their numbers lead to; nothing was taken from them yet.
    private static ArrowTable parsed(Path path, UnchangedFile unchanged, Arena arena, MemorySegment file) {
        try {
            return new ArrowTable(path, unchanged, arena, file);
        } catch (FormatException known) {
            throw known;
        } catch (RuntimeException damaged) {
            FormatException failure = new FormatException(
                    path,
                    Math.max(0, file.byteSize() - END),
                    "the index at the end of the file is damaged (" + damaged + ")",
                    REMEDY);
            failure.initCause(damaged);
            throw failure;
        }
    }

    private static int footerLength(Path path, MemorySegment file) {
        long size = file.byteSize();
        long room = size - END - ArrowFooter.MAGIC_PLACE;
        boolean complete = room > 0 && hasMagic(file, 0) && hasMagic(file, size - ArrowFooter.MAGIC.length);
        int length =
                complete ? file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), size - END) : 0;
        if (length <= 0 || length > room) {
            throw new FormatException(
                    path,
                    Math.max(0, size - END),
                    complete ? "the index has length=" + length : "the file does not begin and end as an Arrow file",
                    REMEDY + "; a stream (.arrows) is read with pyarrow.ipc.open_stream");
        }
        return length;
    }

    private static boolean hasMagic(MemorySegment file, long at) {
        return file.asSlice(at, ArrowFooter.MAGIC.length).mismatch(MemorySegment.ofArray(ArrowFooter.MAGIC)) < 0;
    }

    private static int requireCount(int count, int length) {
        if (count < 0 || count > length) {
            throw new IllegalArgumentException("batches=" + count);
        }
        return count;
    }

    private void requireIndex(long place) {
        boolean agrees = index == null || index.rows().length == batches.size();
        for (int i = 0; agrees && index != null && i < batches.size(); i++) {
            agrees = index.rows()[i] == batches.get(i).rows();
        }
        if (!agrees) {
            throw new FormatException(path, place, "the batches are not those that the index names", REMEDY);
        }
    }

    private ByteBuffer bytes(long offset, int length) {
        return ByteBuffer.wrap(file.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private int batch(long row) {
        int low = 0;
        int high = batches.size() - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (starts[middle + 1] <= row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public RecordType type() {
        return type;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public long rows() {
        return starts[batches.size()];
    }

    @Override
    public long blockEnd(long row) {
        return starts[batch(row) + 1];
    }

    @Override
    public long time(long row) {
        int batch = batch(row);
        long within = row - starts[batch];
        if (within == 0 && index != null) {
            return index.first()[batch];
        }
        return file.get(LONG, batches.get(batch).data()[timeColumn] + within * Long.BYTES);
    }

    @Override
    public void check(long row) {
        int batch = batch(row);
        if (index == null || checked == batch) {
            return;
        }
        ArrowBatch found = batches.get(batch);
        CRC32C sum = new CRC32C();
        sum.update(file.asSlice(found.offset(), found.bytes()).asByteBuffer());
        if ((int) sum.getValue() != index.sums()[batch]) {
            throw new FormatException(
                    path,
                    found.offset(),
                    "batch number=%d is damaged, crc32c=%08x where the index says %08x"
                            .formatted(batch, (int) sum.getValue(), index.sums()[batch]),
                    "take another copy of the file, or run with --on-error=skip");
        }
        checked = batch;
    }

    @Override
    public void read(long from, Records into) {
        for (long done = 0; done < into.count(); ) {
            int batch = batch(from + done);
            check(from + done);
            long count = Math.min(into.count() - done, starts[batch + 1] - from - done);
            copy(batches.get(batch), from + done - starts[batch], into.slice(done, done + count));
            done += count;
        }
        unchanged.glance();
    }

    private void copy(ArrowBatch batch, long row, Records into) {
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            if (batch.ends()[i] >= 0) {
                MemorySegment data = file.asSlice(batch.data()[i], batch.sizes()[i]);
                ArrowTexts.copy(path, column, file, batch.ends()[i], data, row, into);
            } else if (column.type().equals(FieldType.BOOLEAN)) {
                ArrowTexts.flags(column, file, batch.data()[i], row, into);
            } else {
                ColumnValues.of(column, file, batch.data()[i], batch.rows()).scatter(row, into);
            }
        }
    }

    @Override
    public void requireUnchanged() {
        unchanged.require();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
