package dev.sluice.record;

import java.util.Collection;
import java.util.Locale;

/// Finds the name that was probably meant. Stateless; safe from any thread.
public final class NearestName {
    /// As many names are read at a glance.
    public static final int FEW = 12;

    private NearestName() {}

    /// The suggestion, then `lead` and all known names: these only where they are few or none is near.
    public static String choices(String wanted, String lead, Collection<String> known) {
        String near = suggestion(wanted, known);
        return near.isEmpty() || known.size() <= FEW
                ? followed(near, lead + " " + (known.isEmpty() ? "none" : String.join(", ", known)))
                : near;
    }

    /// The suggestion, then `more`, such as `there are a, b`.
    public static String suggestion(String wanted, Collection<String> known, String more) {
        return followed(suggestion(wanted, known), more);
    }

    /// A part of a sentence, empty or begun by `; `, then `more`: after a question as a sentence of its own.
    public static String followed(String part, String more) {
        return part.endsWith("?")
                ? part + " " + Character.toUpperCase(more.charAt(0)) + more.substring(1)
                : part + "; " + more;
    }

    /// A sentence part such as `; did you mean 'time'?`, or an empty string if no known name is near.
    ///
    /// Near means an edit distance (insert, delete, replace, swap neighbours) of at most a third of the longer name's
    /// length, at least 1, letters compared without case.
    public static String suggestion(String wanted, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            int limit = Math.max(1, Math.max(wanted.length(), candidate.length()) / 3);
            int distance = distance(wanted.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance <= limit && distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    /// Optimal string alignment: the restricted Damerau-Levenshtein distance, by its recurrence over three rows.
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] spare = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
