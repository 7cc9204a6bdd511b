package dev.sluice.chunk;

/// The seams of a pool, where tests step in to let it fail; they may throw. A pool that is not tested is as it is.
interface PoolSeams {
    /// Nothing steps in.
    PoolSeams NONE = new PoolSeams() {};

    /// Memory is asked for.
    default void acquire() {}

    /// Memory is taken from the operating system.
    default void allocate() {}

    /// A loan has come back.
    default void release() {}
}
