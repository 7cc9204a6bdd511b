package dev.sluice.app;

import dev.sluice.app.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/// Runs what most users run first, in a folder of its own, so that the JVM archives the classes of it at its exit. For
/// the launcher and those who pack Sluice; the command line does not show it.
public final class Training {
    private Training() {}

    /// Runs the commands in the folder of that name, and ends the process: with 0 if all of them succeed.
    public static void main(String[] folder) {
        String input = Path.of(folder[0], "training.npy").toString();
        String output = Path.of(folder[0], "trained.npy").toString();
        System.exit(command("run", "--sim-records", "1000", "--target", "st_waveforms_stream", "--out", input)
                | command("run", input, "--chunk-records", "100", "--out", output)
                | command("inspect", input)
                | command("plugins")
                | command("run", "--help")
                | command("--help"));
    }

    private static int command(String... arguments) {
        OutputStream nothing = OutputStream.nullOutputStream();
        Console console = new Console(nothing, new PrintStream(nothing), false, 0);
        return Main.execute(console, arguments);
    }
}
