package dev.sluice.context.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.context.Context;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs that would stand still if every stage only waited for its inputs: they end, with the result of a run that has
/// room for everything, within the budget; and where that is too small they say so.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class GraphMemoryTest {
    private static final int CHUNKS = 2000;
    private static final long SMALL = 4L << 20;
    private static final long AMPLE = 512L << 20;
    /// Far too little for the records of all chunks.
    private static final long TINY = 128L << 10;

    @AfterEach
    void everyThreadIsStopped() {
        assertEquals(List.of(), Outcome.engineThreads());
    }

    /// A stage of its own that shows so much time around every record.
    private static Plugin haloed(String provides, String needs, long left, long right) {
        PluginSpec spec =
                PluginSpec.provides(provides, Steady.TYPE).dependsOn(needs).halo(left, right);
        return new RolePlugin(Role.HALO, spec, Hooks.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {300_000, 1_000_000, Long.MAX_VALUE / 4})
    void aHaloLongerThanAllRingsTogetherEnds(long halo) throws Exception {
        assertEqualsAmple(
                "joined",
                haloed("far", "pulses", 0, halo),
                Role.STATEFUL.plugin("near", "pulses", ""),
                Role.ALIGNED.plugin("joined", "far", "near"));
    }

    @ParameterizedTest
    @ValueSource(longs = {300_000, 1_000_000})
    void halosInARowOnOneSideOfAFanInEnd(long halo) throws Exception {
        assertEqualsAmple(
                "joined",
                haloed("one", "pulses", halo, halo),
                haloed("two", "one", halo, halo),
                haloed("three", "two", halo, halo),
                Role.ALIGNED.plugin("joined", "pulses", "three"));
    }

    @Test
    void anExhaustingBranchJoinedWithItsOwnInputEnds() throws Exception {
        assertEqualsAmple(
                "joined",
                Role.STATEFUL.plugin("left", "pulses", ""),
                Role.EXHAUSTING.plugin("all", "left", ""),
                Role.ALIGNED.plugin("joined", "left", "all"));
        assertEqualsAmple(
                "joined",
                Role.STATEFUL.plugin("left", "pulses", ""),
                Role.STATIC.plugin("all", "left", ""),
                Role.ALIGNED.plugin("joined", "all", "left"));
    }

    @Test
    void anExhaustingBranchOfAnExhaustingBranchJoinedWithBothEnds() throws Exception {
        assertEqualsAmple(
                "joined",
                Role.EXHAUSTING.plugin("all", "pulses", ""),
                Role.STATEFUL.plugin("left", "pulses", ""),
                Role.ALIGNED.plugin("both", "left", "all"),
                Role.STATIC.plugin("again", "both", ""),
                Role.ALIGNED.plugin("joined", "again", "pulses"));
    }

    @Test
    void threeLevelsOfFanInWithUnevenBranchesEnd() throws Exception {
        List<Plugin> plugins = new ArrayList<>();
        plugins.add(Role.STATEFUL.plugin("l1", "pulses", ""));
        plugins.add(haloed("r1", "pulses", 0, 400_000));
        plugins.add(Role.ALIGNED.plugin("j1", "l1", "r1"));
        plugins.add(haloed("l2", "j1", 0, 300_000));
        plugins.add(Role.DIVIDING.plugin("r2", "l1", ""));
        plugins.add(Role.ALIGNED.plugin("j2", "r2", "l2"));
        plugins.add(Role.CHUNK_SIZED.plugin("l3", "j2", ""));
        plugins.add(Role.EXHAUSTING.plugin("r3", "r1", ""));
        plugins.add(Role.ALIGNED.plugin("j3", "l3", "r3"));
        assertEqualsAmple("j3", plugins.toArray(Plugin[]::new));
    }

    @Test
    void aCoveringPluginBehindAHaloEnds() throws Exception {
        assertEqualsAmple(
                "joined",
                Role.STATEFUL.plugin("left", "pulses", ""),
                haloed("far", "pulses", 500_000, 500_000),
                Role.COVERING.plugin("joined", "left", "far"));
    }

    private static void assertEqualsAmple(String target, Plugin... plugins) throws Exception {
        Outcome ample = run(AMPLE, target, plugins);
        Outcome small = run(SMALL, target, plugins);
        assertNull(ample.failure);
        assertNull(small.failure);
        assertEquals(CHUNKS * Steady.CHUNK, small.end);
        assertEquals(CHUNKS / 5 * 4 * 3, small.rows.size());
        assertEquals(ample.rows, small.rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"halo", "exhausting", "join", "static"})
    void whereTheBudgetIsTooSmallTheRunFailsAndSaysWhatToDo(String what) throws Exception {
        Plugin[] plugins = {
            Role.STATEFUL.plugin("left", "pulses", ""),
            haloed("halo", "left", 0, Long.MAX_VALUE / 4),
            Role.EXHAUSTING.plugin("exhausting", "left", ""),
            Role.STATIC.plugin("static", "left", ""),
            Role.ALIGNED.plugin("join", "pulses", "halo")
        };
        Outcome outcome = run(TINY, what, plugins);
        PipelineException failure = assertInstanceOf(PipelineException.class, outcome.failure);
        assertInstanceOf(OutOfBudgetException.class, failure.getCause());
        String message = failure.getMessage();
        assertTrue(message.contains("budget=" + TINY), message);
        assertTrue(message.contains("raise the budget"), message);
        assertTrue(message.contains("test_run"), message);
    }

    private static Outcome run(long budget, String target, Plugin... plugins) throws Exception {
        try (Context context = Context.create()
                .register(new Steady("pulses", CHUNKS, Fault.NONE))
                .register(plugins)) {
            List<ChunkStream> streams =
                    context.streaming("test_run").workers(2).memory(budget).getStreams(target);
            Outcome outcome = Outcome.ofAll(streams).get(0);
            assertTrue(streams.get(0).reservedBytes() <= budget);
            Outcome.closeAll(streams);
            return outcome;
        }
    }
}
