package dev.sluice.app;

import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugins.Features;
import dev.sluice.stream.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What a run computes, and with what means.
final class EngineOptions {
    private static final long LEAST_MEMORY = 1 << 20;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Type of data to compute; ./sluice plugins lists them (default ${DEFAULT-VALUE}).")
    private String target = Features.DATA_TYPE;

    @Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description = "Sets an option of a plugin; may be given again and again. ./sluice plugins lists them.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--time-range",
            paramLabel = "A:B",
            converter = RangeOfTime.class,
            description = "Only records that start at A or later and before B, in ns (the unit of the data).")
    private TimeRange timeRange = TimeRange.UNBOUNDED;

    @Option(
            names = "--on-error",
            paramLabel = "fail|skip",
            converter = FailureWord.class,
            description = "What happens to data that cannot be read or computed: the run fails (default), or they are"
                    + " left out and listed as lost.")
    private FailurePolicy failurePolicy = FailurePolicy.FAIL;

    @Option(names = "--run-id", paramLabel = "NAME", description = "Name of the run (default: that of the input).")
    private String runId;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that compute (default: one per CPU).")
    private Integer workers;

    @Option(
            names = "--chunk-records",
            paramLabel = "N",
            description = "Records per chunk (default: as many as fit a CPU's cache).")
    private Long chunkRecords;

    @Option(
            names = "--memory",
            paramLabel = "BYTES",
            converter = ByteSize.class,
            description = "Limit of the memory for data, such as 512M (default 1G).")
    private Long memory;

    @Option(
            names = "--wait",
            paramLabel = "POLICY",
            converter = WaitWord.class,
            description = "How threads wait for each other: low-latency, balanced (default) or throughput.")
    private WaitPolicy waitPolicy = WaitPolicy.BALANCED;

    @Option(
            names = "--pin",
            paramLabel = "CPU",
            split = ",",
            description = "CPUs to tie the threads to, as 0,1,2: the source to the first, the workers to the others.")
    private List<Integer> cpus = new ArrayList<>();

    String target() {
        return target;
    }

    TimeRange timeRange() {
        return timeRange;
    }

    /// What the source is to know.
    ///
    /// @throws UsageException if a setting is not of the form `option=value`
    SourceSettings sourceSettings() {
        return SourceSettings.parse(settings, failurePolicy);
    }

    /// Sets the options of the plugins.
    ///
    /// @throws UsageException if there is no such option, or a value does not fit
    void configure(Context context) {
        try {
            context.plugin(target);
            sourceSettings().options().forEach(context::set);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    /// How the run is to be streamed; `otherwise` names it if the user did not.
    ///
    /// @throws UsageException if a number is out of bounds
    StreamingContext streaming(Context context, String otherwise) {
        if (chunkRecords != null && chunkRecords < 1) {
            throw new UsageException(
                    "--chunk-records=" + chunkRecords + " is below 1; leave it out to let the engine choose");
        }
        if (cpus.stream().anyMatch(cpu -> cpu < 0)) {
            throw new UsageException("--pin=" + cpus + " has a negative number; CPUs are counted from 0");
        }
        if (memory != null && memory < LEAST_MEMORY) {
            throw new UsageException("--memory=" + memory + " is below " + LEAST_MEMORY + " bytes (1M)");
        }
        try {
            StreamingContext streaming = context.streaming(runId == null ? otherwise : runId)
                    .workers(workers())
                    .chunkRecords(chunkRecords == null ? 0 : chunkRecords)
                    .waiting(waitPolicy)
                    .onError(failurePolicy)
                    .pinned(cpus.toArray(Integer[]::new));
            return memory == null ? streaming : streaming.memory(memory);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    String runId(String otherwise) {
        return runId == null ? otherwise : runId;
    }

    int workers() {
        return workers == null ? Runtime.getRuntime().availableProcessors() : workers;
    }

    /// Reads `A:B`.
    static final class RangeOfTime implements ITypeConverter<TimeRange> {
        @Override
        public TimeRange convert(String text) {
            try {
                return TimeRange.parse(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /// Reads `fail`, `skip`.
    static final class FailureWord implements ITypeConverter<FailurePolicy> {
        @Override
        public FailurePolicy convert(String word) {
            return Words.parse(FailurePolicy.class, word);
        }
    }

    /// Reads `low-latency`, `balanced`, `throughput`.
    static final class WaitWord implements ITypeConverter<WaitPolicy> {
        @Override
        public WaitPolicy convert(String word) {
            return Words.parse(WaitPolicy.class, word);
        }
    }
}
