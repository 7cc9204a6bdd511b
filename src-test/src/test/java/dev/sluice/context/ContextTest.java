package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.Plugin;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContextTest {
    private static final Option<Long> HALO = Option.integer("halo", 7, "samples on either side");

    @Test
    void aPluginTakesThePlaceOfAnotherThatProvidesTheSame() {
        Plugin first = TestPlugin.of("hits", "waveforms");
        Plugin second = TestPlugin.of("hits", "waveforms");
        Plugin peaks = TestPlugin.of("peaks", "hits");
        try (Context context = Context.create().register(first, peaks).register(second)) {
            assertSame(second, context.plugin("hits"));
            assertEquals(List.of(second, peaks), context.plugins());
        }
    }

    @Test
    void anUnknownTypeOfDataIsRefusedWithASuggestion() {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(1), new Features())) {
            assertRefused(
                    () -> context.streaming("run").getStream("featuers"),
                    "no plugin provides 'featuers'; did you mean 'features'?"
                            + " Registered are st_waveforms_stream, features");
        }
    }

    @Test
    void aContextWithoutPluginsSaysSo() {
        try (Context context = Context.create()) {
            assertRefused(() -> context.plugin("features"), "registered are none: register a plugin first");
            assertRefused(() -> context.set("halo", 1), "there are none: register a plugin first");
        }
    }

    @Test
    void anUnknownOptionIsRefusedWithASuggestion() {
        try (Context context = Context.create().register(new Features())) {
            assertRefused(
                    () -> context.set("peek_range", "1:2"),
                    "no plugin has an option 'peek_range'; did you mean 'peak_range'?"
                            + " There are baseline_range, boards, charge_range, empty_window, peak_range, polarity");
        }
    }

    @Test
    void aValueThatDoesNotFitIsRefusedAtOnceAndTheOldOneStays() {
        TestPlugin plugin = TestPlugin.of("hits", "st_waveforms_stream").options(HALO);
        try (Context context = Context.create().register(plugin).set("halo", 3)) {
            assertRefused(() -> context.set("halo", "wide"), "option halo: 'wide'");
            assertRefused(() -> context.set("halo", null), "option halo: no value was given");
            assertEquals(3L, context.options("hits").get(0).value());
        }
    }

    @Test
    void anOptionOfSeveralPluginsMustFitThemAll() {
        TestPlugin hits = TestPlugin.of("hits", "waveforms").options(HALO);
        TestPlugin peaks = TestPlugin.of("peaks", "hits")
                .options(Option.integer("halo", 9, "neighbours").where(halo -> halo < 10, "less than 10"));
        try (Context context = Context.create().register(hits, peaks)) {
            assertRefused(() -> context.set("halo", 20), "less than 10");
            assertTrue(context.options("hits").stream().allMatch(EffectiveOption::isDefault));
        }
    }

    @Test
    void pluginsThatDependOnEachOtherInACircleAreRefused() {
        try (Context context = Context.create()
                .register(
                        TestPlugin.of("a", "b"),
                        TestPlugin.of("b", "c"),
                        TestPlugin.of("c", "a"),
                        TestPlugin.of("d", "d"))) {
            assertRefused(() -> context.streaming("run").getStream("a"), "in a circle: a -> b -> c -> a");
            assertRefused(() -> context.streaming("run").getStream("d"), "in a circle: d -> d");
        }
    }

    @Test
    void aMissingDependencyIsRefusedWithWhoNeedsIt() {
        try (Context context =
                Context.create().register(TestPlugin.of("peaks", "hits"), TestPlugin.of("hits", "waveform"))) {
            assertRefused(
                    () -> context.streaming("run").getStream("peaks"),
                    "no plugin provides 'waveform'",
                    "needed by peaks -> hits -> waveform");
        }
    }

    @Test
    void aPluginWithoutInputIsRefused() {
        try (Context context = Context.create().register(TestPlugin.of("hits"))) {
            assertRefused(() -> context.streaming("run").getStream("hits"), "TestPlugin depends on nothing");
        }
    }

    @Test
    void dataFromTwoSourcesAreAligned() {
        Records records = Records.allocate(TestPlugin.INSTANTS, 1, Arena.ofAuto());
        try (Context context = Context.create()
                        .register(
                                new RecordSource("one", records),
                                new RecordSource("two", records),
                                TestPlugin.of("both", "one", "two"));
                ChunkStream stream = context.streaming("run").getStream("both")) {
            long chunks = 0;
            for (Chunk chunk : stream) {
                chunks++;
            }
            assertEquals(1, chunks);
        }
    }

    @Test
    void aPluginThatCountsTimeInAnotherUnitThanItsInputIsRefused() {
        Records records = Records.allocate(TestPlugin.INSTANTS.picoseconds(), 1, Arena.ofAuto());
        try (Context context =
                Context.create().register(new RecordSource("hits", records), TestPlugin.of("peaks", "hits"))) {
            assertRefused(
                    () -> context.streaming("run").getStream("peaks"),
                    "peaks with times in ns, but its input hits has them in ps",
                    "timeResolution");
        }
    }

    @Test
    void aRunNeedsAName() {
        try (Context context = Context.create()) {
            assertThrows(IllegalArgumentException.class, () -> context.streaming(" "));
            assertThrows(IllegalArgumentException.class, () -> context.streaming(null));
        }
    }

    @Test
    void settingsOfAStreamAreCheckedAtTheDoor() {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(1))) {
            StreamingContext run = context.streaming("run");
            assertRefused(() -> run.workers(0), "workers=0");
            assertRefused(() -> run.chunkRecords(-1), "chunkRecords=-1");
            assertThrows(NullPointerException.class, () -> run.getStream("st_waveforms_stream", (TimeRange) null));
            assertThrows(NullPointerException.class, () -> run.getStream(null));
        }
    }

    @Test
    void closingAContextClosesItsStreams() {
        Context context = Context.create().register(SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS));
        ChunkStream one = context.streaming("run").chunkRecords(5).getStream("st_waveforms_stream");
        ChunkStream two = context.streaming("run").chunkRecords(5).getStream("st_waveforms_stream");
        assertEquals(5, one.iterator().next().length());
        context.close();
        assertThrows(IllegalStateException.class, () -> two.iterator().hasNext());
        context.close();
    }

    @Test
    void aClosedContextStartsNoStream() {
        Context context = Context.create().register(SimulatedDetector.ofRecords(10));
        StreamingContext run = context.streaming("run");
        context.close();
        String message = assertThrows(IllegalStateException.class, () -> run.getStream("st_waveforms_stream"))
                .getMessage();
        assertTrue(message.contains("the context is closed"), message);
    }

    private static void assertRefused(Runnable action, String... parts) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
