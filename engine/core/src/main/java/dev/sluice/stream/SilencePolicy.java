package dev.sluice.stream;

/// What a stage does whose plugin declares a [silence][dev.sluice.plugin.Silence] across which its results do not
/// reach. Policies differ in speed and memory only.
public enum SilencePolicy {
    /// Cuts where a silence comes within two chunks, and goes on in order where none does.
    CUT,
    /// Waits for a silence however long that takes, and however much memory.
    AWAIT,
    /// Goes on in order, with no cut at a silence.
    IGNORE
}
