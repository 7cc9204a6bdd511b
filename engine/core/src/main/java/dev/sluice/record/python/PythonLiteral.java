package dev.sluice.record.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Parses the Python literals that numpy writes into headers, and evaluates nothing. Safe from any thread.
///
/// A string or bytes becomes a [String], an integer a [Long], `True` and `False` a [Boolean], `None` becomes [#NONE], a
/// tuple a [PythonTuple], a list a [List] and a dict a [Map] in the order of the text. Strings may have either quote,
/// a `u` or `b` prefix and all of Python's escapes but `\N{…}`; integers may end in `L`, as Python 2 wrote them.
public final class PythonLiteral {
    /// Stands for `None`.
    public static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    private static final int DEEPEST = 32;

    private final String text;
    private int position;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /// The value that the text spells, blanks around it ignored.
    ///
    /// @throws LiteralException if the text is anything but one literal
    public static Object parse(String text) {
        PythonLiteral parser = new PythonLiteral(Objects.requireNonNull(text, "text"));
        Object value = parser.value();
        parser.skipBlanks();
        if (parser.position < text.length()) {
            throw parser.error("unexpected " + parser.shown());
        }
        return value;
    }

    /// The string as Python's `repr` prints it: single quotes unless only double ones save an escape.
    public static String quote(String value) {
        return PythonText.quote(value);
    }

    private Object value() {
        skipBlanks();
        if (++depth > DEEPEST) {
            throw error("nested deeper than " + DEEPEST + " levels");
        }
        Object value = valueHere();
        depth--;
        return value;
    }

    private Object valueHere() {
        char first = peek();
        if (first == '(') {
            return tuple();
        }
        if (first == '[') {
            return list();
        }
        if (first == '{') {
            return dict();
        }
        if (first == '-' || first == '+' || isDigit(first)) {
            return integer();
        }
        return isQuote(first) ? string("") : word();
    }

    private Object tuple() {
        List<Object> items = new ArrayList<>();
        boolean comma = items('(', ')', items);
        return items.size() == 1 && !comma ? items.get(0) : new PythonTuple(items);
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        items('[', ']', items);
        return items;
    }

    /// Reads up to the closing bracket; true if a comma stood after the last item.
    private boolean items(char open, char close, List<Object> items) {
        expect(open);
        boolean comma = false;
        while (!accept(close)) {
            if (!items.isEmpty() && !comma) {
                throw error("expected ',' or '" + close + "', found " + shown());
            }
            items.add(value());
            comma = accept(',');
        }
        return comma;
    }

    private Map<Object, Object> dict() {
        Map<Object, Object> map = new LinkedHashMap<>();
        expect('{');
        boolean comma = true;
        while (!accept('}')) {
            if (!comma) {
                throw error("expected ',' or '}', found " + shown());
            }
            Object key = value();
            expect(':');
            map.put(key, value());
            comma = accept(',');
        }
        return map;
    }

    private Long integer() {
        int start = position;
        if (!isDigit(peek())) {
            position++;
        }
        while (isDigit(peek())) {
            position++;
        }
        try {
            Long value = Long.valueOf(text.substring(start, position));
            if (peek() == 'L') {
                position++;
            }
            return value;
        } catch (NumberFormatException e) {
            position = start;
            LiteralException error = error("not an int64 integer");
            error.initCause(e);
            throw error;
        }
    }

    private Object word() {
        int start = position;
        while (Character.isLetter(peek())) {
            position++;
        }
        String word = text.substring(start, position);
        boolean prefix = word.equalsIgnoreCase("u") || word.equalsIgnoreCase("b");
        if (prefix && isQuote(peek())) {
            return string(word);
        }
        position = start;
        Object value = switch (word) {
            case "True" -> Boolean.TRUE;
            case "False" -> Boolean.FALSE;
            case "None" -> NONE;
            default -> throw error("unexpected " + (word.isEmpty() ? shown() : "'" + word + "'"));
        };
        position = start + word.length();
        return value;
    }

    private String string(String prefix) {
        char quote = peek();
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (peek() != quote) {
            if (position >= text.length() || peek() == '\n') {
                position = start;
                throw error("a string without a closing quote");
            }
            if (peek() == '\\') {
                position = PythonText.unescape(text, position, prefix.equalsIgnoreCase("b"), value);
            } else {
                value.append(text.charAt(position++));
            }
        }
        position++;
        return value.toString();
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw error("expected '" + wanted + "', found " + shown());
        }
    }

    private boolean accept(char wanted) {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n\f".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private String shown() {
        return position < text.length() ? PythonText.quote(text.substring(position, position + 1)) : "the end";
    }

    private LiteralException error(String problem) {
        return new LiteralException(problem, position);
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
