package dev.sluice.columnar.parquet;

import dev.sluice.columnar.arrow.ArrowSchema;
import dev.sluice.columnar.column.BatchWriter;
import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.columnar.column.TableMetadata;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.OutputSettings;
import dev.sluice.formats.PartFile;
import dev.sluice.formats.StagedChannel;
import dev.sluice.record.RecordType;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Writes records as a Parquet file: row groups of about 16 MiB, plain pages of 1 MiB with checksums. For one thread at
/// a time.
///
/// Arrays are lists, no value is null, and nothing is compressed. Integers have their least and greatest value with
/// each row group. The schema of Arrow stands in the metadata, so that pyarrow shows units, and lists of fixed size.
public final class ParquetWriter extends BatchWriter {
    private static final long GROUP = 16L << 20;
    private static final int MOST_ROWS = 1 << 20;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final StagedChannel out;
    private final RecordType type;
    private final OutputSettings settings;
    private final List<ParquetPages> pages;
    private final ParquetFooter footer;

    private ParquetWriter(PartFile file, StagedChannel out, RecordType type, OutputSettings settings) {
        super(file, out, type, Math.clamp(GROUP / type.size(), 1, MOST_ROWS));
        this.out = out;
        this.type = type;
        this.settings = settings;
        this.footer = new ParquetFooter(type);
        Arena arena = Arena.ofAuto();
        this.pages = columns().stream()
                .map(column -> new ParquetPages(column, arena))
                .toList();
    }

    /// Starts a file of records of that type.
    ///
    /// @throws FormatException if there can be no such file, or a field is an array without elements
    public static ParquetWriter create(Path path, RecordType type, OutputSettings settings) {
        type.fields().stream()
                .filter(field -> field.elements() == 0)
                .findFirst()
                .ifPresent(field -> {
                    throw new FormatException(
                            path,
                            FormatException.NOT_IN_FILE,
                            "field '" + field.name() + "' has shape=" + field.shape()
                                    + " and so no element, of which Parquet" + " makes no column",
                            "leave it out with --drop-columns=" + field.name());
                });
        PartFile file = PartFile.create(path);
        try {
            StagedChannel out = new StagedChannel(file.channel(), file.target());
            ParquetWriter writer = new ParquetWriter(file, out, type, settings);
            out.put(MAGIC);
            return writer;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    @Override
    protected void batch(List<ColumnValues> columns, int rows) {
        footer.add(rows, pages.stream().map(column -> column.write(rows, out)).toList());
    }

    @Override
    protected void end() {
        RecordType named = settings.titled() ? type.titled() : type;
        Map<String, String> known = TableMetadata.ofTable(named, settings);
        known.put("ARROW:schema", Base64.getEncoder().encodeToString(ArrowSchema.message(named, settings)));
        byte[] index = footer.encode(known);
        out.put(index);
        out.put(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(index.length)
                .array());
        out.put(MAGIC);
    }
}
