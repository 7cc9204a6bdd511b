package dev.sluice.columnar.hdf5;

import dev.sluice.columnar.column.ColumnValues;
import dev.sluice.record.Field;
import java.lang.foreign.Arena;

/// One column of a table and the data set that it goes to. For one thread.
///
/// @param values  the values that wait, room for a chunk of them
/// @param dataSet the identifier of the data set
record Hdf5Column(ColumnValues values, long dataSet) {
    /// Appends the whole chunk, of which the first rows count, after `at` rows, so that there are `rows`.
    void append(Hdf5File file, long at, long rows, Arena arena) {
        Field field = values.field();
        file.append(
                dataSet,
                field.shape(),
                at,
                rows,
                values.values().segment(),
                values.values().byteSize(),
                arena);
    }
}
