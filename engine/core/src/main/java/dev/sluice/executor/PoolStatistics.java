package dev.sluice.executor;

import dev.sluice.plugin.ExecutorType;

/// What the threads of a pool did so far: a snapshot. Immutable.
///
/// @param pool    the name of the pool
/// @param type    the kind of its threads
/// @param threads threads that are there now, at work or idle; the virtual ones at work
/// @param busy    threads that work for a stage now
/// @param started threads that were started ever: fewer than tasks, if they are used again
/// @param tasks   tasks that were given to them: the workers of stages, their readers, and watchdogs
/// @param chunks  chunks that they computed
public record PoolStatistics(
        String pool, ExecutorType type, int threads, int busy, long started, long tasks, long chunks) {}
