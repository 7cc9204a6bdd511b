package dev.sluice.app.console;

import dev.sluice.session.request.LongText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command's text goes: results to standard output, everything else to standard error. UTF-8, `\n`.
///
/// Standard output is a plain stream, which fails when it is not read any more; a [PrintStream] would hide that. Used
/// by the command's thread; the progress bar writes to standard error only.
public final class Console {
    private static final int USUAL_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 20;

    private final OutputStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final int columns;
    private boolean showingStacks;

    /// A console over these streams; `terminal` says that standard error is one, `columns` wide.
    public Console(OutputStream out, PrintStream err, boolean terminal, int columns) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.columns = columns < FEWEST_COLUMNS ? USUAL_COLUMNS : columns;
    }

    /// The streams of this process. The launcher says in `sluice.terminal` whether standard error is a terminal, and
    /// its width by `sluice.columns`: the JVM knows neither at a price that a short run would pay.
    public static Console ofProcess() {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean("sluice.terminal"),
                Integer.getInteger("sluice.columns", USUAL_COLUMNS));
    }

    /// Standard output, unbuffered.
    public OutputStream out() {
        return out;
    }

    /// Standard error.
    public PrintStream err() {
        return err;
    }

    /// Whether standard error is a terminal.
    public boolean isTerminal() {
        return terminal;
    }

    /// The width of the terminal.
    int columns() {
        return columns;
    }

    /// From now on failures show their stack.
    public void showStacks() {
        showingStacks = true;
    }

    /// Shows the stack of a failure on standard error, if stacks are wanted.
    public void stack(Throwable failure) {
        if (showingStacks) {
            failure.printStackTrace(err);
        }
    }

    /// Writes a text to standard output at once; control characters in it are shown as escapes.
    public void print(String text) throws IOException {
        out.write(PrintableText.of(text).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Writes a message of one line to standard error, after the name of the program; what is long in it is
    /// [cut][LongText].
    public void say(String message) {
        complain("sluice: " + LongText.cut(message) + "\n");
    }

    /// Writes a text to standard error at once; control characters in it are shown as escapes.
    public void complain(String text) {
        err.print(PrintableText.of(text));
        err.flush();
    }
}
