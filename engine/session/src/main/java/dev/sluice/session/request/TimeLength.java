package dev.sluice.session.request;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as texts. Stateless.
public final class TimeLength {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,15})(ns|us|ms|s)");

    private TimeLength() {}

    /// `500ns`, `200us`, `5ms`, `1s`.
    ///
    /// @throws IllegalArgumentException if it is no such text, or no time at all
    public static Duration parse(String text) {
        Matcher length = LENGTH.matcher(text.strip());
        if (!length.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no time; write 500ns, 200us, 5ms or 1s");
        }
        long number = Long.parseLong(length.group(1));
        if (number == 0) {
            throw new IllegalArgumentException("'" + text + "' is no time at all; give 1ns or more");
        }
        return switch (length.group(2)) {
            case "ns" -> Duration.ofNanos(number);
            case "us" -> Duration.ofNanos(Math.multiplyExact(number, 1000L));
            case "ms" -> Duration.ofMillis(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
