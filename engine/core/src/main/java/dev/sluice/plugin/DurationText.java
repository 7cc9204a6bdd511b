package dev.sluice.plugin;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time in ns as texts, such as `400us` or `1.5ms`. Stateless.
final class DurationText {
    private static final Pattern LENGTH =
            Pattern.compile("([0-9]++(?:_[0-9]++)*+(?:[.][0-9]++)?+(?:[eE][+-]?[0-9]{1,3})?) ?(ps|ns|us|µs|ms|s|)");
    private static final Map<String, Long> NANOSECONDS = new LinkedHashMap<>();

    static {
        NANOSECONDS.put("s", 1_000_000_000L);
        NANOSECONDS.put("ms", 1_000_000L);
        NANOSECONDS.put("us", 1_000L);
        NANOSECONDS.put("ns", 1L);
    }

    private DurationText() {}

    /// The length in ns; a number without a unit is in ns.
    ///
    /// @throws IllegalArgumentException if it is no such text, no whole number of ns, or beyond int64
    static Long parse(String text) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no length of time; write 400us, 1.5ms, 2s or a number of ns");
        }
        BigDecimal number = new BigDecimal(length.group(1).replace("_", ""));
        try {
            return inNanoseconds(number, length.group(2)).longValueExact();
        } catch (ArithmeticException inexact) {
            throw new IllegalArgumentException("'" + text + "' is no whole number of ns within int64", inexact);
        }
    }

    private static BigDecimal inNanoseconds(BigDecimal number, String unit) {
        if (unit.equals("ps")) {
            return number.movePointLeft(3);
        }
        String known = unit.isEmpty() ? "ns" : unit.replace('µ', 'u');
        return number.multiply(BigDecimal.valueOf(NANOSECONDS.get(known)));
    }

    /// The length in the largest unit that makes it a whole number.
    static String of(long nanoseconds) {
        for (Map.Entry<String, Long> unit : NANOSECONDS.entrySet()) {
            if (nanoseconds != 0 && nanoseconds % unit.getValue() == 0) {
                return nanoseconds / unit.getValue() + unit.getKey();
            }
        }
        return nanoseconds + "ns";
    }
}
