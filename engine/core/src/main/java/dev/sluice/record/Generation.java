package dev.sluice.record;

/// Counts the lives of memory that is lent again and again: a view remembers the one that it was made in, and is stale
/// once another has begun, or this one has ended.
///
/// A plain counter, so that a loop over a view pays one load and one comparison at most: whoever may still read a view
/// is the thread that ends it, or was handed it with something that orders memory.
final class Generation {
    /// Of memory that belongs to its user: it never ends.
    static final Generation LASTING = new Generation();

    long present;
    private String ended;

    /// Another life begins; views of the one before are stale.
    void begin() {
        present++;
        ended = null;
    }

    /// The life ends, and nothing follows yet.
    void end(String owner) {
        present++;
        ended = owner;
    }

    /// What is said of a view whose life has ended.
    IllegalStateException stale() {
        String owner = ended;
        return new IllegalStateException(
                owner == null
                        ? "a view of records is stale: the memory under it was replaced, or went on to other records;"
                                + " slice again after each step, or copy what must be kept"
                        : "stale view of " + owner + ": its memory went on to another chunk; a chunk of a"
                                + " stream may be read until the next one is asked for, and a plugin's input and output during the call;"
                                + " detach() or copy what is to be kept");
    }
}
