package dev.sluice.columnar;

import dev.sluice.record.Field;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Records with a field of every kind that columns take, and random values in them.
public final class ColumnarRecords {
    /// Every kind of element, alone and in arrays, with gaps, a title and units.
    public static final RecordType EVERY_KIND = RecordType.parse("[('time', '<i8'), ('endtime', '<i8'), ('', '|V3'),"
                    + " ('a', '|i1'), ('b', '<i2'), ('c', '<i4'), ('d', '|u1'), ('e', '<u2'), ('f', '<u4'), ('g', '<u8'),"
                    + " (('a title', 'h'), '<f4'), ('i', '<f8'), ('j', '|b1'), ('k', '|S5'), ('l', '<U3'),"
                    + " ('wave', '<i2', (7,)), ('grid', '<f4', (2, 3)), ('flags', '|b1', (3,)), ('names', '<U2', (2,)),"
                    + " ('', '|V1')]")
            .documented(FieldDocs.CUSTOMARY.with("h", "PE", "area of the peak", "NaN without a baseline"));

    /// Numbers only, without arrays: what all formats of tables hold.
    public static final RecordType SCALARS = RecordType.of(
            "time:<i8",
            "endtime:<i8",
            "channel:<i2",
            "board:<i2",
            "n:|u1",
            "id:<u4",
            "area:<f4",
            "width:<f8",
            "ok:|b1");

    private static final String LETTERS = "aZ0 é";

    private ColumnarRecords() {}

    /// Records of that type that start one after another from `start` on; all else is random.
    public static Records random(RecordType type, int count, long start, Random random, Arena arena) {
        Records records = Records.allocate(type, Math.max(count, 1), arena).slice(0, count);
        byte[] noise = new byte[type.size()];
        long time = start;
        for (int i = 0; i < count; i++) {
            random.nextBytes(noise);
            MemorySegment.copy(
                    noise, 0, records.segment(), ValueLayout.JAVA_BYTE, (long) i * type.size(), noise.length);
            int row = i;
            type.fields().forEach(field -> {
                for (int element = 0; element < field.elements(); element++) {
                    if (field.type().isText()) {
                        int most = field.type().kind() == FieldType.Kind.UNICODE
                                ? field.type().size() / 4
                                : field.type().size();
                        StringBuilder text = new StringBuilder();
                        for (int letters = random.nextInt(most + 1); letters > 0; letters--) {
                            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
                        }
                        type.textField(field.name()).set(records, row, element, text.toString());
                    } else if (field.type().kind() == FieldType.Kind.BOOLEAN) {
                        type.booleanField(field.name()).set(records, row, element, random.nextBoolean());
                    }
                }
            });
            type.longField("time").set(records, i, time);
            if (type.has("endtime")) {
                type.longField("endtime").set(records, i, time + random.nextInt(100));
            }
            time += 1 + random.nextInt(50);
        }
        return records;
    }

    /// The elements of a field: integers by their bits, numbers by theirs, flags, and texts.
    public static List<Object> values(Field field, Records records, long row) {
        RecordType type = records.type();
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < field.elements(); i++) {
            elements.add(
                    switch (field.type().kind()) {
                        case FLOAT ->
                            field.type().size() == 4
                                    ? plain(field, type.floatField(field.name()).get(records, row, i))
                                    : plain(
                                            field,
                                            type.doubleField(field.name()).get(records, row, i));
                        case BOOLEAN -> type.booleanField(field.name()).get(records, row, i);
                        case BYTES, UNICODE -> type.textField(field.name()).get(records, row, i);
                        case SIGNED, UNSIGNED ->
                            plain(field, type.longField(field.name()).bits(records, row, i));
                    });
        }
        return elements;
    }

    /// The same of what a foreign reader gives for the field: a value, or lists of them.
    public static List<Object> flat(Field field, Object value) {
        List<Object> elements = new ArrayList<>();
        switch (value) {
            case List<?> list -> list.forEach(element -> elements.addAll(flat(field, element)));
            case Object[] array -> List.of(array).forEach(element -> elements.addAll(flat(field, element)));
            case java.sql.Array array -> {
                try {
                    elements.addAll(flat(field, array.getArray()));
                } catch (java.sql.SQLException e) {
                    throw new AssertionError(e);
                }
            }
            default -> elements.add(plain(field, value));
        }
        return elements;
    }

    private static Object plain(Field field, Object value) {
        return switch (value) {
            case Float number -> Float.floatToRawIntBits(number);
            case Double number -> Double.doubleToRawLongBits(number);
            case Number number ->
                field.type().size() == 8
                        ? number.longValue()
                        : number.longValue() & (1L << 8 * field.type().size()) - 1;
            case Character character -> (long) character;
            case Boolean flag -> flag;
            default -> value.toString();
        };
    }
}
