package dev.sluice.benchmarks.file;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.chunk.Chunk;
import dev.sluice.session.Session;
import dev.sluice.stream.ChunkStream;
import java.lang.management.ManagementFactory;
import java.util.List;

/// Runs of the engine over a file in this process, read to the end and not written: what a command takes without its
/// start. Of one thread.
final class InProcess {
    private static final long WARM_UP = 2_000_000_000L;
    private static final long SMALL = 50_000_000;
    private static final int LEAST_RUNS = 2;
    private static final int MOST_RUNS = 30;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// Runs until the compiler has come: twice at least, for 2 s; once over a run that is too small to tell of speed.
    void warmUp(List<String> words, long bytes) {
        if (bytes < SMALL) {
            run(words);
            return;
        }
        long begin = System.nanoTime();
        for (int run = 0; run < MOST_RUNS; run++) {
            if (run >= LEAST_RUNS && System.nanoTime() - begin > WARM_UP) {
                return;
            }
            run(words);
        }
    }

    /// One run; its memory is that of the process.
    CommandClock.Taken run(List<String> words) {
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        long records = 0;
        try (Session session = Session.open(words.toArray(String[]::new));
                ChunkStream stream = session.stream()) {
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
        }
        long end = System.nanoTime();
        if (records == 0) {
            throw new IllegalStateException("no records in process: " + String.join(" ", words));
        }
        return new CommandClock.Taken(1e-9 * (end - begin), 1e-9 * (system.getProcessCpuTime() - cpu), 0);
    }
}
