package dev.sluice.benchmarks.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Holds the CPU time of `./sluice run` over a small file, above that of `./sluice --help`, to a multiple of what the
/// same kernels take in a Java program without the engine. Linux only; used by one thread, closed by its owner.
///
/// What is let pass is a good half above what was measured when this was set: 1.2 to 1.3 for features, 1.0 to 1.2 for
/// hits. CPU time changes less than the clock where other programs run, and both are mostly warm-up of the same
/// kernels. A command that looks bad, but not beyond chance, has more turns, and the median of all counts.
public final class FileGate implements AutoCloseable {
    private static final long BYTES = 100_000_000;
    private static final int TURNS = 3;
    private static final int MORE_TURNS = 4;

    /// So far above what is let pass is no chance.
    private static final double FAR = 1.5;

    private final Commands commands;
    private final long bytes;
    private final Path folder;
    private final CommandClock clock;

    /// A gate over runs of 0.1 GB in a temporary folder.
    ///
    /// @throws IllegalArgumentException if this is no Linux
    public FileGate(Commands commands) throws IOException {
        this(commands, BYTES);
    }

    FileGate(Commands commands, long bytes) throws IOException {
        CommandClock.requireLinux();
        this.commands = commands;
        this.bytes = bytes;
        folder = Files.createTempDirectory("sluice-gate");
        clock = new CommandClock(folder);
    }

    /// A command under the gate.
    public enum Case {
        /// Features of waveforms of 800 samples.
        FEATURES(RunKind.NPY, "features", 1.9),
        /// Hits of strax's raw records.
        HITS(RunKind.FRAGMENTS, "hits", 1.8);

        private final RunKind kind;
        private final String result;
        private final double most;

        Case(RunKind kind, String result, double most) {
            this.kind = kind;
            this.result = result;
            this.most = most;
        }
    }

    /// What a command took, medians of its turns.
    ///
    /// @param name   the command, for the table
    /// @param own    seconds of CPU of the command
    /// @param start  seconds of CPU of `--help`
    /// @param bare   seconds of CPU of the kernels in Java
    /// @param times  median over the turns of the command above `--help`, by the kernels in Java
    /// @param most   the greatest that the gate lets pass
    public record Verdict(String name, double own, double start, double bare, double times, double most) {
        /// Not above what is let pass.
        public boolean isGood() {
            return times <= most;
        }
    }

    /// Judges one case.
    ///
    /// @throws IllegalStateException if a command fails, or the two write different records
    public Verdict judge(Case each) throws IOException {
        RunFiles run = RunFiles.of(each.kind, folder, bytes, 1);
        run.make();
        List<Way> ways =
                Ways.of(run, commands, new CompiledPrograms(folder, java.util.Optional.of("not asked for")), 1);
        Way own = way(ways, "./sluice run", each.result);
        Way bare = way(ways, "kernels in Java", each.result);
        Way start = way(ways, Ways.START, "");
        // The launcher may build the application first.
        clock.run(own.command());
        clock.run(bare.command());
        FileBenchmark.requireSame(bare, own);
        Turns turns = new Turns(own, start, bare);
        turns.take(TURNS);
        Verdict first = turns.verdict(each);
        if (!first.isGood() && first.times() < FAR * first.most()) {
            turns.take(MORE_TURNS);
        }
        run.remove();
        return turns.verdict(each);
    }

    private static Way way(List<Way> ways, String name, String result) {
        return ways.stream()
                .filter(way -> way.name().startsWith(name) && way.result().equals(result))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        clock.close();
        RunFiles.remove(folder);
    }

    /// The turns of one case.
    private final class Turns {
        private final List<Way> ways;
        private final List<double[]> taken = new ArrayList<>();

        Turns(Way own, Way start, Way bare) {
            ways = List.of(own, start, bare);
        }

        void take(int turns) throws IOException {
            for (int turn = 0; turn < turns; turn++) {
                double[] cpu = new double[ways.size()];
                for (int i = 0; i < cpu.length; i++) {
                    cpu[i] = clock.run(ways.get(i).command()).cpu();
                }
                taken.add(cpu);
            }
        }

        Verdict verdict(Case each) {
            return new Verdict(
                    "sluice run, " + each.result + ", " + bytes / 1_000_000 + " MB",
                    median(0),
                    median(1),
                    median(2),
                    Spread.of(taken.stream()
                                    .mapToDouble(cpu -> (cpu[0] - cpu[1]) / cpu[2])
                                    .toArray())
                            .median(),
                    each.most);
        }

        private double median(int way) {
            return Spread.of(taken.stream().mapToDouble(cpu -> cpu[way]).toArray())
                    .median();
        }
    }
}
