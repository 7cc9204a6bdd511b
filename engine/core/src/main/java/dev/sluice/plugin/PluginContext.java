package dev.sluice.plugin;

import dev.sluice.record.RecordType;

/// What a plugin may ask about the run it works for. One per worker; used by that worker.
public interface PluginContext {
    /// The run.
    String runId();

    /// The value of one of the plugin's own options.
    ///
    /// @throws IllegalArgumentException if the plugin did not declare it
    <T> T get(Option<T> option);

    /// The type of the records of a dependency.
    RecordType inputType(String dataType);

    /// The type of the records of the first dependency.
    RecordType inputType();

    /// The type of the records that this plugin provides.
    RecordType outputType();

    /// What [StreamingPlugin#prepare] made for this worker.
    <T> T prepared(Class<T> kind);
}
