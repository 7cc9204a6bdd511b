package dev.sluice.record;

import java.lang.foreign.Arena;

/// Where off-heap working memory is taken from: the one way by which plugins take bytes of the budget of a run.
///
/// Safe for any thread. [WorkingBuffer] is memory that grows with the chunks.
@FunctionalInterface
public interface WorkingMemory {
    /// Memory that no budget counts, for what is computed outside of a run.
    WorkingMemory UNCOUNTED = owner -> Arena.ofShared();

    /// An arena for `owner`, a name for messages. What is allocated from it counts from then on until it is closed, by
    /// its user, from any thread; what is open at the end of the run is closed with it.
    ///
    /// Its `allocate` throws an `OutOfBudgetException` where the budget does not hold the bytes.
    Arena arena(String owner);
}
