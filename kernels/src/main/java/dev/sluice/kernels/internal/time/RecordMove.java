package dev.sluice.kernels.internal.time;

/// Moves one record; unchecked, stateless, safe from any thread.
@FunctionalInterface
public interface RecordMove {

    /// Copies the `bytes` of a record, 8 or more, between places that do not overlap.
    void move(long from, long to, int bytes);
}
