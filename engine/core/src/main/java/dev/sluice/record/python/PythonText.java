package dev.sluice.record.python;

/// Python's escapes in string literals, both ways. Stateless.
public final class PythonText {
    private static final String SIMPLE = "\\'\"abfnrtv";
    private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";

    private PythonText() {}

    /// Decodes the escape that starts at `backslash`, appends what it means, and returns the index after it.
    static int unescape(String text, int backslash, boolean bytes, StringBuilder value) {
        int at = backslash + 1;
        char kind = at < text.length() ? text.charAt(at) : '\0';
        int simple = SIMPLE.indexOf(kind);
        if (simple >= 0 && kind != '\0') {
            value.append(MEANING.charAt(simple));
            return at + 1;
        }
        if (kind == '\n') {
            return at + 1;
        }
        if (kind >= '0' && kind <= '7') {
            return octal(text, at, value);
        }
        int digits = kind == 'x' ? 2 : bytes ? 0 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        if (digits > 0) {
            return hexadecimal(text, backslash, digits, value);
        }
        if (kind == 'N' && !bytes || at >= text.length()) {
            throw new LiteralException("an escape that is not understood", backslash);
        }
        value.append('\\');
        return at;
    }

    /// A string as Python prints it, in quotes.
    public static String quote(String value) {
        char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder text = new StringBuilder(value.length() + 2).append(quote);
        for (int i = 0; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint == quote || codePoint == '\\') {
                text.append('\\').append((char) codePoint);
            } else if (isPrintable(codePoint)) {
                text.appendCodePoint(codePoint);
            } else {
                appendEscape(text, codePoint);
            }
        }
        return text.append(quote).toString();
    }

    private static void appendEscape(StringBuilder text, int codePoint) {
        switch (codePoint) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                String format = codePoint < 0x100 ? "\\x%02x" : codePoint < 0x10000 ? "\\u%04x" : "\\U%08x";
                text.append(String.format(format, codePoint));
            }
        }
    }

    /// Python's `str.isprintable`: everything but the categories Other and Separator, the blank apart.
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }

    private static int octal(String text, int start, StringBuilder value) {
        int at = start;
        int code = 0;
        while (at < text.length() && at < start + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            code = 8 * code + text.charAt(at++) - '0';
        }
        value.append((char) code);
        return at;
    }

    private static int hexadecimal(String text, int backslash, int digits, StringBuilder value) {
        int start = backslash + 2;
        long code = 0;
        for (int at = start; at < start + digits; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw new LiteralException("an escape that needs " + digits + " hexadecimal digits", backslash);
            }
            code = 16 * code + digit;
        }
        if (code > Character.MAX_CODE_POINT) {
            throw new LiteralException("an escape beyond the last Unicode character", backslash);
        }
        value.appendCodePoint((int) code);
        return start + digits;
    }
}
