package dev.sluice.session;

import dev.sluice.chunk.MemoryAccount;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.executor.CpuPinning;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.session.request.ByteSize;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.TimeLength;
import dev.sluice.session.request.UsageException;
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

/// With what means a request computes. Immutable.
///
/// @param request the words
public record EngineRequest(SessionRequest request) {
    private static final long LEAST_MEMORY = 1 << 20;
    private static final int MOST_WORKERS = 1024;

    /// The profile to take the size of chunks from; empty if there is none, or a size is given.
    ///
    /// A run that names no profile goes on without one that cannot be read, and `notes` gets a sentence.
    ///
    /// @throws UsageException if a profile is named that does not exist
    public Optional<TuningProfile> profile(Consumer<String> notes) throws IOException {
        if (request.value(SessionOption.CHUNK_RECORDS).text() != null
                || request.value(SessionOption.LATENCY).text() != null
                || "none".equals(request.value(SessionOption.PROFILE).text())) {
            return Optional.empty();
        }
        if (request.value(SessionOption.PROFILE).text() == null) {
            Optional<Path> usual = TuningProfile.usualFile();
            return usual.isPresent() ? usual(usual.get(), notes) : Optional.empty();
        }
        Optional<TuningProfile> named =
                TuningProfile.read(Path.of(request.value(SessionOption.PROFILE).text()));
        if (named.isEmpty()) {
            throw request.value(SessionOption.PROFILE).wrong("does not exist; write it with ./sluice tune --profile");
        }
        return named;
    }

    /// The profile at its usual place; empty, with a note, where it cannot be read.
    public static Optional<TuningProfile> usual(Path file, Consumer<String> notes) {
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
            return request.value(SessionOption.LATENCY).text() == null
                    ? Duration.ZERO
                    : TimeLength.parse(request.value(SessionOption.LATENCY).text());
        } catch (IllegalArgumentException wrong) {
            throw request.value(SessionOption.LATENCY).wrong("is no time such as 200us or 5ms");
        }
    }

    /// How run `runId` is to be streamed, where `atATime` runs share the machine.
    ///
    /// @throws UsageException if a value is out of bounds
    public StreamingContext streaming(Context context, String runId, FailurePolicy policy, int atATime) {
        Long records = request.value(SessionOption.CHUNK_RECORDS).whole(1, Long.MAX_VALUE);
        try {
            return context.streaming(runId)
                    .workers(workers(atATime))
                    .chunkRecords(records == null ? 0 : records)
                    .waiting(request.value(SessionOption.WAIT).word(WaitPolicy.class, WaitPolicy.BALANCED))
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
    public void requireFor(int atATime) {
        if (atATime > 1 && request.value(SessionOption.PIN).text() != null) {
            throw request.value(SessionOption.PIN).wrong("goes with one run at a time; add -j 1, or leave it out");
        }
        workers(atATime);
        memory(atATime);
    }

    /// Threads that compute each of `atATime` runs.
    ///
    /// @throws UsageException if the number is out of bounds
    public int workers(int atATime) {
        Long count = request.value(SessionOption.WORKERS).whole(1, MOST_WORKERS);
        return count == null
                ? Math.max(1, Runtime.getRuntime().availableProcessors() / atATime)
                : Math.toIntExact(count);
    }

    private long memory(int atATime) {
        long bytes = request.value(SessionOption.MEMORY).text() == null
                ? MemoryAccount.ofProcess().limit()
                : memory();
        if (bytes / atATime < LEAST_MEMORY) {
            throw new UsageException("--memory: " + bytes + " bytes are less than 1M for each of " + atATime
                    + " runs at a time; give more, or fewer runs with -j");
        }
        return bytes / atATime;
    }

    private long memory() {
        try {
            long bytes = ByteSize.parse(request.value(SessionOption.MEMORY).text());
            if (bytes >= LEAST_MEMORY) {
                return bytes;
            }
        } catch (IllegalArgumentException noSize) {
            throw new UsageException("--memory: " + noSize.getMessage(), noSize);
        }
        throw request.value(SessionOption.MEMORY).wrong("is below " + LEAST_MEMORY + " bytes; give 1M or more");
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
            throw request.value(SessionOption.PIN)
                    .wrong("cannot be: " + refusal.get().getMessage());
        }
        return cpu;
    }

    private List<Integer> cpus() {
        List<Integer> cpus = new ArrayList<>();
        if (request.value(SessionOption.PIN).text() != null) {
            for (String cpu : request.value(SessionOption.PIN).text().split(",", -1)) {
                if (!cpu.strip().matches("\\d{1,6}")) {
                    throw request.value(SessionOption.PIN)
                            .wrong("is no list of CPUs such as 0,1,2; they are counted from 0");
                }
                cpus.add(usable(Integer.parseInt(cpu.strip())));
            }
        }
        return cpus;
    }
}
