package dev.sluice.columnar.parquet;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.formats.StagedChannel;
import dev.sluice.record.Field;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;

/// Writes a column of a row group as pages of about 1 MiB, each with its CRC32. For one thread.
final class ParquetPages {
    private static final long PAGE = 1L << 20;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private final ColumnValues column;
    private final ParquetLevels levels;
    private final PlainValues plain;
    private final int pageRows;
    private final MemorySegment page;
    private final CRC32 sum = new CRC32();
    private final ThriftOutput header = new ThriftOutput();

    ParquetPages(ColumnValues column, Arena arena) {
        Field field = column.field();
        this.column = column;
        this.levels = new ParquetLevels(field);
        this.plain = new PlainValues(column);
        long rowBytes = ParquetType.mostBytes(field.type(), field.elements());
        this.pageRows = (int) Math.clamp(PAGE / (rowBytes + levels.mostBytes(1)), 1, PAGE);
        this.page = arena.allocate(rowBytes * pageRows, 64);
    }

    /// What a column of a row group came to.
    ///
    /// @param field    the field
    /// @param place    where its first page begins
    /// @param bytes    bytes of its pages, headers included
    /// @param values   how many elements there are
    /// @param extremes the least and the greatest, or null
    record Written(Field field, long place, long bytes, long values, Extremes extremes) {}

    /// Writes the first `rows` rows.
    Written write(int rows, StagedChannel out) {
        long place = out.position();
        for (int row = 0; row < rows; row += pageRows) {
            page(row, Math.min(pageRows, rows - row), out);
        }
        Field field = column.field();
        long values = (long) rows * field.elements();
        return new Written(field, place, out.position() - place, values, Extremes.of(column, rows));
    }

    private void page(int row, int rows, StagedChannel out) {
        byte[] before = levels.of(rows);
        long bytes = plain.put(row, rows, page);
        sum.reset();
        sum.update(before);
        sum.update(page.asSlice(0, bytes).asByteBuffer());
        int length = Math.toIntExact(before.length + bytes);
        header.int32(1, DATA_PAGE);
        header.int32(2, length);
        header.int32(3, length);
        header.int32(4, (int) sum.getValue());
        header.begin(5);
        header.int32(1, Math.multiplyExact(rows, column.field().elements()));
        header.int32(2, PLAIN);
        header.int32(3, RLE);
        header.int32(4, RLE);
        header.end();
        header.end();
        out.put(header.take());
        out.put(before);
        out.put(page, 0, bytes);
    }
}
