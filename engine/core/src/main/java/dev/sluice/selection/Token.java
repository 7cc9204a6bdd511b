package dev.sluice.selection;

/// One word of an expression.
///
/// @param kind what sort of word it is
/// @param text the word; for texts and quoted names without the quotes
/// @param span where it stands
record Token(Kind kind, String text, SourceSpan span) {
    enum Kind {
        NAME,
        QUOTED_NAME,
        INTEGER,
        REAL,
        TEXT,
        SYMBOL,
        END
    }

    /// Whether this is that symbol or keyword.
    boolean is(String word) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(word);
    }

    /// How an error names the word.
    String shown() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
