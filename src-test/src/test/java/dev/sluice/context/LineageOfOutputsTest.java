package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.store.Lineage;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How outputs come about, as the context says.
final class LineageOfOutputsTest {
    private static final Option<Long> GAIN = Option.integer("gain", 1, "counts per electron");
    private static final Option<Long> VERBOSE =
            Option.integer("verbose", 0, "words per line").untracked();

    @Test
    void lineageNamesPluginVersionOptionsFieldsAndAncestors() {
        try (Context context =
                Context.create().register(SimulatedDetector.ofRecords(10).withSeed(7), new Features())) {
            Lineage lineage = context.lineage("run", "features");
            assertEquals(
                    Set.of("features", "st_waveforms_stream"), lineage.entries().keySet());
            assertEquals(
                    "SimulatedDetector",
                    lineage.entries().get("st_waveforms_stream").plugin());
            assertEquals(
                    7L, lineage.entries().get("st_waveforms_stream").options().get("seed"));
            assertTrue(lineage.entries().get("features").options().containsKey("peak_range"), lineage.toString());
            assertEquals(lineage, context.streaming("other_run").lineage("features"));
            assertEquals(10, lineage.hash().length());
        }
    }

    @Test
    void orderOfDeclaringAndSettingDoesNotMatter() {
        Plugin source = TestSource.of("raw");
        Plugin two = new Tuned("two", "raw");
        Plugin three = new Tuned("three", "raw", "two");
        try (Context one = Context.create()
                        .register(source, two, three)
                        .set("two.gain", 2)
                        .set("three.gain", 3);
                Context other = Context.create()
                        .register(three, two, source)
                        .set("three.gain", 3)
                        .set("two.gain", "2")) {
            assertEquals(one.lineage("r", "three"), other.lineage("r", "three"));
            assertEquals(
                    one.lineage("r", "three").hash(),
                    other.lineage("r", "three").hash());
        }
    }

    @Test
    void trackedOptionOfOnePluginChangesItsLineageAndItsDescendantsAndNoOther() {
        assertEquals(List.of("two", "four"), changedBy("two.gain", 5));
        assertEquals(List.of("four"), changedBy("four.gain", 5));
        assertEquals(List.of("two", "three", "four"), changedBy("gain", 5));
        assertEquals(List.of(), changedBy("gain", 1));
    }

    @Test
    void untrackedOptionsAndSettingsOfTheEngineLeaveNoTrace() {
        assertEquals(List.of(), changedBy("verbose", 9));
        try (Context context = diamond()) {
            assertEquals(
                    context.lineage("r", "four"),
                    context.streaming("r")
                            .workers(3)
                            .chunkRecords(17)
                            .memory(1 << 20)
                            .lineage("four"));
        }
    }

    private static List<String> changedBy(String option, Object value) {
        try (Context before = diamond();
                Context after = diamond().set(option, value)) {
            return List.of("raw", "two", "three", "four").stream()
                    .filter(type -> !before.lineage("r", type).equals(after.lineage("r", type)))
                    .toList();
        }
    }

    private static Context diamond() {
        return Context.create()
                .register(
                        TestSource.of("raw"),
                        new Tuned("two", "raw"),
                        new Tuned("three", "raw"),
                        new Tuned("four", "two", "three"));
    }

    @Test
    void outputsOfOnePluginShareOneLineageUnderTheLastOfThem() {
        try (Context context = Context.create()
                .register(
                        TestSource.of("raw"),
                        new Tuned(PluginSpec.provides("first", TestPlugin.INSTANTS)
                                .and("second", TestPlugin.INSTANTS)
                                .dependsOn("raw")),
                        new Tuned("both", "first", "second"))) {
            assertEquals(context.lineage("r", "first"), context.lineage("r", "second"));
            assertEquals(
                    Set.of("raw", "second"),
                    context.lineage("r", "first").entries().keySet());
            assertEquals(
                    Set.of("raw", "second", "both"),
                    context.lineage("r", "both").entries().keySet());
        }
    }

    @Test
    void pluginWhoseLastOutputAnotherTookOverStandsUnderAnOutputOfItsOwn() {
        try (Context context = Context.create()
                .register(
                        TestSource.of("raw"),
                        new Tuned(PluginSpec.provides("first", TestPlugin.INSTANTS)
                                .and("second", TestPlugin.INSTANTS)
                                .dependsOn("raw")),
                        TestPlugin.of("second", "raw"),
                        new Tuned("both", "first", "second"))) {
            assertEquals(
                    Set.of("raw", "first", "second", "both"),
                    context.lineage("r", "both").entries().keySet());
        }
    }

    @Test
    void recordsInMemoryAreToldApartByTheirContent() {
        try (Arena arena = Arena.ofConfined()) {
            RecordType type = TestPlugin.INSTANTS;
            Records records = Records.allocate(type, 3, arena);
            RecordSource source = new RecordSource("raw", records);
            assertEquals(source.identity(), new RecordSource("raw", records).identity());
            Object before = source.identity();
            type.longField("value").set(records, 2, 1);
            assertNotEquals(before, source.identity());
        }
    }

    @Test
    void parametersOfTheSimulatedDetectorArePartOfItsIdentity() {
        assertEquals(
                SimulatedDetector.ofRecords(5).identity(),
                SimulatedDetector.ofRecords(5).identity());
        assertNotEquals(
                SimulatedDetector.ofRecords(5).identity(),
                SimulatedDetector.ofRecords(5).withSeed(2).identity());
        assertNotEquals(
                SimulatedDetector.ofRecords(5).identity(),
                SimulatedDetector.ofRecords(6).identity());
    }

    @Test
    void fieldsThatTheConstructorOfAPluginChoseArePartOfItsLineage() {
        RecordType other = RecordType.of("time:<i8", "value:<f8").instantaneous();
        try (Context one = Context.create().register(TestSource.of("raw"), new Tuned("two", "raw"));
                Context two = Context.create()
                        .register(
                                TestSource.of("raw"),
                                new Tuned(PluginSpec.provides("two", other)
                                        .dependsOn("raw")
                                        .options(GAIN, VERBOSE)))) {
            assertNotEquals(one.lineage("r", "two"), two.lineage("r", "two"));
        }
    }

    @Test
    void missingAncestorIsNamedWithThePathToIt() {
        try (Context context = Context.create().register(new Tuned("two", "raw"))) {
            IllegalArgumentException missing =
                    assertThrows(IllegalArgumentException.class, () -> context.lineage("r", "two"));
            assertTrue(missing.getMessage().contains("needed by two -> raw"), missing.getMessage());
        }
    }

    /// A plugin with two options.
    private static final class Tuned extends StreamingPlugin {
        private final PluginSpec spec;

        Tuned(String provides, String... dependsOn) {
            this(PluginSpec.provides(provides, TestPlugin.INSTANTS)
                    .dependsOn(dependsOn)
                    .options(GAIN, VERBOSE));
        }

        Tuned(PluginSpec spec) {
            this.spec = spec;
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            out.records(0);
        }
    }
}
