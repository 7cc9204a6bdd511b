package dev.sluice.selection;

import dev.sluice.record.Records;

/// A part of an expression whose value for a record is of type `boolean`. Safe from any thread; allocates nothing.
@FunctionalInterface
interface BooleanExpr {
    boolean value(Records records, long index);
}
