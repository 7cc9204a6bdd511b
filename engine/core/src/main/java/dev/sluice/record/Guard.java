package dev.sluice.record;

/// Says more of why a view of records may not be used: asked by every access in checked mode, never otherwise.
///
/// Called on whatever thread touches the records, so it must be safe from any thread, and must not allocate on success.
@FunctionalInterface
public interface Guard {
    /// Returns if the view is valid.
    ///
    /// @throws IllegalStateException if the view is stale; the message names the owner and what to do
    void check();
}
