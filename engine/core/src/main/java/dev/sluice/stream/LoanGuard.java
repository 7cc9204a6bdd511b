package dev.sluice.stream;

import dev.sluice.record.Guard;

/// Tells whether a view that the engine lent may still be read.
final class LoanGuard implements Guard {
    private volatile String ended;

    void open() {
        ended = null;
    }

    void end(String owner) {
        ended = owner;
    }

    @Override
    public void check() {
        String owner = ended;
        if (owner != null) {
            throw new IllegalStateException(
                    "stale view of " + owner + ": its memory went on to another chunk; a chunk of a"
                            + " stream may be read until the next one is asked for, and a plugin's input and output during the call;"
                            + " detach() or copy what is to be kept");
        }
    }
}
