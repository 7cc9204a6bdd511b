package dev.sluice.formats.csv;

import dev.sluice.formats.FieldText;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.formats.StagedWriter;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/// Writes records as comma- or tab-separated text in UTF-8: a line of names, then a line per record, each ended by
/// `\n`.
///
/// For one thread at a time. An array field takes a column per element, `wave[0]`, `wave[1]`, … or `grid[0][2]`.
/// Floating-point numbers have the fewest digits that read back to the same value in their own precision; text is
/// quoted where RFC 4180 wants it. Writing allocates nothing.
public final class CsvWriter extends StagedWriter {
    private static final char COMMA = ',';

    private final RecordType type;
    private final char separator;
    private final CsvSpelling spelling;
    private final OutputStream stream;
    private final StagedChannel out;
    private final FieldText[] columns;
    private final int[] elements;
    private final StringBuilder row = new StringBuilder(256);

    private CsvWriter(
            RecordType type, char separator, String target, PartFile file, OutputStream stream, StagedChannel out) {
        super(type, target, file, out);
        this.type = type;
        this.separator = separator;
        this.spelling = new CsvSpelling(separator);
        this.stream = stream;
        this.out = out;
        this.columns = new FieldText[type.fields().size()];
        this.elements = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Field field = type.fields().get(i);
            columns[i] = FieldText.of(type, field, spelling);
            elements[i] = field.elements();
        }
    }

    /// Starts a file, which appears under its name when committed.
    ///
    /// @throws dev.sluice.formats.FormatException if there can be no such file: no directory, no permission, a
    ///     directory or device instead
    public static CsvWriter create(Path path, RecordType type) {
        return create(path, type, COMMA);
    }

    /// Starts a file whose columns are parted by `separator`, which a text that holds it is quoted for.
    ///
    /// @throws dev.sluice.formats.FormatException if there can be no such file
    public static CsvWriter create(Path path, RecordType type, char separator) {
        PartFile file = PartFile.create(path);
        try {
            return new CsvWriter(type, separator, path.toString(), file, null, new StagedChannel(file.channel(), path))
                    .begin();
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /// Starts a text on a stream, which the caller keeps and closes; [#commit] flushes it.
    ///
    /// @param target what the stream leads to, for messages
    public static CsvWriter to(OutputStream stream, String target, RecordType type) {
        return new CsvWriter(type, COMMA, target, null, stream, staged(Channels.newChannel(stream), target)).begin();
    }

    /// Starts a text on a channel, which the caller keeps and closes.
    ///
    /// @param target what the channel leads to, for messages
    public static CsvWriter to(WritableByteChannel channel, String target, RecordType type) {
        return new CsvWriter(type, COMMA, target, null, null, staged(channel, target)).begin();
    }

    private static StagedChannel staged(WritableByteChannel channel, String target) {
        return new StagedChannel(channel, Path.of(target));
    }

    @Override
    protected void put(Records records) {
        long last = records.count();
        for (long index = 0; index < last; index++) {
            writeRow(records, index);
        }
    }

    @Override
    protected void finish() throws IOException {
        if (stream != null) {
            stream.flush();
        }
    }

    private CsvWriter begin() {
        for (Field field : type.fields()) {
            for (int element = 0; element < field.elements(); element++) {
                int start = row.length();
                row.append(field.name());
                appendIndex(field, element);
                spelling.quote(row, start);
                row.append(separator);
            }
        }
        endRow();
        return this;
    }

    private void writeRow(Records records, long index) {
        for (int i = 0; i < columns.length; i++) {
            for (int element = 0; element < elements[i]; element++) {
                columns[i].append(row, records, index, element);
                row.append(separator);
            }
        }
        endRow();
    }

    /// Turns the separator after the last element into the line's end; a lone empty text is quoted, lest the line be
    /// blank.
    private void endRow() {
        if (row.length() == 1) {
            row.insert(0, "\"\"");
        }
        row.setLength(Math.max(0, row.length() - 1));
        row.append('\n');
        out.put(row);
        row.setLength(0);
    }

    private void appendIndex(Field field, int element) {
        int block = field.elements();
        for (int dimension : field.shape()) {
            block /= dimension;
            row.append('[').append(element / block % dimension).append(']');
        }
    }
}
