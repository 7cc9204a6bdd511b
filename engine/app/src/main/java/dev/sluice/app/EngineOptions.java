package dev.sluice.app;

import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Configuration;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugins.Features;
import dev.sluice.stream.CpuPinning;
import dev.sluice.stream.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What a run computes, and with what means.
final class EngineOptions {
    private static final long LEAST_MEMORY = 1 << 20;
    private static final int MOST_WORKERS = 1024;

    private final ValueOption target = new ValueOption(
            "--target",
            "NAME",
            "Type of data to compute; ./sluice plugins lists them (default " + Features.DATA_TYPE + ").");
    private final SettingOptions settings = new SettingOptions();
    private final ValueOption timeRange = new ValueOption(
            "--time-range", "A:B", "Only records that start at A or later and before B, in ns (the unit of the data).");
    private final ValueOption onError = new ValueOption(
            "--on-error",
            "fail|skip",
            "What happens to data that cannot be read or computed: the run fails (default), or they are left out and"
                    + " listed as lost.");
    private final ValueOption runId =
            new ValueOption("--run-id", "NAME", "Name of the run (default: that of the input).");
    private final ValueOption workers =
            new ValueOption("--workers", "N", "Threads that compute (default: one per CPU).");
    private final ValueOption chunkRecords =
            new ValueOption("--chunk-records", "N", "Records per chunk (default: as many as fit a CPU's cache).");
    private final ValueOption latency = new ValueOption(
            "--latency", "T", "Keep what is in flight so small that a record waits no longer, such as 200us or 5ms.");
    private final ValueOption profile = new ValueOption(
            "--profile",
            "FILE|none",
            "Take the size of chunks from what ./sluice tune found (default: its usual file, if there is one).");
    private final ValueOption memory =
            new ValueOption("--memory", "BYTES", "Limit of the memory for data, such as 512M (default 1G).");
    private final ValueOption wait = new ValueOption(
            "--wait", "POLICY", "How threads wait for each other: low-latency, balanced (default) or throughput.");
    private final ValueOption pin = new ValueOption(
            "--pin",
            "CPU,CPU,...",
            "CPUs to tie the threads to, as 0,1,2: the source to the first, the workers to the others.");

    /// Adds what the run computes.
    void addProcessingTo(CommandSpec command, HelpSections help) {
        List<OptionSpec> options = new ArrayList<>(List.of(target.spec()));
        options.addAll(List.of(settings.specs()));
        options.addAll(List.of(timeRange.spec(), onError.spec(), runId.spec()));
        help.section(command, "Processing", options.toArray(OptionSpec[]::new));
    }

    /// Adds with what means.
    void addEngineTo(CommandSpec command, HelpSections help) {
        help.section(
                command,
                "Engine",
                workers.spec(),
                chunkRecords.spec(),
                latency.spec(),
                profile.spec(),
                memory.spec(),
                wait.spec(),
                pin.spec());
    }

    String target() {
        return target.text() == null ? Features.DATA_TYPE : target.text();
    }

    /// The range of time that is wanted.
    ///
    /// @throws UsageException if it is not of the form `A:B`
    TimeRange timeRange() {
        try {
            return timeRange.text() == null ? TimeRange.UNBOUNDED : TimeRange.parse(timeRange.text());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("--time-range: " + wrong.getMessage(), wrong);
        }
    }

    /// What the options of plugins are set to.
    ///
    /// @throws UsageException if a file is not there or not understood, or a setting is not of the form `option=value`
    Configuration configuration() throws IOException {
        return settings.read();
    }

    /// What the source is to know.
    ///
    /// @throws UsageException if a value does not fit an option of the source
    SourceSettings sourceSettings(Configuration configuration) {
        return SourceSettings.of(configuration, failurePolicy());
    }

    private FailurePolicy failurePolicy() {
        return onError.word(FailurePolicy.class, FailurePolicy.FAIL);
    }

    /// Sets the options of the plugins.
    ///
    /// @throws UsageException if there is no such option, a value does not fit, or `--set` is for a plugin that the
    ///     target does not use
    void configure(Context context, Configuration configuration) {
        List<KnownPlugin> present =
                context.plugins().stream().map(KnownPlugin::of).toList();
        new UsedOptions(present, source(context), target()).require(configuration);
        try {
            context.configure(configuration.applicableTo(
                    present.stream().map(KnownPlugin::owner).toList()));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    private static String source(Context context) {
        return context.plugins().stream()
                .filter(SourcePlugin.class::isInstance)
                .map(Plugin::name)
                .findFirst()
                .orElse("nothing");
    }

    /// The profile to take the size of chunks from; empty if there is none, or a size is given.
    ///
    /// @throws UsageException if a profile is named that does not exist
    Optional<TuningProfile> profile() throws IOException {
        if (chunkRecords.text() != null || latency.text() != null || "none".equals(profile.text())) {
            return Optional.empty();
        }
        if (profile.text() == null) {
            Optional<Path> usual = TuningProfile.usualFile();
            return usual.isPresent() ? TuningProfile.read(usual.get()) : Optional.empty();
        }
        Optional<TuningProfile> named = TuningProfile.read(Path.of(profile.text()));
        if (named.isEmpty()) {
            throw profile.wrong("does not exist; write it with ./sluice tune --profile");
        }
        return named;
    }

    private Duration latency() {
        try {
            return latency.text() == null ? Duration.ZERO : TimeLength.parse(latency.text());
        } catch (IllegalArgumentException wrong) {
            throw latency.wrong("is no time such as 200us or 5ms");
        }
    }

    /// How the run is to be streamed; `otherwise` names it if the user did not.
    ///
    /// @throws UsageException if a value is out of bounds
    StreamingContext streaming(Context context, String otherwise) {
        Long records = chunkRecords.whole(1, Long.MAX_VALUE);
        try {
            StreamingContext streaming = context.streaming(runId(otherwise))
                    .workers(workers())
                    .chunkRecords(records == null ? 0 : records)
                    .waiting(wait.word(WaitPolicy.class, WaitPolicy.BALANCED))
                    .onError(failurePolicy())
                    .latency(latency())
                    .pinned(cpus().toArray(Integer[]::new));
            return memory.text() == null ? streaming : streaming.memory(memory());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    String runId(String otherwise) {
        return runId.text() == null ? otherwise : runId.text();
    }

    int workers() {
        Long count = workers.whole(1, MOST_WORKERS);
        return count == null ? Runtime.getRuntime().availableProcessors() : Math.toIntExact(count);
    }

    private long memory() {
        try {
            long bytes = ByteSize.parse(memory.text());
            if (bytes >= LEAST_MEMORY) {
                return bytes;
            }
        } catch (IllegalArgumentException noSize) {
            throw new UsageException("--memory: " + noSize.getMessage(), noSize);
        }
        throw memory.wrong("is below " + LEAST_MEMORY + " bytes; give 1M or more");
    }

    /// Tries the CPU on a thread of its own: only the system knows what this process may use.
    private int usable(int cpu) {
        AtomicReference<RuntimeException> refusal = new AtomicReference<>();
        Thread probe = Thread.ofPlatform().start(() -> {
            try {
                CpuPinning.pinCurrentThread(cpu);
            } catch (IllegalArgumentException | UnsupportedOperationException refused) {
                refusal.set(refused);
            }
        });
        try {
            probe.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while --pin was checked", interrupted);
        }
        if (refusal.get() != null) {
            throw pin.wrong("cannot be: " + refusal.get().getMessage());
        }
        return cpu;
    }

    private List<Integer> cpus() {
        List<Integer> cpus = new ArrayList<>();
        if (pin.text() != null) {
            for (String cpu : pin.text().split(",", -1)) {
                if (!cpu.strip().matches("\\d{1,6}")) {
                    throw pin.wrong("is no list of CPUs such as 0,1,2; they are counted from 0");
                }
                cpus.add(usable(Integer.parseInt(cpu.strip())));
            }
        }
        return cpus;
    }
}
