package dev.sluice.columnar.arrow;

import dev.sluice.formats.FormatException;
import dev.sluice.record.Field;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/// Where the columns of one batch lie in a file, all within it. Immutable.
///
/// @param offset where its message begins
/// @param bytes  bytes of the message, body included
/// @param rows   how many rows it has
/// @param data   where the values of each column begin
/// @param sizes  how many bytes they have
/// @param ends   where the table of ends of each column begins; -1 without one
record ArrowBatch(long offset, long bytes, int rows, long[] data, long[] sizes, long[] ends) {
    private static final String REMEDY = "write the file again: it is damaged, or was not completed";

    /// The batch that a block of the footer shows.
    ///
    /// @param metadata reads bytes of the file
    /// @throws FormatException if it leaves the file, is packed, or has nulls
    static ArrowBatch of(
            Path path, Block block, long fileSize, List<Field> columns, List<Boolean> texts, Bytes metadata) {
        long offset = block.offset();
        int length = block.metaDataLength();
        long body = block.bodyLength();
        if (offset < ArrowFooter.MAGIC_PLACE
                || offset > fileSize
                || length < ArrowOutput.PREFIX
                || length > fileSize - offset
                || body < 0
                || body > fileSize - offset - length) {
            throw new FormatException(
                    path,
                    Math.max(0, offset),
                    "a batch leaves the file, metadata=" + length + ", body=" + body + " bytes of size=" + fileSize,
                    REMEDY);
        }
        ByteBuffer bytes = metadata.of(offset, length);
        // Files of before 2019 have no mark before the length.
        boolean marked = bytes.getInt(0) == ArrowOutput.CONTINUATION;
        bytes.position(marked ? ArrowOutput.PREFIX : Integer.BYTES);
        Message message = Message.getRootAsMessage(bytes.slice().order(java.nio.ByteOrder.LITTLE_ENDIAN));
        if (message.headerType() != MessageHeader.RecordBatch || message.bodyLength() != body) {
            throw new FormatException(path, offset, "where the index shows a batch there is none of that size", REMEDY);
        }
        return placed(path, (RecordBatch) message.header(new RecordBatch()), offset, length, body, columns, texts);
    }

    /// Gives bytes of a file, from a place on.
    @FunctionalInterface
    interface Bytes {
        ByteBuffer of(long offset, int length);
    }

    private static ArrowBatch placed(
            Path path,
            RecordBatch batch,
            long offset,
            int length,
            long body,
            List<Field> columns,
            List<Boolean> texts) {
        if (batch.compression() != null) {
            throw new FormatException(
                    path,
                    offset,
                    "its batches are compressed",
                    "write it without: pyarrow.feather.write_feather(table, path, compression='uncompressed')");
        }
        requireNoNulls(path, batch, offset);
        long rows = batch.length();
        requireThat(rows >= 0 && rows <= Integer.MAX_VALUE, path, offset, "rows=" + rows);
        int count = columns.size();
        long[] data = new long[count];
        long[] sizes = new long[count];
        long[] ends = new long[count];
        int buffer = 0;
        for (int i = 0; i < count; i++) {
            Field column = columns.get(i);
            long elements = rows * column.elements();
            buffer += 1 + column.shape().size();
            ends[i] = -1;
            if (texts.get(i)) {
                Buffer table = batch.buffers(buffer++);
                requireBuffer(path, offset, table, body, rows == 0 ? 0 : (elements + 1) * Integer.BYTES);
                ends[i] = offset + length + table.offset();
            }
            Buffer values = batch.buffers(buffer++);
            requireBuffer(path, offset, values, body, texts.get(i) ? 0 : bytes(column, elements));
            data[i] = offset + length + values.offset();
            sizes[i] = values.length();
        }
        requireThat(buffer == batch.buffersLength(), path, offset, "buffers=" + batch.buffersLength());
        return new ArrowBatch(offset, length + body, (int) rows, data, sizes, ends);
    }

    private static long bytes(Field column, long elements) {
        return switch (column.type().kind()) {
            case BOOLEAN -> (elements + Byte.SIZE - 1) / Byte.SIZE;
            default -> elements * column.type().size();
        };
    }

    private static void requireNoNulls(Path path, RecordBatch batch, long offset) {
        for (int i = 0; i < batch.nodesLength(); i++) {
            if (batch.nodes(i).nullCount() != 0) {
                throw new FormatException(
                        path,
                        offset,
                        "column or level number=" + i + " has nullCount="
                                + batch.nodes(i).nullCount() + ", and a field of a record has no null",
                        "fill them before, with pyarrow.compute.fill_null");
            }
        }
    }

    private static void requireBuffer(Path path, long offset, Buffer buffer, long body, long least) {
        boolean fits = buffer != null
                && buffer.offset() >= 0
                && buffer.length() >= least
                && buffer.offset() <= body
                && buffer.length() <= body - buffer.offset();
        requireThat(fits, path, offset, "a buffer of less than " + least + " bytes, or beyond body=" + body);
    }

    private static void requireThat(boolean sound, Path path, long offset, String what) {
        if (!sound) {
            throw new FormatException(path, offset, "a batch has " + what, REMEDY);
        }
    }
}
