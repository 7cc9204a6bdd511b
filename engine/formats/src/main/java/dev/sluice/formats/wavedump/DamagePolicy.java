package dev.sluice.formats.wavedump;

/// What a reader does where a file is broken.
public enum DamagePolicy {
    /// Throw; nothing after the complete events is guessed.
    FAIL,
    /// End the file there, keep the complete events before it, and report the rest as lost.
    SKIP
}
