package dev.sluice.selection;

import dev.sluice.record.Records;

/// A part of an expression whose value for a record is an integer: int64, or the bits of a uint64. Safe from any
/// thread; allocates nothing.
@FunctionalInterface
interface LongExpr {
    long value(Records records, long index);
}
