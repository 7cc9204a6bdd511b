package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Output as a page shows it: `…` stands for what differs from run to run, on a line of its own for any lines.
final class Expected {
    private static final String OPEN = "…";

    private Expected() {}

    static void assertMatches(String shown, String printed, String where) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown.strip().split("\n")) {
            if (line.strip().equals(OPEN)) {
                pattern.append("(?:.*\n)*?");
            } else {
                pattern.append(line(line)).append("[ ]*\n");
            }
        }
        String text = printed.replace("\r", "").strip() + "\n";
        assertTrue(
                Pattern.matches(pattern.toString(), text),
                () -> where + " shows\n" + shown + "\nbut this came\n" + printed);
    }

    private static String line(String line) {
        List<String> parts = new ArrayList<>();
        for (String part : line.stripTrailing().split(OPEN, -1)) {
            parts.add(part.isEmpty() ? "" : Pattern.quote(part));
        }
        return String.join(".*", parts);
    }
}
