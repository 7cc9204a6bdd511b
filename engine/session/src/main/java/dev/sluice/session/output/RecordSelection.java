package dev.sluice.session.output;

import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.selection.Columns;
import dev.sluice.selection.RecordFilter;

/// Which records and fields of one type of data are kept. Immutable.
///
/// @param source  the type of the records
/// @param filter  the condition; null if all are kept
/// @param columns the fields; null if all are kept
public record RecordSelection(RecordType source, RecordFilter filter, Columns columns) {
    /// Whether everything is kept.
    boolean isAll() {
        return filter == null && columns == null;
    }

    /// The type of the records that are kept.
    public RecordType type() {
        return isAll() ? source : copied().type();
    }

    /// A sink that hands what is kept to `sink`, which it owns.
    public RecordSink before(RecordSink sink) {
        return isAll() ? sink : new SelectingSink(this, sink);
    }

    /// How records of the source are copied where a condition picks them.
    Columns copied() {
        return columns != null
                ? columns
                : Columns.keep(source, source.fields().stream().map(Field::name).toArray(String[]::new));
    }
}
