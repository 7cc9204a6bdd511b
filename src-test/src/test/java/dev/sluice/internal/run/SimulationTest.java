package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.internal.ring.Parking;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole random graphs run under a scheduler with a seed: each interleaving can be run again, and thousands are in a
/// few seconds. The classes are those of the product; only parking, threads and the clock are replaced.
final class SimulationTest {
    private static final long FIRST = Long.getLong("sluice.simulation.first", 0);
    private static final int RUNS = Integer.getInteger("sluice.simulation.runs", 2000);
    private static final int LEAST_REACHED = 90;

    /// `-Dsluice.simulation.first=SEED -Dsluice.simulation.runs=1` runs one schedule again.
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyScheduleGivesWhatOneThreadComputes() {
        Tally tally = new Tally();
        long begun = System.nanoTime();
        for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
            tally.add(run(seed));
        }
        tally.report((System.nanoTime() - begun) / 1e9);
    }

    private static Simulation run(long seed) {
        Simulation simulation = new Simulation(seed);
        SimulatedRun run = new SimulatedRun(simulation);
        try {
            run.run();
            return simulation;
        } catch (AssertionError failure) {
            throw new AssertionError(
                    "seed=" + seed + " fails (again with -Dsluice.simulation.first=" + seed
                            + " -Dsluice.simulation.runs=1): " + failure.getMessage() + "\n" + run,
                    failure);
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void theSameSeedGivesTheSameInterleaving() {
        for (long seed = FIRST; seed < FIRST + Math.min(RUNS, 200); seed++) {
            Simulation once = run(seed);
            Simulation again = run(seed);
            assertEquals(once.hash(), again.hash(), "seed=" + seed);
            assertEquals(once.turns(), again.turns(), "seed=" + seed);
        }
    }

    /// What some schedules have shown.
    private static final class Tally {
        private final Set<Long> distinct = new HashSet<>();
        private final long[] reached = new long[Parking.Point.values().length];
        private long turns;
        private long contended;

        void add(Simulation simulation) {
            distinct.add(simulation.hash());
            turns += simulation.turns();
            contended += simulation.contended();
            for (int i = 0; i < reached.length; i++) {
                reached[i] += simulation.reached()[i];
            }
        }

        void report(double seconds) {
            List<Parking.Point> missed = Stream.of(Parking.Point.values())
                    .filter(point -> reached[point.ordinal()] == 0)
                    .toList();
            int points = reached.length;
            System.out.printf(
                    "simulation: %d schedules from seed %d in %.1f s, %.0f per second; %d distinct interleavings, %d turns"
                            + " each; %d waits for a monitor; %d of %d points reached, all but %s%n",
                    RUNS,
                    FIRST,
                    seconds,
                    RUNS / seconds,
                    distinct.size(),
                    turns / RUNS,
                    contended,
                    points - missed.size(),
                    points,
                    missed);
            if (RUNS >= 1000) {
                assertTrue(
                        100 * (points - missed.size()) >= LEAST_REACHED * points,
                        () -> "points that no schedule reaches: " + missed);
            }
        }
    }
}
