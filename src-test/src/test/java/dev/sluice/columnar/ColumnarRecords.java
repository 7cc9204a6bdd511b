package dev.sluice.columnar;

import dev.sluice.record.FieldDocs;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
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
            java.lang.foreign.MemorySegment.copy(
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
}
