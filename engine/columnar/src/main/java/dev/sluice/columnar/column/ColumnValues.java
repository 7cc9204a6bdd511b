package dev.sluice.columnar.column;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The values of one field, one after another without gaps, in memory of its own or of a file. For one thread.
///
/// They are records of one field: so what gathers and scatters them is the copy of fields between records.
public final class ColumnValues {
    private final Field field;
    private final Records values;

    private ColumnValues(Field field, Records values) {
        this.field = field;
        this.values = values;
    }

    /// Room for `rows` values of that field; the memory lives as long as the arena.
    public static ColumnValues allocate(Field field, int rows, Arena arena) {
        return new ColumnValues(field, Records.allocate(type(field), rows, arena));
    }

    /// `rows` values of that field that lie in the segment from `offset` on.
    public static ColumnValues of(Field field, MemorySegment segment, long offset, long rows) {
        return new ColumnValues(field, Records.of(type(field), segment, offset, rows));
    }

    /// The type of records that have this field and no other.
    public static RecordType type(Field field) {
        int[] shape = field.shape().stream().mapToInt(Integer::intValue).toArray();
        return RecordType.builder()
                .titled(field.title(), field.name(), field.type().typeString(), shape)
                .build();
    }

    /// The field that they are of, as it lies in the records that they come from.
    public Field field() {
        return field;
    }

    /// The values, as records of one field.
    public Records values() {
        return values;
    }

    /// Copies the field of all `records` to row `at` and the ones after it.
    public void gather(long at, Records records) {
        values.slice(at, at + records.count()).copyField(field.name(), records);
    }

    /// Copies row `at` and the ones after it to the field of all `records`.
    public void scatter(long at, Records records) {
        records.copyField(field.name(), values.slice(at, at + records.count()));
    }
}
