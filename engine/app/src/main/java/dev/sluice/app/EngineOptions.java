package dev.sluice.app;

import dev.sluice.chunk.MemoryAccount;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.executor.CpuPinning;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.WaitPolicy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/// With what means a run computes.
final class EngineOptions {
    private static final long LEAST_MEMORY = 1 << 20;
    private static final int MOST_WORKERS = 1024;

    private final ValueOption workers =
            new ValueOption("--workers", "N", "Threads that compute (default: one per CPU).");
    private final ValueOption chunkRecords =
            new ValueOption("--chunk-records", "N", "Records per chunk (default: as many as fit a CPU's cache).");
    private final ValueOption latency = new ValueOption(
            "--latency",
            "T",
            "Keep what is in flight as small as plugins compute in that time at 1 GB/s, such as 200us or 5ms; a record"
                    + " waits longer for slower ones.");
    private final ValueOption profile = new ValueOption(
            "--profile",
            "FILE|none",
            "Take the size of chunks from what ./sluice tune found (default: its usual file, if there is one).");
    private final ValueOption memory = new ValueOption(
            "--memory",
            "BYTES",
            "Limit of the memory for data, such as 512M (default 1G; less where the container or machine has little).");
    private final ValueOption wait = new ValueOption(
            "--wait", "POLICY", "How threads wait for each other: low-latency, balanced (default) or throughput.");
    private final ValueOption pin = new ValueOption(
            "--pin",
            "CPU,CPU,...",
            "CPUs to tie the threads to, as 0,1,2: the source to the first, the workers to the others.");

    /// Adds the options.
    void addTo(CommandSpec command, HelpSections help) {
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

    /// The profile to take the size of chunks from; empty if there is none, or a size is given.
    ///
    /// A run that names no profile goes on without one that cannot be read, and `notes` gets a sentence.
    ///
    /// @throws UsageException if a profile is named that does not exist
    Optional<TuningProfile> profile(Consumer<String> notes) throws IOException {
        if (chunkRecords.text() != null || latency.text() != null || "none".equals(profile.text())) {
            return Optional.empty();
        }
        if (profile.text() == null) {
            Optional<Path> usual = TuningProfile.usualFile();
            return usual.isPresent() ? usual(usual.get(), notes) : Optional.empty();
        }
        Optional<TuningProfile> named = TuningProfile.read(Path.of(profile.text()));
        if (named.isEmpty()) {
            throw profile.wrong("does not exist; write it with ./sluice tune --profile");
        }
        return named;
    }

    /// The profile at its usual place; empty, with a note, where it cannot be read.
    static Optional<TuningProfile> usual(Path file, Consumer<String> notes) {
        try {
            return TuningProfile.read(file);
        } catch (IOException | IllegalStateException unreadable) {
            String cause = unreadable instanceof AccessDeniedException ? "permission denied" : unreadable.getMessage();
            notes.accept("the profile of ./sluice tune cannot be read, so it is ignored: " + cause + ", file=" + file
                    + "; --profile none leaves it out");
            return Optional.empty();
        }
    }

    private Duration latency() {
        try {
            return latency.text() == null ? Duration.ZERO : TimeLength.parse(latency.text());
        } catch (IllegalArgumentException wrong) {
            throw latency.wrong("is no time such as 200us or 5ms");
        }
    }

    /// How run `runId` is to be streamed, where `atATime` runs share the machine.
    ///
    /// @throws UsageException if a value is out of bounds
    StreamingContext streaming(Context context, String runId, FailurePolicy policy, int atATime) {
        Long records = chunkRecords.whole(1, Long.MAX_VALUE);
        try {
            return context.streaming(runId)
                    .workers(workers(atATime))
                    .chunkRecords(records == null ? 0 : records)
                    .waiting(wait.word(WaitPolicy.class, WaitPolicy.BALANCED))
                    .onError(policy)
                    .latency(latency())
                    .pinned(cpus().toArray(Integer[]::new))
                    .memory(memory(atATime));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage(), wrong);
        }
    }

    /// Checks what many runs share.
    ///
    /// @throws UsageException if the memory is too little for so many at a time, or CPUs would be tied to several runs
    void requireFor(int atATime) {
        if (atATime > 1 && pin.text() != null) {
            throw pin.wrong("goes with one run at a time; add -j 1, or leave it out");
        }
        workers(atATime);
        memory(atATime);
    }

    /// Threads that compute each of `atATime` runs.
    ///
    /// @throws UsageException if the number is out of bounds
    int workers(int atATime) {
        Long count = workers.whole(1, MOST_WORKERS);
        return count == null
                ? Math.max(1, Runtime.getRuntime().availableProcessors() / atATime)
                : Math.toIntExact(count);
    }

    private long memory(int atATime) {
        long bytes = memory.text() == null ? MemoryAccount.ofProcess().limit() : memory();
        if (bytes / atATime < LEAST_MEMORY) {
            throw new UsageException("--memory: " + bytes + " bytes are less than 1M for each of " + atATime
                    + " runs at a time; give more, or fewer runs with -j");
        }
        return bytes / atATime;
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
