package dev.sluice.record.python;

/// Text that is not a Python literal. Unchecked; carries where in the text the trouble starts.
public final class LiteralException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    LiteralException(String problem, int position) {
        super(problem + " at position " + position);
        this.position = position;
    }

    /// Index of the offending character, counted in Java characters from 0.
    public int position() {
        return position;
    }
}
