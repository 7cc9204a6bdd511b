package dev.sluice.columnar.table;

import dev.sluice.chunk.ChunkLawException;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Tables of one type, one after another in time. Owns them; for one thread at a time.
final class JoinedTable implements Table {
    private final List<Table> tables;
    private final long[] starts;

    /// Sorts the tables by their first times.
    ///
    /// @throws ChunkLawException if two overlap in time
    JoinedTable(List<Table> tables) {
        this.tables = tables.stream()
                .sorted(Comparator.comparingLong(table -> table.rows() == 0 ? Long.MIN_VALUE : table.time(0)))
                .toList();
        this.starts = new long[tables.size() + 1];
        Table earlier = null;
        for (int i = 0; i < tables.size(); i++) {
            Table table = this.tables.get(i);
            starts[i + 1] = starts[i] + table.rows();
            if (table.rows() > 0) {
                requireAfter(earlier, table);
                earlier = table;
            }
        }
    }

    private static void requireAfter(Table earlier, Table later) {
        if (earlier == null) {
            return;
        }
        long last = earlier.time(earlier.rows() - 1);
        if (later.time(0) <= last) {
            throw new ChunkLawException("the inputs overlap in time: " + later.path() + " starts at time="
                    + later.time(0) + ", and " + earlier.path() + " has a record at time=" + last
                    + "; give them in order of time, or merge them first");
        }
    }

    private int part(long row) {
        int part = 0;
        while (row >= starts[part + 1]) {
            part++;
        }
        return part;
    }

    @Override
    public Path path() {
        return tables.get(0).path();
    }

    @Override
    public RecordType type() {
        return tables.get(0).type();
    }

    @Override
    public Map<String, String> metadata() {
        return tables.get(0).metadata();
    }

    @Override
    public long rows() {
        return starts[tables.size()];
    }

    @Override
    public long blockEnd(long row) {
        int part = part(row);
        return starts[part] + tables.get(part).blockEnd(row - starts[part]);
    }

    @Override
    public long time(long row) {
        int part = part(row);
        return tables.get(part).time(row - starts[part]);
    }

    @Override
    public void check(long row) {
        int part = part(row);
        tables.get(part).check(row - starts[part]);
    }

    @Override
    public void read(long from, Records into) {
        for (long done = 0; done < into.count(); ) {
            int part = part(from + done);
            long count = Math.min(into.count() - done, starts[part + 1] - from - done);
            tables.get(part).read(from + done - starts[part], into.slice(done, done + count));
            done += count;
        }
    }

    @Override
    public void requireUnchanged() {
        tables.forEach(Table::requireUnchanged);
    }

    @Override
    public void close() {
        tables.forEach(Table::close);
    }
}
