package dev.sluice.plugin;

/// Counts what one worker of a plugin met: the sum over all workers is one note of the run.
///
/// Made by [PluginContext#tally] and used by that worker only. Allocates nothing. What is counted for a chunk that
/// fails does not count.
public interface Tally {
    /// Counts `count` more; 0 is fine.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    void add(long count);

    /// Counts `count` more, the first of which is at time `first`; the least time of the run stands in the note where
    /// its sentence has `{first}`.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    void add(long count, long first);
}
