package dev.sluice.selection;

/// An expression that cannot be understood, or does not go with its record type. The message says what is wrong and
/// what to write, and shows the expression with a caret below the place.
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    ExpressionException(String message, int column) {
        super(message);
        this.column = column;
    }

    /// The place in the expression, in characters from 1.
    public int column() {
        return column;
    }
}
