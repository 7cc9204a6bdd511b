package dev.sluice.selection;

import dev.sluice.selection.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts an expression into words. For one expression.
final class Tokens {
    private static final Pattern REAL =
            Pattern.compile("(?:\\d[\\d_]*\\.[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?|\\d[\\d_]*[eE][+-]?\\d+");
    private static final Pattern INTEGER = Pattern.compile("0[xX][0-9a-fA-F_]+|\\d[\\d_]*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");
    private static final Pattern SYMBOL = Pattern.compile("&&|\\|\\||==|!=|<=|>=|[-+*/%&|~!<>()\\[\\],:]");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /// What people write from other languages, and what it is called here.
    private static final Map<String, String> ADVICE = Map.of(
            "**", "'**' is not known; write x * x",
            "//", "'//' is not known; write x / y, which keeps the fraction",
            "<<", "'<<' is not known; multiply by a power of two",
            ">>", "'>>' is not known; divide by a power of two",
            "<>", "'<>' is not known; write != for 'differs'",
            "===", "'===' is not known; write == to compare");

    private final SourceText source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(SourceText source) {
        this.source = source;
    }

    /// The words, the last one an [Kind#END].
    static List<Token> of(SourceText source) {
        Tokens tokens = new Tokens(source);
        int length = source.text().length();
        while (tokens.skipSpace() < length) {
            tokens.next();
        }
        tokens.tokens.add(new Token(Kind.END, "", new SourceSpan(length, length)));
        return tokens.tokens;
    }

    private int skipSpace() {
        Matcher space = matcher(SPACE);
        at = space.lookingAt() ? space.end() : at;
        return at;
    }

    private void next() {
        ADVICE.forEach((word, advice) -> {
            if (source.text().startsWith(word, at)) {
                throw source.error(new SourceSpan(at, at + word.length()), advice);
            }
        });
        char first = source.text().charAt(at);
        if (first == '\'' || first == '"' || first == '`') {
            quoted(first);
        } else if (!number() && !add(NAME, Kind.NAME) && !add(SYMBOL, Kind.SYMBOL)) {
            String shown = source.text().substring(at, source.text().offsetByCodePoints(at, 1));
            String advice = first == '=' ? "; write == to compare" : "; write conditions such as charge > 100";
            throw source.error(new SourceSpan(at, at + shown.length()), "'" + shown + "' is not known here" + advice);
        }
    }

    private boolean number() {
        boolean found = add(REAL, Kind.REAL) || add(INTEGER, Kind.INTEGER);
        if (found && matcher(NAME).lookingAt()) {
            Token number = tokens.get(tokens.size() - 1);
            throw source.error(
                    new SourceSpan(number.span().from(), at + 1),
                    "a number ends in a letter; leave a space between number and word, or drop the unit");
        }
        return found;
    }

    private boolean add(Pattern pattern, Kind kind) {
        Matcher matcher = matcher(pattern);
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add(new Token(kind, matcher.group(), new SourceSpan(at, matcher.end())));
        at = matcher.end();
        return true;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(source.text()).region(at, source.text().length());
    }

    private void quoted(char quote) {
        StringBuilder text = new StringBuilder();
        int next = at + 1;
        while (next < source.text().length() && source.text().charAt(next) != quote) {
            boolean escaped = source.text().charAt(next) == '\\'
                    && next + 1 < source.text().length();
            next += escaped ? 1 : 0;
            text.append(source.text().charAt(next++));
        }
        if (next >= source.text().length()) {
            throw source.error(new SourceSpan(at, at + 1), "the quote is not closed; end it with " + quote);
        }
        Kind kind = quote == '`' ? Kind.QUOTED_NAME : Kind.TEXT;
        tokens.add(new Token(kind, text.toString(), new SourceSpan(at, next + 1)));
        at = next + 1;
    }
}
