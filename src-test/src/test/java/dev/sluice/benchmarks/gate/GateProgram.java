package dev.sluice.benchmarks.gate;

import dev.sluice.benchmarks.harness.RunBenchmarks;
import dev.sluice.benchmarks.pipeline.ChunkSizeGate;
import dev.sluice.benchmarks.pipeline.Workload;
import dev.sluice.fixtures.ChildJvm;
import dev.sluice.kernels.SampleType;
import java.util.ArrayList;
import java.util.List;

/// One case of the gate in a JVM of its own, where no other test has had a say in what is compiled. Exit code 0 if the
/// gate is open, 1 if it is closed, 3 if there is nothing to compare with.
public final class GateProgram {
    public static final int OPEN = 0;
    public static final int CLOSED = 1;
    static final int NOTHING_TO_COMPARE = 3;

    private static final int PROCESSES = 3;

    /// Of the kernel by its C twin: between what is usual, 0.74, and half of that. The gate's own floor, 0.7, is nearer
    /// than a busy machine allows.
    private static final double FLOOR = 0.5;

    private GateProgram() {}

    /// Runs `kernel`, or the rule for the workload of that name.
    public static void main(String[] arguments) {
        System.exit(arguments[0].equals("kernel") ? kernel() : rule(Workload.valueOf(arguments[0])));
    }

    /// Runs the program as it is until the gate is open, three times at most: what the compilers make of a kernel, and
    /// where its memory lies, differ from process to process.
    public static int best(String what) throws Exception {
        int outcome = run(what);
        for (int process = 1; process < PROCESSES && outcome == CLOSED; process++) {
            outcome = run(what);
        }
        return outcome;
    }

    /// Runs the program with `property` set, such as `sluice.bench.passes=2`, or as it is.
    public static int run(String what, String... properties) throws Exception {
        List<String> flags = new ArrayList<>(RunBenchmarks.FLAGS);
        // As `./sluice bench` runs it.
        flags.addAll(List.of("-Xbatch", "-Xmx512m", "-Dsluice.kernels.specialize=true"));
        for (String property : properties) {
            flags.add("-D" + property);
        }
        return ChildJvm.run(flags, GateProgram.class, what);
    }

    private static int kernel() {
        try (PeakChargeCase kernel = new PeakChargeCase(SampleType.INT16, FLOOR)) {
            if (kernel.twins().isEmpty()) {
                return NOTHING_TO_COMPARE;
            }
            KernelGate.Verdict verdict = new KernelGate().judge(kernel);
            System.out.println(verdict + " ratio=" + verdict.ratio());
            return verdict.isGood() ? OPEN : CLOSED;
        }
    }

    private static int rule(Workload workload) {
        try (Workload.Opened run = workload.open()) {
            ChunkSizeGate.Verdict verdict =
                    new ChunkSizeGate().judge(workload.toString(), run.pipeline(), Gate.ruleBytes(), 1);
            System.out.println(verdict + " share=" + verdict.share());
            return verdict.isGood() ? OPEN : CLOSED;
        }
    }
}
