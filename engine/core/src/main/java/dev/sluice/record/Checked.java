package dev.sluice.record;

/// Whether the process runs in checked mode (`-Dsluice.checked=true`), in which what plugins promise is verified,
/// memory given back is poisoned, and loans remember where they were taken. Stale views are refused in every mode.
///
/// A constant, so that in normal runs the JIT compiler removes every check that it guards. Safe from any thread.
public final class Checked {
    /// True if checked mode was asked for when the JVM started.
    public static final boolean ON = Boolean.getBoolean("sluice.checked");

    private Checked() {}
}
