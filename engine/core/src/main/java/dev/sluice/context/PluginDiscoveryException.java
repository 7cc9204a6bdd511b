package dev.sluice.context;

/// A plugin from outside cannot be used: the message names the jar and the class, what is wrong, and what to do.
public final class PluginDiscoveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginDiscoveryException(String message, Throwable cause) {
        super(message, cause);
    }
}
