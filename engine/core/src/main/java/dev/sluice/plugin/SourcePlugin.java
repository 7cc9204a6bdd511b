package dev.sluice.plugin;

/// A plugin at the head of the street: it reads records from files or devices, or makes them.
public abstract non-sealed class SourcePlugin extends Plugin {
    /// Starts to read one run. The engine closes the reader when the run ends, however it ends; all calls to the reader
    /// come from one thread.
    ///
    /// @throws Exception if there is nothing to read: the run fails with it
    public abstract ChunkReader open(SourceContext context) throws Exception;
}
