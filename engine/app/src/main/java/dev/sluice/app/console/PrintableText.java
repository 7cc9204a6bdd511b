package dev.sluice.app.console;

/// Text that moves no cursor and changes no colour of a terminal. Stateless.
///
/// Names of fields and files come from input that anybody may have made. A terminal obeys the control characters in
/// them, and the marks that reverse the direction of writing show a name as another one.
final class PrintableText {
    private static final String REVERSING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private PrintableText() {}

    /// The text with every control character but line feed and tab as `\x1b`, or `\u202e` beyond 255.
    static String of(String text) {
        StringBuilder printable = null;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (isPrinted(sign)) {
                if (printable != null) {
                    printable.append(sign);
                }
                continue;
            }
            if (printable == null) {
                printable = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            printable.append(sign < 256 ? String.format("\\x%02x", (int) sign) : String.format("\\u%04x", (int) sign));
        }
        return printable == null ? text : printable.toString();
    }

    private static boolean isPrinted(char sign) {
        return sign == '\n' || sign == '\t' || !Character.isISOControl(sign) && REVERSING.indexOf(sign) < 0;
    }
}
