package dev.sluice.formats.json;

import dev.sluice.formats.FieldText;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.formats.StagedWriter;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.nio.file.Path;

/// Writes records as JSON in UTF-8: an object per record and line, with the fields in their order.
///
/// For one thread at a time. An array field is an array, of arrays where it has several dimensions. Floating-point
/// numbers have the fewest digits that read back to the same value in their own precision. JSON has no NaN, which is
/// written as `null`, and no infinity, which is written as `1e999` or `-1e999`: parsers read them as infinite. Writing
/// allocates nothing.
public final class JsonLinesWriter extends StagedWriter {
    private static final FieldText.Spelling SPELLING = new JsonSpelling();

    private final StagedChannel out;
    private final String[] names;
    private final FieldText[] values;
    private final int[][] shapes;
    private final StringBuilder row = new StringBuilder(256);

    private JsonLinesWriter(RecordType type, PartFile file, StagedChannel out) {
        super(type, file.target().toString(), file, out);
        this.out = out;
        int count = type.fields().size();
        this.names = new String[count];
        this.values = new FieldText[count];
        this.shapes = new int[count][];
        for (int i = 0; i < count; i++) {
            Field field = type.fields().get(i);
            names[i] = name(field.name(), i == 0);
            values[i] = FieldText.of(type, field, SPELLING);
            shapes[i] = field.shape().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /// Starts a file, which appears under its name when committed.
    ///
    /// @throws dev.sluice.formats.FormatException if there can be no such file: no directory, no permission, a
    ///     directory or device instead
    public static JsonLinesWriter create(Path path, RecordType type) {
        PartFile file = PartFile.create(path);
        try {
            return new JsonLinesWriter(type, file, new StagedChannel(file.channel(), path));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static String name(String field, boolean first) {
        StringBuilder text = new StringBuilder().append(first ? '{' : ',');
        int start = text.length();
        text.append(field);
        SPELLING.quote(text, start);
        return text.append(':').toString();
    }

    @Override
    protected void put(Records records) {
        long last = records.count();
        for (long index = 0; index < last; index++) {
            for (int i = 0; i < names.length; i++) {
                row.append(names[i]);
                append(i, records, index, 0, 0);
            }
            row.append("}\n");
            out.put(row);
            row.setLength(0);
        }
    }

    /// Appends what lies below `dimension` from an element on; the number of the element after it.
    private int append(int field, Records records, long index, int dimension, int element) {
        if (dimension == shapes[field].length) {
            values[field].append(row, records, index, element);
            return element + 1;
        }
        int next = element;
        for (int i = 0; i < shapes[field][dimension]; i++) {
            row.append(i == 0 ? '[' : ',');
            next = append(field, records, index, dimension + 1, next);
        }
        row.append(']');
        return next;
    }

    @Override
    protected void finish() {}
}
