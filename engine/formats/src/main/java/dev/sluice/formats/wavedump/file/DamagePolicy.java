package dev.sluice.formats.wavedump.file;

/// What a reader does where a file is broken.
public enum DamagePolicy {
    /// Throw; nothing after the complete events is guessed.
    FAIL,
    /// Leave out the broken event where the next one can be found, else end the file there; report what is lost.
    SKIP
}
