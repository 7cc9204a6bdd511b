package dev.sluice.columnar.parquet;

import dev.sluice.record.Field;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Where the lists of a field begin, as Parquet's repetition and definition levels in runs. Immutable.
///
/// The shape is fixed, so every record has the same levels: those of a page are one pattern, again and again.
final class ParquetLevels {
    private final int dimensions;
    private final int elements;
    private final byte[] pattern;

    ParquetLevels(Field field) {
        this.dimensions = field.shape().size();
        this.elements = field.elements();
        this.pattern = dimensions == 0 ? new byte[0] : pattern(field);
    }

    /// Bytes that the levels of so many records take at most.
    long mostBytes(long rows) {
        return pattern.length * rows + 3 * Integer.BYTES;
    }

    /// The levels of so many records, each kind after its length; empty of a scalar.
    byte[] of(int rows) {
        if (dimensions == 0) {
            return new byte[0];
        }
        ByteArrayOutputStream defined = new ByteArrayOutputStream();
        run(defined, (long) rows * elements, dimensions);
        ByteBuffer levels = ByteBuffer.allocate(pattern.length * rows + defined.size() + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        levels.putInt(pattern.length * rows);
        for (int row = 0; row < rows; row++) {
            levels.put(pattern);
        }
        return levels.putInt(defined.size()).put(defined.toByteArray()).array();
    }

    private static byte[] pattern(Field field) {
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        int level = 0;
        int length = 0;
        for (int element = 0; element < field.elements(); element++) {
            int next = level(field, element);
            if (length > 0 && next != level) {
                run(runs, length, level);
                length = 0;
            }
            level = next;
            length++;
        }
        run(runs, length, level);
        return runs.toByteArray();
    }

    /// How many lists go on at an element: none at the first one of a record.
    private static int level(Field field, int element) {
        int level = field.shape().size();
        int size = 1;
        while (level > 0) {
            size *= field.shape().get(level - 1);
            if (element % size != 0) {
                return level;
            }
            level--;
        }
        return 0;
    }

    /// A run of one level; up to 8 bits wide.
    private static void run(ByteArrayOutputStream out, long length, int level) {
        long rest = length << 1;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        out.write(level);
    }
}
