package dev.sluice.benchmarks.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Runs commands one at a time and measures each: its time on the clock, and CPU and peak memory of its process alone.
/// Linux only; used by one thread, closed by its owner.
///
/// Linux counts the memory of a process that starts another as that of the other. So a small shell starts the command,
/// leaves, and this process adopts it and waits for it. The command begins when a pipe says so: what the shell takes is
/// not measured.
final class CommandClock implements AutoCloseable {
    private static final String SHELL =
            "{ read -r go <\"$1\"; exec 0</dev/null; shift; exec \"$@\"; }" + " >\"$0.out\" 2>\"$0.err\" & echo $!";
    private static final long MINUTES = 30;
    private static final long SETTLE = 5_000_000;
    private static final int LINES = 12;

    private final Path folder;
    private final Path pipe;
    private final Thread hook = new Thread(this::end);
    private volatile long running;

    /// A clock that keeps what commands print in `folder`.
    CommandClock(Path folder) throws IOException {
        this.folder = folder;
        requireLinux();
        pipe = folder.resolve("go");
        Files.deleteIfExists(pipe);
        Libc.makePipe(pipe);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Throws where commands cannot be measured.
    ///
    /// @throws IllegalArgumentException on a system other than Linux
    static void requireLinux() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new IllegalArgumentException("--files measures commands by wait4 and prctl of Linux, and os.name="
                    + system + "; run it on a Linux machine");
        }
    }

    /// What a command took.
    ///
    /// @param seconds   on the clock
    /// @param cpu       seconds of CPU
    /// @param peakBytes the most memory at once, pages of files that are mapped included
    record Taken(double seconds, double cpu, long peakBytes) {}

    /// Runs a command to its end.
    ///
    /// @throws IllegalStateException if it fails; the message has the end of what it printed
    Taken run(List<String> command) throws IOException {
        Path log = folder.resolve("printed");
        List<String> words = new ArrayList<>(List.of("sh", "-c", SHELL, log.toString(), pipe.toString()));
        words.addAll(command);
        try (RandomAccessFile go = new RandomAccessFile(pipe.toFile(), "rw")) {
            int pid = start(words);
            running = pid;
            CompletableFuture<Void> limit =
                    CompletableFuture.runAsync(this::end, CompletableFuture.delayedExecutor(MINUTES, TimeUnit.MINUTES));
            LockSupport.parkNanos(SETTLE);
            long begin = System.nanoTime();
            go.write('\n');
            Libc.Ended ended = Libc.await(pid);
            long end = System.nanoTime();
            running = 0;
            limit.cancel(false);
            if (ended.code() != 0) {
                throw new IllegalStateException(
                        "exit code " + ended.code() + " of: " + String.join(" ", command) + printed(log));
            }
            return new Taken(1e-9 * (end - begin), ended.cpu(), ended.peakBytes());
        }
    }

    private static int start(List<String> words) throws IOException {
        Libc.adoptOrphans(true);
        try {
            Process shell = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String pid = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            shell.waitFor();
            return Integer.parseInt(pid);
        } catch (NumberFormatException absent) {
            throw new IOException("no shell `sh` starts the commands to be measured", absent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a command was started", interrupted);
        } finally {
            Libc.adoptOrphans(false);
        }
    }

    private static String printed(Path log) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String ending : List.of(".out", ".err")) {
            List<String> lines = Files.readAllLines(Path.of(log + ending), StandardCharsets.ISO_8859_1);
            lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                    .forEach(line -> text.append('\n').append(line));
        }
        return text.toString();
    }

    /// Ends the command that runs, if one does: it must not outlive this process.
    private void end() {
        long pid = running;
        if (pid > 0) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs already.
            assert running >= 0;
        }
        for (String name : List.of("go", "printed.out", "printed.err")) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }
}
