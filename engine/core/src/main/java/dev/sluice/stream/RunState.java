package dev.sluice.stream;

/// How far a run has come.
public enum RunState {
    /// Its stream is still read.
    RUNNING,
    /// All of it was delivered, or skipped and listed as lost.
    COMPLETED,
    /// A source or a plugin failed, and what comes after was not delivered.
    FAILED,
    /// Its stream was closed before the end.
    CLOSED
}
