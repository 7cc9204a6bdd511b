package dev.sluice.session.request;

import dev.sluice.analysis.feature.Features;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be said of a session, by the names that the command line has for it.
public enum SessionOption {
    /// What the input files are.
    FORMAT(
            "--format",
            "auto|NAME",
            "What the input is; ./sluice formats lists them. auto (default): by its first bytes and its name."),
    /// Which run of a folder of many.
    RUN("--run", "NAME", "Which run of a folder that holds many, such as a storage folder of strax."),
    /// What the records of `.npy` files are.
    INPUT_TYPE(
            "--input-type",
            "TYPE",
            "What the records of the input are, such as st_waveforms_stream or raw_records; by default their fields show it."),
    /// Other results of the same run.
    WITH(
            Kind.LIST,
            "--with",
            "FILE",
            "A .npy file with another result of the same run, such as records beside hits; may be given again."),
    /// How many records are simulated.
    SIM_RECORDS(
            "--sim-records",
            "N|endless",
            "Records to simulate, of 800 samples each (default " + SessionOption.SIMULATED_RECORDS + ")."),
    /// From what the simulation starts.
    SIM_SEED(
            "--sim-seed",
            "N",
            "Seed of the simulation: the same seed gives the same bytes (default " + SessionOption.SIMULATED_SEED
                    + ")."),
    /// What is computed.
    TARGET(
            "--target",
            "NAME[,NAME...]",
            "Types of data to compute, all in one pass; ./sluice plugins lists them (default " + Features.DATA_TYPE
                    + ")."),
    /// A file that sets options of plugins.
    CONFIG(
            "--config",
            "FILE|none",
            "Set options of plugins as a file of TOML says (default: the file that " + SessionOption.VARIABLE
                    + " names; no other is looked for)."),
    /// Options of plugins.
    SET(
            Kind.LIST,
            "--set",
            "OPTION=VALUE",
            "Sets an option of all plugins that have it, or with PLUGIN.OPTION of one; ./sluice plugins lists them. May"
                    + " be given again and again."),
    /// Jars and shared libraries of plugins.
    PLUGINS(
            Kind.LIST,
            "--plugins",
            "PATH",
            "Use the plugins of a jar, of all jars in a folder, or of a shared library, too. May be given again and"
                    + " again."),
    /// The range of time.
    TIME_RANGE(
            "--time-range",
            "A:B",
            "Only records that start at A or later and before B, in ns (the unit of the data), or with a unit, such as"
                    + " 10s:12s, from the start of the run."),
    /// What happens to data that cannot be read or computed.
    ON_ERROR(
            "--on-error",
            "fail|skip",
            "What happens to data that cannot be read or computed: the run fails (default), or they are left out and"
                    + " listed as lost."),
    /// The name of the run.
    RUN_ID("--run-id", "NAME", "Name of the run (default: that of the input)."),
    /// Which records are kept.
    SELECT("--select", "EXPRESSION", "Keep records that fulfil a condition on their fields, such as 'charge > 100'."),
    /// Which fields are kept.
    COLUMNS("--columns", "NAME,...", "Keep these fields only, and those that say when a record starts and ends."),
    /// Which fields are left out.
    DROP_COLUMNS("--drop-columns", "NAME,...", "Leave these fields out."),
    /// Where the records go.
    OUT(
            "--out",
            "FILE|FOLDER|-",
            "Where the records go: the end of the name, such as .npy or .csv, says how; ./sluice formats lists them. - is CSV on standard output. For several targets or runs a folder, or a name with"
                    + " {type} and {run} in it. Without it nothing is written."),
    /// Where results are kept from run to run.
    STORE(
            "--store",
            "[KIND:]FOLDER|none",
            "Keep the targets here, and load what is here instead of computing it, where plugins, versions, options and"
                    + " files are the same (default: what " + SessionOption.STORE_VARIABLE + " names). Kinds: sluice,"
                    + " strax."),
    /// What is kept beside the targets.
    KEEP("--keep", "NAME[,NAME...]", "Keep these types of data in the store too, if they are computed on the way."),
    /// Whether fields of `.npy` files say what they hold.
    TITLES(
            Kind.FLAG,
            "--titles",
            "",
            "Give the fields in .npy files titles: what they hold, the unit, and what stands for no value."),
    /// How many threads compute.
    WORKERS("--workers", "N", "Threads that compute (default: one per CPU)."),
    /// How many records a chunk has.
    CHUNK_RECORDS("--chunk-records", "N", "Records per chunk (default: as many as fit a CPU's cache)."),
    /// How long a record may wait.
    LATENCY(
            "--latency",
            "T",
            "Keep what is in flight as small as plugins compute in that time at 1 GB/s, such as 200us or 5ms; a record"
                    + " waits longer for slower ones."),
    /// Where the size of chunks comes from.
    PROFILE(
            "--profile",
            "FILE|none",
            "Take the size of chunks from what ./sluice tune found (default: its usual file, if there is one)."),
    /// How much memory data take.
    MEMORY(
            "--memory",
            "BYTES",
            "Limit of the memory for data, such as 512M (default 1G; less where the container or machine has little)."),
    /// How threads wait.
    WAIT("--wait", "POLICY", "How threads wait for each other: low-latency, balanced (default) or throughput."),
    /// Where threads run.
    PIN(
            "--pin",
            "CPU,CPU,...",
            "CPUs to tie the threads to, as 0,1,2: the source to the first, the workers to the others.");

    /// The variable of the environment that names a file where [#CONFIG] does not.
    public static final String VARIABLE = "SLUICE_CONFIG";

    /// The variable of the environment that names a store where [#STORE] does not.
    public static final String STORE_VARIABLE = "SLUICE_STORE";

    /// How many records are simulated where [#SIM_RECORDS] is not given.
    public static final long SIMULATED_RECORDS = 100_000;

    /// The seed where [#SIM_SEED] is not given.
    public static final long SIMULATED_SEED = 1;

    private final Kind kind;
    private final String word;
    private final String label;
    private final String help;

    SessionOption(String word, String label, String help) {
        this(Kind.VALUE, word, label, help);
    }

    SessionOption(Kind kind, String word, String label, String help) {
        this.kind = kind;
        this.word = word;
        this.label = label;
        this.help = help;
    }

    /// How often an option is given, and with what.
    public enum Kind {
        /// Once, with a value.
        VALUE,
        /// Again and again, with a value each time.
        LIST,
        /// Without a value.
        FLAG
    }

    /// How often it is given, and with what.
    public Kind kind() {
        return kind;
    }

    /// The option as the command line has it: `--time-range`.
    public String word() {
        return word;
    }

    /// What stands for its value in help; empty for a flag.
    public String label() {
        return label;
    }

    /// What it does, in a sentence or two.
    public String help() {
        return help;
    }

    /// The option with this name, with the dashes of the command line or without.
    public static Optional<SessionOption> named(String name) {
        String wanted = name.startsWith("--") ? name : "--" + name;
        return Stream.of(values()).filter(option -> option.word.equals(wanted)).findFirst();
    }

    /// The names of all options, as the command line has them.
    public static List<String> words() {
        return Stream.of(values()).map(SessionOption::word).toList();
    }
}
