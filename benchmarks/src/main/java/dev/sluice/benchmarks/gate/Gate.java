package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.file.Commands;
import dev.sluice.benchmarks.file.FileGate;
import dev.sluice.benchmarks.harness.MachineFacts;
import dev.sluice.benchmarks.harness.RunBenchmarks;
import dev.sluice.benchmarks.pipeline.ChunkSizeGate;
import dev.sluice.benchmarks.pipeline.Workload;
import dev.sluice.stream.CacheSizes;
import dev.sluice.stream.ChunkSizeRule;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./sluice bench --check`: all kernels and the rule for chunk sizes against their floors in one process, and whole
/// commands against the kernels alone. Used by one thread.
public final class Gate {
    private final PrintStream out;
    private final PrintStream log;
    private boolean open = true;

    /// A gate that prints its tables to `out` and what it knows of the machine to `log`.
    public Gate(PrintStream out, PrintStream log) {
        this.out = out;
        this.log = log;
    }

    /// Measures; true if nothing fell under its floor.
    public boolean isOpen() {
        MachineFacts.lines(RunBenchmarks.forkFlags()).forEach(log::println);
        checkKernels();
        checkRule();
        checkFiles();
        out.println(open ? "The gate is open." : "The gate is closed: see the rows marked FAIL.");
        return open;
    }

    private void checkKernels() {
        KernelGate gate = new KernelGate();
        String format = "%-40s %9s %7s  %-19s %9s %6s %6s %8s  %s%n";
        out.printf(
                format, "kernel", "ns/record", "GB/s", "fastest twin", "ns/record", "ratio", "floor", "B/record", "");
        for (GateCase each : GateCase.all()) {
            try (KernelCase kernel = each.made().get()) {
                KernelGate.Verdict verdict = gate.judge(kernel);
                out.printf(
                        Locale.ROOT,
                        format,
                        verdict.name(),
                        decimals(verdict.nanos()),
                        decimals(verdict.gigabytes()),
                        verdict.twin().isEmpty() ? "no C compiler" : verdict.twin(),
                        decimals(verdict.twinNanos()),
                        decimals(verdict.ratio()),
                        decimals(verdict.floor()),
                        decimals(verdict.allocated()),
                        word(verdict.isGood()));
            }
        }
        out.println();
    }

    /// Whole commands of a checkout; where there is none, or no Linux, they are left out by name.
    private void checkFiles() {
        out.println();
        String format = "%-40s %9s %9s %9s %6s %6s  %s%n";
        try (FileGate gate = new FileGate(Commands.ofCheckout())) {
            out.printf(format, "whole command, CPU s", "command", "--help", "kernels", "times", "most", "");
            for (FileGate.Case each : FileGate.Case.values()) {
                FileGate.Verdict verdict = gate.judge(each);
                out.printf(
                        Locale.ROOT,
                        format,
                        verdict.name(),
                        decimals(verdict.own()),
                        decimals(verdict.start()),
                        decimals(verdict.bare()),
                        decimals(verdict.times()),
                        decimals(verdict.most()),
                        word(verdict.isGood()));
            }
            out.println(
                    "Times: of the command above --help, by the same kernels in a Java program without the engine.");
        } catch (IOException | IllegalArgumentException | IllegalStateException obstacle) {
            out.println("Whole commands are not measured: " + obstacle.getMessage());
            open &= obstacle instanceof IllegalArgumentException;
        }
    }

    private void checkRule() {
        ChunkSizeGate gate = new ChunkSizeGate();
        String format = "%-40s %10s %7s  %10s %7s %6s %6s %9s %9s  %s%n";
        out.printf(
                format,
                "pipeline",
                "rule KiB",
                "GB/s",
                "best KiB",
                "GB/s",
                "share",
                "floor",
                "wait p50",
                "wait p99",
                "");
        for (Workload each : Workload.values()) {
            try (Workload.Opened run = each.open()) {
                for (int workers : workers()) {
                    String name = each + ", " + workers + (workers == 1 ? " worker" : " workers");
                    tell(format, gate.judge(name, run.pipeline(), ruleBytes(), workers));
                }
            }
        }
        out.println("Waiting is from the claim of a record's slot to its delivery, at the rule's size, in us.");
    }

    private void tell(String format, ChunkSizeGate.Verdict verdict) {
        out.printf(
                Locale.ROOT,
                format,
                verdict.name(),
                verdict.ruleBytes() >> 10,
                decimals(verdict.rule().gigabytes()),
                verdict.bestBytes() >> 10,
                decimals(verdict.best().gigabytes()),
                decimals(verdict.share()),
                decimals(ChunkSizeGate.FLOOR),
                decimals(verdict.rule().waitMedian() / 1e3),
                decimals(verdict.rule().waitMost() / 1e3),
                verdict.word());
        open &= verdict.isGood();
    }

    static long ruleBytes() {
        return ChunkSizeRule.of(CacheSizes.ofThisMachine()).bytes();
    }

    private static List<Integer> workers() {
        List<Integer> counts = new ArrayList<>(List.of(1));
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores > 1) {
            counts.add(cores);
        }
        return counts;
    }

    private String word(boolean good) {
        open &= good;
        return good ? "ok" : "FAIL";
    }

    private static String decimals(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
