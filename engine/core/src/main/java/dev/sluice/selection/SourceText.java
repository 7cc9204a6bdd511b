package dev.sluice.selection;

/// The text of an expression, and how its errors look.
record SourceText(String text) {
    /// The part of the text.
    String at(SourceSpan span) {
        return text.substring(span.from(), span.to());
    }

    /// An error at the start of the span.
    ExpressionException error(SourceSpan span, String message) {
        int column = text.codePointCount(0, span.from()) + 1;
        int marks = Math.max(1, text.codePointCount(span.from(), span.to()));
        String line = text.replaceAll("\\s", " ");
        return new ExpressionException(
                "at column " + column + ": " + message + "\n  " + line + "\n  " + " ".repeat(column - 1)
                        + "^".repeat(marks),
                column);
    }
}
