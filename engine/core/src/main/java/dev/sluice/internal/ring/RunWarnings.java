package dev.sluice.internal.ring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What was found doubtful in a run: each sentence once, in the order in which they came, a thousand at most. Safe
/// for any thread.
public final class RunWarnings {
    private static final int MOST_SENTENCES = 1000;

    private final Set<String> sentences = new LinkedHashSet<>();

    public synchronized void add(String sentence) {
        Objects.requireNonNull(sentence, "sentence");
        if (sentences.size() < MOST_SENTENCES) {
            sentences.add(sentence);
        }
    }

    public synchronized List<String> sentences() {
        return List.copyOf(sentences);
    }
}
