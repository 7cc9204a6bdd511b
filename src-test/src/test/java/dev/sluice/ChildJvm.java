package dev.sluice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a test program in a JVM of its own, for what depends on how a JVM starts or ends.
public final class ChildJvm {
    private ChildJvm() {}

    /// The exit code of the program; its output goes to that of the test.
    ///
    /// @param flags options of the JVM, for instance `-Dsluice.checked=false`
    public static int run(List<String> flags, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the program did not end within 60 s: " + command);
        }
        System.out.print(new String(process.getInputStream().readAllBytes()));
        return process.exitValue();
    }
}
