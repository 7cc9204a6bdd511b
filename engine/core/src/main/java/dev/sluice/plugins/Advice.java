package dev.sluice.plugins;

/// Gives the advice of a kernel in the words of a plugin's options. Stateless.
final class Advice {
    private Advice() {}

    /// The refusal with `option` where the kernel advises `words`; itself if it advises something else.
    static IllegalArgumentException inOptions(IllegalArgumentException refused, String words, String option) {
        String message = refused.getMessage();
        return message == null || !message.contains(words)
                ? refused
                : new IllegalArgumentException(message.replace(words, option), refused);
    }
}
