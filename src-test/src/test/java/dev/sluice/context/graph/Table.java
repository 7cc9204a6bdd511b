package dev.sluice.context.graph;

import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;

/// Rows of a type of data of a random graph, in Java memory: what the engine streams, held whole.
final class Table {
    static final RecordType TYPE = RecordType.of("time:<i8", "endtime:<i8", "value:<i8");
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField END = TYPE.longField("endtime");
    private static final LongField VALUE = TYPE.longField("value");

    /// One row.
    record Row(long time, long end, long value) {}

    final List<Row> rows = new ArrayList<>();

    static Table of(Records records) {
        Table table = new Table();
        table.append(records);
        return table;
    }

    void append(Records records) {
        for (long i = 0; i < records.count(); i++) {
            rows.add(new Row(TIME.get(records, i), END.get(records, i), VALUE.get(records, i)));
        }
    }

    void add(long time, long end, long value) {
        rows.add(new Row(time, end, value));
    }

    Row get(int index) {
        return rows.get(index);
    }

    int size() {
        return rows.size();
    }

    void into(Records records) {
        into(records, 0, size());
    }

    void into(Records records, int from, int count) {
        for (int i = 0; i < count; i++) {
            Row row = get(from + i);
            TIME.set(records, i, row.time());
            END.set(records, i, row.end());
            VALUE.set(records, i, row.value());
        }
    }

    static long mix(long value) {
        long mixed = (value ^ value >>> 31) * 0x7FB5D329728EA185L;
        return (mixed ^ mixed >>> 27) * 0x81DADEF4BC2DD44DL;
    }
}
