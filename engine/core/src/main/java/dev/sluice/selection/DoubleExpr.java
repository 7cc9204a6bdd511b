package dev.sluice.selection;

import dev.sluice.record.Records;

/// A part of an expression whose value for a record is of type `double`. Safe from any thread; allocates nothing.
@FunctionalInterface
interface DoubleExpr {
    double value(Records records, long index);
}
