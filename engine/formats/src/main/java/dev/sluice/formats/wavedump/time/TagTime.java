package dev.sluice.formats.wavedump.time;

/// Ticks of a tag clock in ns: exact where the clock is a whole number of ns, else rounded to the nearest. Immutable.
public record TagTime(double clockNs, long wholeNs) {
    /// That of a clock whose tick lasts `clockNs`.
    public static TagTime of(double clockNs) {
        boolean whole = clockNs == Math.rint(clockNs) && clockNs < 1L << 31;
        return new TagTime(clockNs, whole ? (long) clockNs : 0);
    }

    /// The time of so many ticks, in ns.
    public long ns(long ticks) {
        return wholeNs > 0 ? Math.multiplyExact(ticks, wholeNs) : Math.round(ticks * clockNs);
    }
}
