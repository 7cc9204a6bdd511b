package dev.sluice.kernels.internal.time;

/// The unchecked pass of the kernels that relate two sorted lists of intervals; implementations are immutable and safe
/// from any thread.
public interface IntervalPairLoop {

    /// What `run` returns if both lists are as they must be.
    long FINE = -1;

    /// Relates `thingCount` things to `containerCount` containers and writes the results.
    ///
    /// Returns `FINE`; or the index of the first thing that starts before the one in front of it or ends before it
    /// starts; or, if it is a container that does, -2 minus its index. Results are then incomplete. Allocates nothing.
    long run(long things, long thingCount, long containers, long containerCount, long results);
}
