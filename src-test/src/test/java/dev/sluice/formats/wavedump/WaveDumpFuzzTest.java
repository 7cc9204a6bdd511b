package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.formats.wavedump.file.DamagePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// W1, W2, W4, W9: WaveDump runs are damaged at random, and an oracle that knows what was touched judges what comes
/// out.
///
/// A million runs: `mvn verify -pl src-test -am -Dtest=WaveDumpFuzzTest -Dsluice.fuzz.runs=1000000
/// -Dsluice.fuzz.seed=1 -Dsurefire.failIfNoSpecifiedTests=false`.
@Timeout(value = 24, unit = TimeUnit.HOURS)
final class WaveDumpFuzzTest {
    private static final int SHOWN = Integer.getInteger("sluice.fuzz.shown", 10);

    @TempDir
    private Path folder;

    @Test
    void whatWasNotTouchedComesOutRightOrIsNamedAsLost() throws IOException {
        long first = Long.getLong("sluice.fuzz.seed", 1);
        int runs = Integer.getInteger("sluice.fuzz.runs", 3000);
        List<String> wrong = new ArrayList<>();
        WaveDumpOracle.Tally tally = new WaveDumpOracle.Tally();
        for (long seed = first; seed < first + runs; seed++) {
            WaveDumpMutator run = new WaveDumpMutator(seed);
            int mutations = WaveDumpMutator.isControl(seed) ? 0 : 1 + run.random.nextInt(3) / 2;
            for (int mutation = 0; mutation < mutations; mutation++) {
                run.mutate();
            }
            WaveDumpOracle oracle = new WaveDumpOracle(folder, run, mutations > 0, tally);
            for (DamagePolicy policy : DamagePolicy.values()) {
                String found = check(oracle, policy);
                if (found != null) {
                    wrong.add("seed=" + seed + " " + policy + " bits=" + run.bits + (run.setBits ? " set" : "") + " "
                            + run.kind + " files=" + run.files.size() + " " + run.did + ": " + found);
                }
            }
        }
        System.out.println(runs + " runs from seed=" + first + ", " + tally);
        wrong.stream().limit(SHOWN).forEach(System.out::println);
        assertEquals(List.of(), wrong.stream().limit(1).toList(), wrong.size() + " of " + runs + " runs");
    }

    private static String check(WaveDumpOracle oracle, DamagePolicy policy) throws IOException {
        try {
            return oracle.check(policy);
        } catch (RuntimeException bug) {
            StackTraceElement[] at = bug.getStackTrace();
            return bug + " at " + List.of(at).subList(0, Math.min(4, at.length));
        }
    }
}
