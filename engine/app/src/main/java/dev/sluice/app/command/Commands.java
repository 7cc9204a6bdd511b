package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.session.request.UsageException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The commands, and the way from arguments to an exit code. One per execution.
public final class Commands {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final int HELP_COLUMNS = 100;
    private static final Map<String, Function<Console, CommandSpec>> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put("run", console -> new RunCommand(console).spec());
        MAKERS.put("convert", console -> new ConvertCommand(console).spec());
        MAKERS.put("inspect", console -> new InspectCommand(console).spec());
        MAKERS.put("formats", console -> new FormatsCommand(console).spec());
        MAKERS.put("plugins", console -> new PluginsCommand(console).spec());
        MAKERS.put("plan", console -> new PlanCommand(console).spec());
        MAKERS.put("store", console -> new StoreCommand(console).spec());
        MAKERS.put("config", console -> new ConfigCommand(console).spec());
        MAKERS.put("bench", console -> new BenchCommand(console).spec());
        MAKERS.put("tune", console -> new TuneCommand(console).spec());
        MAKERS.put("help", console -> new HelpCommand(console, MAKERS.keySet(), name -> program(console, name)).spec());
    }

    private final Console console;

    /// Commands that write to `console`.
    public Commands(Console console) {
        this.console = console;
        if (System.getenv("SLUICE_DEBUG") != null) {
            console.showStacks();
        }
    }

    /// Runs what the arguments ask for and returns the exit code; reports failures on standard error.
    public int execute(String... arguments) {
        ErrorReport report = new ErrorReport(console, List.of(arguments).contains("--json"));
        PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
        // A word that begins with @ is a word: arguments are not read from a file that happens to be named so.
        CommandLine line = new CommandLine(root(arguments))
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
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

    /// The command of that name, as its help names it; the program with all commands for the empty name.
    public static CommandSpec program(Console console, String name) {
        CommandSpec root = new Commands(console).root(name);
        return name.isEmpty() ? root : root.subcommands().get(name).getCommandSpec();
    }

    /// The program with the commands that the arguments may need: where the first names one, the others are not built.
    private CommandSpec root(String... arguments) {
        CommandSpec root = spec("sluice", this::nothing);
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .arity("0")
                .type(boolean.class)
                .description("Show the version and exit.")
                .build());
        root.versionProvider(new Version());
        root.usageMessage()
                .header("Streams detector waveforms through plugins, from digitiser files to features.")
                .customSynopsis("./sluice COMMAND [OPTIONS]")
                .commandListHeading("%nCommands:%n")
                .footer(
                        "",
                        "Examples:",
                        "  ./sluice run                                  simulate a detector, show its features",
                        "  ./sluice run daq/run42 --out features.npy     WaveDump files in, features out",
                        "  ./sluice inspect features.npy                 fields, units, counts, time range",
                        "  ./sluice plan features                        plugins, stages, threads, memory",
                        "  ./sluice config --target features             every option, its value, and why",
                        "  ./sluice bench --check                        is this build as fast as it should be?",
                        "",
                        "Variables:",
                        "  SLUICE_DEBUG=1        failures show their whole stack, as with --stacktrace",
                        "  SLUICE_CONFIG         a file of options, as --config names it",
                        "  SLUICE_STORE          a folder where results are kept, as --store names it",
                        "  SLUICE_JAVA_OPTIONS   options for the JVM, such as -Xmx1g, and the properties below",
                        "  SLUICE_NO_BUILD=1     never build, whatever the sources say",
                        "  SLUICE_JDK_ROOTS      folders where JDKs are looked for, separated by colons",
                        "  JAVA25_HOME           the JDK to use; else that of JAVA_HOME, if it is new enough",
                        "  XDG_CONFIG_HOME       where sluice/profile.toml of ./sluice tune lies (default ~/.config)",
                        "",
                        "Properties of the JVM:",
                        "  -Dsluice.kernels=auto|vector|scalar         what kernels compute with",
                        "  -Dsluice.kernels.width=auto|128|256|512     bits of their vectors",
                        "  -Dsluice.checked=true                       verify what plugins promise; slower",
                        "  -Dsluice.chunk.bytes=N                      bytes per chunk, for experiments",
                        "",
                        "Sizes are shown in steps of 1000 (1 GB), and given in steps of 1024 (512M, 2G).",
                        "",
                        "./sluice COMMAND --help says more about each command.");
        String first = arguments.length == 0 ? "" : arguments[0];
        MAKERS.forEach((name, maker) -> {
            if (name.equals(first) || !MAKERS.containsKey(first)) {
                root.addSubcommand(name, maker.apply(console));
            }
        });
        if (List.of(arguments).contains("--stacktrace")) {
            console.showStacks();
        }
        return root;
    }

    /// A command of that name without options but those that all commands have.
    static CommandSpec spec(String name, Callable<Integer> action) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage(new UsageMessageSpec()
                .width(HELP_COLUMNS)
                .autoWidth(false)
                .sortOptions(false)
                .synopsisHeading("%nUsage: ")
                .parameterListHeading("%n")
                .optionListHeading("%n"));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .arity("0")
                .type(boolean.class)
                .description("Show this help and exit.")
                .build());
        spec.addOption(OptionSpec.builder("--stacktrace")
                .arity("0")
                .type(boolean.class)
                .description("Show the whole stack of a failure, as the variable SLUICE_DEBUG does.")
                .build());
        return spec;
    }

    private Integer nothing() {
        throw new UsageException("no command was named; there are " + String.join(", ", MAKERS.keySet()));
    }
}
