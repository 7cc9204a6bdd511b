package dev.sluice.benchmarks.file;

import dev.sluice.app.measure.FilesRequest;
import dev.sluice.benchmarks.harness.MachineFacts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `./sluice bench --files`: whole commands from file to file, in turns with others that compute the same. Used by one
/// thread.
///
/// Before anything is timed every command runs once, and what it wrote is compared in bytes.
public final class FileBenchmark {
    private static final double STAYS = 0.05;

    private final FilesRequest request;
    private final Commands commands;
    private final PrintStream out;
    private final PrintStream log;
    private final InProcess inProcess = new InProcess();
    private final List<RowFigures> figures = new ArrayList<>();

    /// A benchmark of these commands; the table goes to `out`, progress to `log`.
    public FileBenchmark(FilesRequest request, Commands commands, PrintStream out, PrintStream log) {
        this.request = request;
        this.commands = commands;
        this.out = out;
        this.log = log;
    }

    /// The names of the runs, as patterns choose among them.
    public static List<String> runs() {
        return Stream.of(RunKind.values()).map(RunKind::word).toList();
    }

    /// Measures.
    ///
    /// @throws IllegalArgumentException if there is no room for the files, or this is no Linux; the message has a
    /// remedy
    /// @throws IllegalStateException if a command fails, or two differ in what they compute
    public void run() throws IOException {
        CommandClock.requireLinux();
        List<String> machine =
                MachineFacts.lines(commands.java().subList(1, commands.java().size() - 2));
        machine.forEach(log::println);
        Path work = Files.createTempDirectory("sluice-files");
        Path parent = request.folder() == null ? work : Files.createDirectories(request.folder());
        try (CommandClock clock = new CommandClock(work)) {
            CompiledPrograms programs = CompiledPrograms.in(work);
            FigureTable.head(out);
            for (long bytes : request.sizes()) {
                for (RunKind kind : RunKind.values()) {
                    if (request.chooses(kind.word())) {
                        measure(RunFiles.of(kind, parent, bytes, request.seed()), programs, clock);
                    }
                }
            }
            tellAbsent(programs);
        } finally {
            RunFiles.remove(work);
        }
        if (request.json() != null) {
            Files.writeString(request.json(), FigureTable.json(figures, request.cold(), machine));
        }
    }

    private void tellAbsent(CompiledPrograms programs) {
        programs.obstacle().ifPresent(why -> out.println("The rows of C are left out: " + why + "."));
        if (commands.numpy().isEmpty()) {
            out.println("The rows of numpy are left out: python3 has no numpy; install it, or set PYTHON.");
        }
    }

    private void measure(RunFiles run, CompiledPrograms programs, CommandClock clock) throws IOException {
        if (!run.isMade()) {
            log.printf("%s: making %d records%n", run.folder().getFileName(), run.records());
            run.make();
        }
        List<Way> ways = Ways.of(run, commands, programs, Runtime.getRuntime().availableProcessors());
        try {
            log.printf("%s: comparing %d commands%n", run.folder().getFileName(), ways.size());
            compare(ways, clock);
            List<RowFigures> rows = turns(run, ways, clock);
            rows.addAll(inProcess(run, ways));
            FigureTable.rows(rows, out);
            figures.addAll(rows);
        } finally {
            for (Way way : ways) {
                way.clean();
            }
            if (request.folder() == null) {
                run.remove();
            }
        }
    }

    /// Runs all, and throws unless those of one result wrote the same.
    private static void compare(List<Way> ways, CommandClock clock) throws IOException {
        Map<String, Way> references = new LinkedHashMap<>();
        for (Way way : ways) {
            clock.run(way.command());
            if (!way.computes()) {
                continue;
            }
            Way reference = references.putIfAbsent(way.result(), way);
            if (reference != null) {
                requireSame(way, reference);
                way.clean();
            }
        }
        for (Way reference : references.values()) {
            reference.clean();
        }
    }

    /// Throws unless both wrote the same records.
    static void requireSame(Way way, Way reference) throws IOException {
        long difference = way.difference(reference);
        if (difference >= 0) {
            throw new IllegalStateException(way.result() + ": " + way.name() + " and " + reference.name()
                    + " differ, first at byte " + difference + " of their records; nothing was timed");
        }
    }

    private List<RowFigures> turns(RunFiles run, List<Way> ways, CommandClock clock) throws IOException {
        List<RowFigures> rows = new ArrayList<>();
        for (Way way : ways) {
            rows.add(new RowFigures(run.kind().word(), run.bytes(), way.name(), way.result()));
        }
        double stays = 0;
        for (int round = 1; round <= request.rounds(); round++) {
            log.printf("%s: round %d of %d%n", run.folder().getFileName(), round, request.rounds());
            for (int i = 0; i < ways.size(); i++) {
                if (request.cold()) {
                    stays = Math.max(stays, PageCache.drop(run.files()));
                }
                rows.get(i).add(clock.run(ways.get(i).command()));
                ways.get(i).clean();
            }
        }
        if (stays > STAYS) {
            out.printf(
                    "Not cold: %.0f %% of the pages of %s stay in memory, as in a folder that is no disk, or where another"
                            + " program maps them.%n",
                    100 * stays, run.folder());
        }
        return rows;
    }

    private List<RowFigures> inProcess(RunFiles run, List<Way> ways) {
        List<RowFigures> rows = new ArrayList<>();
        List<Way> computed = request.cold()
                ? List.of()
                : ways.stream().filter(way -> !way.words().isEmpty()).toList();
        for (Way way : computed) {
            String name = way.name().replace("./sluice run", "in process");
            RowFigures row = new RowFigures(run.kind().word(), run.bytes(), name, way.result());
            inProcess.warmUp(way.words(), run.bytes());
            for (int round = 0; round < request.rounds(); round++) {
                row.add(inProcess.run(way.words()));
            }
            rows.add(row);
        }
        return rows;
    }
}
