package dev.sluice.plugin;

import java.util.Map;

/// A plugin at the head of the street: it reads records from files or devices, or makes them.
public abstract non-sealed class SourcePlugin extends Plugin {
    /// What tells the raw data apart from others: it becomes part of the lineage of everything computed from them. By
    /// default nothing does; a source of files names them, with size and time of the last change.
    public Map<String, Object> identity() {
        return Map.of();
    }

    /// Starts to read one run. The engine closes the reader when the run ends, however it ends; all calls to the reader
    /// come from one thread.
    ///
    /// @throws Exception if there is nothing to read: the run fails with it
    public abstract ChunkReader open(SourceContext context) throws Exception;
}
