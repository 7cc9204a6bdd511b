package dev.sluice.plugin;

/// When a type of data that is computed is kept in the stores of the context.
public enum KeepPolicy {
    /// Not at all: it is cheaper to compute than to read, or makes no sense on its own.
    NEVER,
    /// Where the user asks for it by name.
    EXPLICIT,
    /// Where it is what the user wants to see, or asks for it by name.
    TARGET,
    /// Whenever it is computed, also on the way to something else.
    ALWAYS
}
