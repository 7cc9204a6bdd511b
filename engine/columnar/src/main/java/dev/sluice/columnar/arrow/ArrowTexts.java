package dev.sluice.columnar.arrow;

import dev.sluice.formats.FormatException;
import dev.sluice.record.BooleanField;
import dev.sluice.record.Field;
import dev.sluice.record.Records;
import dev.sluice.record.TextField;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Copies columns whose elements Arrow holds otherwise than records: texts after a table of ends, and flags as bits.
/// Stateless.
final class ArrowTexts {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private ArrowTexts() {}

    /// Copies texts of UTF-8 from row `row` on into the field of all records.
    ///
    /// @throws FormatException if a text lies outside of the data, or is too long for the field
    static void copy(
            Path path, Field column, MemorySegment file, long ends, MemorySegment data, long row, Records into) {
        TextField field = into.type().textField(column.name());
        long element = row * column.elements();
        for (long i = 0; i < into.count(); i++) {
            for (int at = 0; at < column.elements(); at++, element++) {
                long start = file.get(INT, ends + element * Integer.BYTES);
                long end = file.get(INT, ends + (element + 1) * Integer.BYTES);
                if (start < 0 || end < start || end > data.byteSize()) {
                    throw unfit(path, ends + element * Integer.BYTES, column, "start=" + start + ", end=" + end);
                }
                byte[] bytes = data.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
                String text = new String(bytes, StandardCharsets.UTF_8);
                try {
                    field.set(into, i, at, text);
                } catch (IllegalArgumentException tooLong) {
                    throw unfit(path, ends + element * Integer.BYTES, column, tooLong.getMessage());
                }
            }
        }
    }

    private static FormatException unfit(Path path, long offset, Field column, String problem) {
        return new FormatException(
                path,
                offset,
                "a text of column '" + column.name() + "' is unsound, " + problem,
                "write the file again: it is damaged");
    }

    /// Copies bits from row `row` on into the field of all records.
    static void flags(Field column, MemorySegment file, long bits, long row, Records into) {
        BooleanField field = into.type().booleanField(column.name());
        long element = row * column.elements();
        for (long i = 0; i < into.count(); i++) {
            for (int at = 0; at < column.elements(); at++, element++) {
                int eight = file.get(ValueLayout.JAVA_BYTE, bits + element / Byte.SIZE);
                field.set(into, i, at, (eight >> element % Byte.SIZE & 1) != 0);
            }
        }
    }
}
