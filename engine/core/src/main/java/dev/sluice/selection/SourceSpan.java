package dev.sluice.selection;

/// A part of the text of an expression: from its first character to just after its last.
record SourceSpan(int from, int to) {
    /// From the start of this to the end of the other.
    SourceSpan to(SourceSpan end) {
        return new SourceSpan(from, end.to);
    }
}
