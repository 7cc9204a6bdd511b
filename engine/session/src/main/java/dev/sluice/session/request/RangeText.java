package dev.sluice.session.request;

import dev.sluice.chunk.TimeRange;
import dev.sluice.record.TimeResolution;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of time as it is asked for: instants in the unit of the data, or lengths of time since the start of the run.
/// Immutable.
///
/// `0:1000000` are instants, `10s:12s` begins ten seconds after the run did; each side is of its own kind, and may be
/// empty.
public final class RangeText {
    private static final Pattern LENGTH =
            Pattern.compile("([+-]?[0-9]{1,19}(?:[.][0-9]{1,12})?) ?(ps|ns|us|µs|ms|s|min|h)");
    private static final Map<String, BigDecimal> PICOSECONDS = Map.of(
            "ps", BigDecimal.ONE,
            "ns", BigDecimal.TEN.pow(3),
            "us", BigDecimal.TEN.pow(6),
            "µs", BigDecimal.TEN.pow(6),
            "ms", BigDecimal.TEN.pow(9),
            "s", BigDecimal.TEN.pow(12),
            "min", BigDecimal.TEN.pow(12).multiply(BigDecimal.valueOf(60)),
            "h", BigDecimal.TEN.pow(12).multiply(BigDecimal.valueOf(3600)));

    private final String text;
    private final String left;
    private final String right;

    /// The range that `text` says.
    ///
    /// @throws IllegalArgumentException if it is not of the form `A:B`
    public RangeText(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("not a time range: '" + text
                    + "'; write A:B in the unit of the data, or 10s:12s from the start of the run");
        }
        this.text = text;
        this.left = text.substring(0, colon).strip();
        this.right = text.substring(colon + 1).strip();
    }

    /// Whether a side counts from the start of the run.
    public boolean isRelative() {
        return LENGTH.matcher(left).matches() || LENGTH.matcher(right).matches();
    }

    /// The range in the unit of the data.
    ///
    /// @param unit  the unit of the data
    /// @param start gives the start of the run in that unit; asked only if a side counts from it
    /// @throws IllegalArgumentException if a side is no time, no whole number of units, or beyond int64, or the range
    ///     ends before it starts
    public TimeRange resolve(TimeResolution unit, LongSupplier start) {
        if (!isRelative()) {
            return TimeRange.parse(text);
        }
        long begin = start.getAsLong();
        return TimeRange.parse(instant(left, unit, begin) + ":" + instant(right, unit, begin));
    }

    private String instant(String side, TimeResolution unit, long begin) {
        Matcher length = LENGTH.matcher(side);
        if (!length.matches()) {
            return side;
        }
        BigDecimal units = new BigDecimal(length.group(1))
                .multiply(PICOSECONDS.get(length.group(2)))
                .divide(PICOSECONDS.get(unit.symbol()));
        try {
            return Long.toString(units.add(BigDecimal.valueOf(begin)).longValueExact());
        } catch (ArithmeticException inexact) {
            throw new IllegalArgumentException(
                    "'" + side + "' of the time range '" + text + "' is no whole number of " + unit.symbol()
                            + " within int64 after the start of the run, " + begin + " " + unit.symbol(),
                    inexact);
        }
    }
}
