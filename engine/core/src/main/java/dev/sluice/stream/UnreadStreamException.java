package dev.sluice.stream;

/// A reader waits for a pass that cannot go on, as another stream of it is not read; the message names that one. The
/// pass is whole: once the other stream is read or closed, this one may be read on.
public final class UnreadStreamException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// The stream of `waiting` cannot go on, as no thread reads that of `unread`.
    public UnreadStreamException(String waiting, String unread) {
        super("the stream of " + waiting + " cannot go on: no thread reads the stream of " + unread
                + " of the same pass, whose ring is full; read both in turn or by two threads, close the one that is not"
                + " needed, or give the pass an overflow policy that does not wait");
    }
}
