package dev.sluice.app.console;

import java.util.function.Supplier;

/// Reports on standard error, where the process is stopped from outside (Ctrl-C, kill) while work goes on, what was
/// stopped and what is left of it. Stateless.
public final class Interruption {
    private static final String ERASE = "\r\u001b[K";

    private Interruption() {}

    /// Does the work and returns what it gives; if the process is stopped meanwhile, another thread prints `words`.
    public static <T> T toldDuring(Supplier<T> work, Console console, Supplier<String> words) {
        Thread hook = new Thread(() -> tell(console, words), "sluice-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            remove(hook);
        }
    }

    private static void tell(Console console, Supplier<String> words) {
        // The bar and the echo of Ctrl-C may stand on the line.
        String line = console.isTerminal() ? ERASE : "";
        console.err().print(line + "sluice: interrupted: " + words.get() + "\n");
        console.err().flush();
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The process ends already, and the hook has reported it or will.
        }
    }
}
