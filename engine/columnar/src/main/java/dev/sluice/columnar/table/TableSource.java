package dev.sluice.columnar.table;

import dev.sluice.columnar.column.TableMetadata;
import dev.sluice.formats.FormatException;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.store.FileIdentity;
import dev.sluice.store.Lineage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Provides the records of files that hold them by columns, one after another in time. Safe from any thread; files are
/// opened anew for every stream.
public final class TableSource extends SourcePlugin {
    /// Opens a file as a table.
    @FunctionalInterface
    public interface Opening {
        /// The table of that file, which the caller closes.
        ///
        /// @throws FormatException if it cannot be read
        Table open(Path path);
    }

    private final String format;
    private final List<Path> paths;
    private final Opening opening;
    private final RecordType type;
    private final String dataType;
    private final long count;

    /// A source of `paths`, given in any order; of `dataType`, or, where that is null, what the first file says.
    ///
    /// @throws FormatException if a file cannot be read, or holds another type than the first
    public TableSource(String format, String dataType, List<Path> paths, Opening opening) {
        this.format = format;
        this.paths = List.copyOf(paths);
        this.opening = opening;
        String said = null;
        RecordType found = null;
        long rows = 0;
        for (Path path : paths) {
            try (Table table = opening.open(path)) {
                found = found == null ? table.type() : requireSame(path, found, table.type());
                said = said == null ? table.metadata().get(TableMetadata.TYPE) : said;
                rows += table.rows();
            }
        }
        this.type = found;
        this.count = rows;
        this.dataType = dataType != null ? dataType : said != null ? said : Waveforms.DATA_TYPE;
    }

    private static RecordType requireSame(Path path, RecordType first, RecordType other) {
        if (!first.sameLayout(other)) {
            throw new FormatException(
                    path,
                    FormatException.NOT_IN_FILE,
                    "the columns " + other.descr() + " are not those of the first file, " + first.descr(),
                    "give files of the same columns");
        }
        return first;
    }

    /// How many records the files hold together.
    public long recordCount() {
        return count;
    }

    /// `arrow a.arrow`, for messages.
    @Override
    public String name() {
        return format + " " + paths.get(0) + (paths.size() > 1 ? " and " + (paths.size() - 1) + " more" : "");
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, type).version("1.0").help("records of files of format " + format);
    }

    /// The files, whatever the order in which they were given.
    @Override
    public Map<String, Object> identity() {
        return Map.of(Lineage.FILES, FileIdentity.trackedFiles(paths));
    }

    @Override
    public ChunkReader open(SourceContext context) {
        List<Table> tables = new ArrayList<>();
        try {
            for (Path path : paths) {
                Table table = opening.open(path);
                tables.add(table);
                requireSame(path, type, table.type());
            }
            return new TableReader(new JoinedTable(tables), context);
        } catch (RuntimeException failure) {
            tables.forEach(Table::close);
            throw failure;
        }
    }
}
