package dev.sluice.plugin;

/// What happens when a chunk cannot be computed, or data cannot be read.
public enum FailurePolicy {
    /// The run ends with an error; the chunks before it were delivered.
    FAIL,
    /// A chunk that a plugin fails on becomes an empty one and its interval a loss; the run goes on and its summary
    /// lists both. A source that meets unreadable data leaves them out and marks their interval as lost, if it can find
    /// its way on; what a source throws ends the run under either policy.
    SKIP
}
