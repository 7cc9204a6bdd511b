package dev.sluice.plugin;

/// What happens when a chunk cannot be read or computed.
public enum FailurePolicy {
    /// The run ends with an error; the chunks before it were delivered.
    FAIL,
    /// The chunk becomes an empty one and its interval a loss; the run goes on and its summary lists both.
    SKIP
}
