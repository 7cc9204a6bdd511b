package dev.sluice.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What was found doubtful in a run: each sentence once, in the order in which they came, a thousand at most. Safe
/// for any thread.
final class RunWarnings {
    private static final int MOST_SENTENCES = 1000;

    private final Set<String> sentences = new LinkedHashSet<>();

    synchronized void add(String sentence) {
        Objects.requireNonNull(sentence, "sentence");
        if (sentences.size() < MOST_SENTENCES) {
            sentences.add(sentence);
        }
    }

    synchronized List<String> sentences() {
        return List.copyOf(sentences);
    }
}
