package dev.sluice.benchmarks.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The commands that take turns on a run. Of one thread.
///
/// The first of those with the same result is the reference of the others: `./sluice run` with one worker.
final class Ways {
    /// The row of C that others are set against.
    static final String C_READ = "C, read()";
    /// The row of the start alone.
    static final String START = "./sluice --help";

    private final RunFiles run;
    private final Commands commands;
    private final CompiledPrograms programs;
    private final int threads;
    private final List<Way> ways = new ArrayList<>();

    private Ways(RunFiles run, Commands commands, CompiledPrograms programs, int threads) {
        this.run = run;
        this.commands = commands;
        this.programs = programs;
        this.threads = threads;
    }

    /// All of a run, on a machine that has `threads` CPUs for them.
    static List<Way> of(RunFiles run, Commands commands, CompiledPrograms programs, int threads) {
        Ways ways = new Ways(run, commands, programs, Math.min(2, threads));
        if (run.kind() == RunKind.FRAGMENTS) {
            ways.hits();
        } else {
            ways.features();
        }
        ways.add(START, "", words(commands.sluice(), "--help"), List.of());
        return ways.ways;
    }

    private void features() {
        sluice("features");
        if (run.kind() == RunKind.NPY) {
            sluice("hit_threshold");
        }
        String form = run.kind() == RunKind.WAVEDUMP ? "wavedump" : "npy";
        List<String> numbers = Stream.concat(Stream.of(run.kind().samples()), run.kind().ranges().stream())
                .map(String::valueOf)
                .toList();
        List<String> files = run.files().stream().map(Path::toString).toList();
        if (programs.obstacle().isEmpty()) {
            String program = programs.program(CompiledPrograms.FEATURES);
            for (String how : List.of("read", "mmap")) {
                add(
                        how.equals("read") ? C_READ : "C, mmap()",
                        "features",
                        words(Stream.of(List.of(program, how, form), numbers, List.of(next()), files)),
                        List.of());
            }
        }
        commands.numpy()
                .ifPresent(python -> add(
                        "numpy",
                        "features",
                        words(Stream.of(python, List.of(form), numbers, List.of(next()), files)),
                        List.of()));
        if (run.kind() != RunKind.WAVEDUMP) {
            List<String> bare = words(commands.java(), BareFeatures.class.getName());
            add("kernels in Java", "features", words(Stream.of(bare, numbers, files, List.of(next()))), List.of());
        }
    }

    private void hits() {
        String file = run.input().toString();
        String count = String.valueOf(threads);
        sluice("hits");
        sluice("peaks");
        sluice("events");
        if (programs.obstacle().isEmpty()) {
            String program = programs.program(CompiledPrograms.HITS);
            add(C_READ + threads(), "hits", List.of(program, "read", count, next(), file), List.of());
            add("C, mmap()" + threads(), "hits", List.of(program, "mmap", count, next(), file), List.of());
        }
        List<String> bare = words(commands.java(), BareHits.class.getName());
        add("kernels in Java" + threads(), "hits", words(Stream.of(bare, List.of(count, file, next()))), List.of());
    }

    private String threads() {
        return threads == 1 ? "" : ", " + threads + " threads";
    }

    /// The command itself, with one worker and with two.
    private void sluice(String target) {
        for (int workers = 1; workers <= threads; workers++) {
            List<String> session = new ArrayList<>(List.of(run.input().toString(), "--target", target));
            session.addAll(List.of("--workers", String.valueOf(workers), "--profile", "none", "--config", "none"));
            if (run.kind() == RunKind.WAVEDUMP) {
                session.addAll(List.of("--set", "model=V1730"));
            }
            if (run.kind() == RunKind.LONG) {
                List<Integer> ranges = run.kind().ranges();
                session.addAll(List.of("--set", "peak_range=" + ranges.get(0) + ":" + ranges.get(1)));
                session.addAll(List.of("--set", "charge_range=" + ranges.get(2) + ":" + ranges.get(3)));
            }
            List<String> command =
                    words(Stream.of(commands.sluice(), List.of("run"), session, List.of("--quiet", "--out", next())));
            add("./sluice run, " + workers + (workers == 1 ? " worker" : " workers"), target, command, session);
        }
    }

    /// The file of the way that is added next.
    private String next() {
        return out().toString();
    }

    private Path out() {
        return run.folder().resolve("out" + ways.size() + ".npy");
    }

    private void add(String name, String result, List<String> command, List<String> session) {
        ways.add(new Way(name, result, command, out(), session));
    }

    private static List<String> words(List<String> first, String more) {
        return words(Stream.of(first, List.of(more)));
    }

    private static List<String> words(Stream<List<String>> parts) {
        return parts.flatMap(List::stream).toList();
    }
}
