package dev.sluice.session.request;

/// Cuts what messages repeat of input: a value, a name or a path of any length. Stateless.
///
/// A value stands in quotes, or is a word without spaces. Beginning and end are shown, so that a path still shows its
/// file.
public final class LongText {
    /// Longer than most paths.
    private static final int LONGEST_VALUE = 200;

    private static final int LONGEST_MESSAGE = 4000;
    private static final int HEAD = 80;
    private static final int TAIL = 40;

    private LongText() {}

    /// The message with every value of more than 200 characters as its first 80, its length, and its last 40.
    public static String cut(String message) {
        if (message.length() <= LONGEST_VALUE) {
            return message;
        }
        StringBuilder shorter = new StringBuilder();
        for (int from = 0, to; from < message.length(); from = to) {
            to = end(message, from);
            append(shorter, message.substring(from, to), LONGEST_VALUE);
        }
        StringBuilder whole = new StringBuilder();
        append(whole, shorter.toString(), LONGEST_MESSAGE);
        return whole.toString();
    }

    private static void append(StringBuilder text, String value, int longest) {
        if (value.length() <= longest) {
            text.append(value);
            return;
        }
        int head = Character.isHighSurrogate(value.charAt(HEAD - 1)) ? HEAD - 1 : HEAD;
        int tail = value.length() - TAIL;
        tail += Character.isLowSurrogate(value.charAt(tail)) ? 1 : 0;
        text.append(value, 0, head)
                .append("… (")
                .append(value.length())
                .append(" characters) …")
                .append(value, tail, value.length());
    }

    /// Where the word, the space or the quoted value ends that begins here.
    private static int end(String message, int from) {
        if (message.charAt(from) == '\'' && (from == 0 || !Character.isLetterOrDigit(message.charAt(from - 1)))) {
            int close = message.indexOf('\'', from + 1);
            if (close > 0) {
                return close + 1;
            }
        }
        boolean space = Character.isWhitespace(message.charAt(from));
        int to = from + 1;
        while (to < message.length()
                && Character.isWhitespace(message.charAt(to)) == space
                && message.charAt(to) != '\'') {
            to++;
        }
        return to;
    }
}
