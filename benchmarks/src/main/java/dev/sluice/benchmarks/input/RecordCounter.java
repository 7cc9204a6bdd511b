package dev.sluice.benchmarks.input;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Counts what an operation worked on, so that scores per record and per byte stand beside the score per operation.
///
/// A benchmark method takes it as a parameter and counts once per call. One per thread.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class RecordCounter {
    /// Records computed.
    public long records;
    /// Bytes of whole records computed.
    public long bytes;

    /// Counts `count` records of `stride` bytes each.
    public void count(long count, long stride) {
        records += count;
        bytes += count * stride;
    }
}
