package dev.sluice.session.foreign;

/// A function of a native plugin failed: the message is its own sentence, and the code that it returned.
public final class NativePluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NativePluginException(String message) {
        super(message);
    }
}
