package dev.sluice.selection;

/// A part of the text of an expression: from its first character to just after its last.
record Span(int from, int to) {
    /// From the start of this to the end of the other.
    Span to(Span end) {
        return new Span(from, end.to);
    }
}
