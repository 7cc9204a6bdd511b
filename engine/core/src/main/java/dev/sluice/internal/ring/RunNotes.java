package dev.sluice.internal.ring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What there is to say of a run, a sentence each. Safe for any thread.
///
/// Warnings are what was found doubtful, each once, in the order in which they came. Notes are what plugins count,
/// summed over the workers and sorted, so that neither workers nor timing show.
public final class RunNotes {
    private static final Pattern NOUN = Pattern.compile("\\{([a-z ]+)s}");

    /// Stands for the least time of what is counted.
    private static final String FIRST = "{first}";

    private static final int MOST_WARNINGS = 1000;

    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<String, List<StepTally>> tallies = new TreeMap<>();

    /// Something was found doubtful; a thousand such sentences are kept at most.
    public synchronized void warn(String sentence) {
        Objects.requireNonNull(sentence, "sentence");
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(sentence);
        }
    }

    /// What was found doubtful so far.
    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// A counter for one worker.
    ///
    /// @throws IllegalArgumentException if the sentence has not exactly one noun in braces
    public synchronized StepTally tally(String dataType, String sentence) {
        List<MatchResult> nouns = NOUN.matcher(sentence).results().toList();
        if (nouns.size() != 1) {
            throw new IllegalArgumentException("the sentence='" + sentence + "' of a tally has " + nouns.size()
                    + " nouns in braces; write one, in the plural, as {records}");
        }
        StepTally tally = new StepTally();
        tallies.computeIfAbsent(dataType + ": " + sentence, unknown -> new ArrayList<>())
                .add(tally);
        return tally;
    }

    /// What was counted so far, where that is not 0.
    public synchronized List<String> sentences() {
        List<String> notes = new ArrayList<>();
        tallies.forEach((sentence, counts) -> {
            long sum = counts.stream().mapToLong(StepTally::kept).sum();
            if (sum > 0) {
                notes.add(note(sentence, sum, counts));
            }
        });
        return List.copyOf(notes);
    }

    private static String note(String sentence, long count, List<StepTally> counts) {
        long first = counts.stream().mapToLong(StepTally::first).min().orElseThrow();
        Matcher noun = NOUN.matcher(sentence.replace(FIRST, Long.toString(first)));
        return noun.replaceFirst(
                match -> Matcher.quoteReplacement(count + " " + match.group(1) + (count == 1 ? "" : "s")));
    }
}
