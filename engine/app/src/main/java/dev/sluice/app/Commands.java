package dev.sluice.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The commands, and the way from arguments to an exit code. One per execution.
@Command(
        name = "sluice",
        versionProvider = Version.class,
        header = "Streams detector waveforms through plugins, from digitiser files to features.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./sluice COMMAND [OPTIONS]",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  ./sluice run                                  simulate a detector, show its features",
            "  ./sluice run daq/run42 --out features.npy     WaveDump files in, features out",
            "  ./sluice inspect features.npy                 fields, units, counts, time range",
            "",
            "./sluice COMMAND --help tells more about each command."
        })
final class Commands implements Runnable {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final int HELP_COLUMNS = 100;

    private final Console console;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Option(names = "--stacktrace", hidden = true, scope = ScopeType.INHERIT)
    private boolean stackTrace;

    @Spec
    private CommandSpec spec;

    Commands(Console console) {
        this.console = console;
    }

    /// Runs what the arguments ask for and returns the exit code; tells failures on standard error.
    int execute(String... arguments) {
        ErrorReport report = new ErrorReport(console, this::wantsStackTrace);
        PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(this)
                .addSubcommand(new RunCommand(console))
                .addSubcommand(new InspectCommand(console))
                .addSubcommand(new PluginsCommand(console))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setUsageHelpAutoWidth(false)
                .setOut(out)
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, given) -> report.usage(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> report.failure(failure, command));
        int code;
        try {
            code = line.execute(arguments);
        } catch (Error fatal) {
            code = report.failure(fatal, line);
        }
        out.flush();
        return code;
    }

    /// Without a command there is nothing to do.
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command was named; there are "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    private boolean wantsStackTrace() {
        return stackTrace || System.getenv("SLUICE_DEBUG") != null;
    }
}
