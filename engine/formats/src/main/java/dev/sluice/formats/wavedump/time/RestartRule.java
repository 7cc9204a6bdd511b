package dev.sluice.formats.wavedump.time;

/// What to do with another run in the same file, as after a restart of the acquisition. Immutable.
///
/// `gapNs` is the time in ns from the last event in front of the restart to the first one after it, where both
/// are read.
public record RestartRule(Kind kind, double gapNs) {
    /// What is read.
    public enum Kind {
        /// Nothing: a restart is an error, under every policy.
        REFUSE,
        /// The first run only.
        STOP,
        /// Both, with a gap between them that the user knows.
        CONTINUE
    }

    /// A restart is an error.
    public static final RestartRule REFUSED = new RestartRule(Kind.REFUSE, 0);

    /// Checks the gap.
    public RestartRule {
        if (kind == Kind.CONTINUE && !(gapNs >= 0 && gapNs < 1e18)) {
            throw new IllegalArgumentException("restart=continue needs the time between the two runs: restart_gap="
                    + gapNs / 1e9 + "; set restart_gap to the seconds from the last event to the first one behind it");
        }
    }
}
