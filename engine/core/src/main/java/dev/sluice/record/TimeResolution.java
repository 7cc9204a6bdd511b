package dev.sluice.record;

/// The unit that one step of a record type's `time` stands for. Immutable; safe from any thread.
public enum TimeResolution {
    /// One step is a nanosecond: the default, and what strax files hold.
    NANOSECONDS("ns", 1_000_000_000L),

    /// One step is a picosecond, for fast digitisers; an int64 then spans 106 days on either side of zero.
    PICOSECONDS("ps", 1_000_000_000_000L);

    private final String symbol;
    private final long stepsPerSecond;

    TimeResolution(String symbol, long stepsPerSecond) {
        this.symbol = symbol;
        this.stepsPerSecond = stepsPerSecond;
    }

    /// The unit's symbol, `ns` or `ps`.
    public String symbol() {
        return symbol;
    }

    /// How many steps make a second.
    public long stepsPerSecond() {
        return stepsPerSecond;
    }
}
