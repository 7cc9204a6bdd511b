package dev.sluice.internal.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the plugins of a run count, summed over the workers: a sentence each, sorted, so that neither workers nor
/// timing show. Safe for any thread.
public final class RunNotes {
    private static final Pattern NOUN = Pattern.compile("\\{([a-z ]+)s}");

    /// Stands for the least time of what is counted.
    private static final String FIRST = "{first}";

    private final Map<String, List<StepTally>> tallies = new TreeMap<>();

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

    /// The sentences whose count is not 0.
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
