package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TimeRange;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.FeedKind;
import dev.sluice.stream.StageShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlanGraphTest {
    private static final String WAVEFORMS = "st_waveforms_stream";

    private static PlanGraph plan(List<String> targets, TestPlugin... plugins) {
        try (Context context =
                Context.create().register(SimulatedDetector.ofRecords(10)).register(plugins)) {
            return PlanGraph.of(
                    context.streaming("run").workers(4).chunkRecords(50).memory(64 << 20),
                    targets,
                    TimeRange.UNBOUNDED,
                    Map.of("a", "abcdefghij"),
                    Set.of("b"));
        }
    }

    @Test
    void aChainIsFusedIntoTheStageOfItsSource() {
        PlanGraph plan = plan(List.of("b"), TestPlugin.of("a", WAVEFORMS), TestPlugin.of("b", "a"));
        assertEquals(1, plan.stages().size());
        assertEquals(
                List.of(WAVEFORMS, "a", "b"),
                plan.pluginsOf(0).stream()
                        .map(plugin -> plugin.provides().get(0).dataType())
                        .toList());
        StageShape shape = plan.stages().get(0);
        assertEquals(FeedKind.SOURCE, shape.feed());
        assertEquals(4, shape.workers());
        assertEquals(50, shape.chunkRecords());
        int waveform = plan.provider(WAVEFORMS).orElseThrow().provides().get(0).recordBytes();
        assertEquals(50L * (waveform + 16 + 16), shape.slotBytes());
        assertEquals(5, plan.threads());
        assertEquals(64 << 20, plan.memoryBudget());
    }

    @Test
    void targetsLineagesAndWhatIsStoredAreMarked() {
        PlanGraph plan = plan(List.of("b"), TestPlugin.of("a", WAVEFORMS), TestPlugin.of("b", "a"));
        PlannedType a = plan.provider("a").orElseThrow().provides().get(0);
        PlannedType b = plan.provider("b").orElseThrow().provides().get(0);
        assertEquals("abcdefghij", a.lineage());
        assertEquals("", b.lineage());
        assertTrue(b.isTarget() && b.isStored() && !a.isTarget() && !a.isStored());
        assertTrue(plan.provider("c").isEmpty());
    }

    @Test
    void severalInputsAreAlignedByCopyAndBelongToTheSlot() {
        PlanGraph plan = plan(
                List.of("c"),
                TestPlugin.of("a", WAVEFORMS),
                TestPlugin.of("b", WAVEFORMS),
                TestPlugin.of("c", "a", "b").demanding(spec -> spec.halo(5, 6)));
        assertEquals(2, plan.stages().size());
        StageShape aligned = plan.stages().get(1);
        assertEquals(FeedKind.ALIGNED, aligned.feed());
        assertEquals(List.of("a", "b"), aligned.inputs());
        assertEquals(6, aligned.demand().haloRight());
        assertEquals(50L * (16 + 16 + 16), aligned.slotBytes());
        assertEquals(1, plan.provider("c").orElseThrow().stage());
    }

    @Test
    void aStageThatIsLentItsInputOwnsItsOutputsOnly() {
        PlanGraph plan = plan(
                List.of("b"),
                TestPlugin.of("a", WAVEFORMS),
                TestPlugin.of("b", "a").demanding(spec -> spec.stateful()));
        StageShape lent = plan.stages().get(1);
        assertEquals(FeedKind.LENT, lent.feed());
        assertEquals(1, lent.workers());
        assertEquals(50L * 16, lent.slotBytes());
        assertEquals(lent.slots() * lent.slotBytes(), lent.bytes());
        assertEquals(plan.stages().stream().mapToLong(stage -> stage.bytes()).sum(), plan.bytes());
    }

    @Test
    void whatIsNotProvidedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> plan(List.of("a"), TestPlugin.of("a", "nowhere")));
    }
}
