package dev.sluice.analysis;

/// Gives the advice of a kernel in the words of a plugin's options. Stateless.
public final class Advice {
    private Advice() {}

    /// The refusal with `option` where the kernel advises `words`; itself if it advises something else.
    public static IllegalArgumentException inOptions(IllegalArgumentException refused, String words, String option) {
        String message = refused.getMessage();
        return message == null || !message.contains(words)
                ? refused
                : new IllegalArgumentException(message.replace(words, option), refused);
    }
}
