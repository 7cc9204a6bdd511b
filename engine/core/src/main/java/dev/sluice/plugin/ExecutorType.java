package dev.sluice.plugin;

/// What kind of thread computes a plugin.
public enum ExecutorType {
    /// Platform threads, which can be pinned to CPUs: for plugins that compute.
    THREAD,
    /// Virtual threads: for plugins that wait for files or the network.
    VIRTUAL,
    /// Worker processes over shared memory: not there yet, and refused with an error that says so.
    PROCESS
}
