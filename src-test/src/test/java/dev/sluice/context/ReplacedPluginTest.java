package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is set for a plugin is not set for the one that takes its place, and `options` shows what is computed with
/// (D4).
final class ReplacedPluginTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "v:<i8").instantaneous();

    /// Provides values that are its gain.
    private static class Gains extends StreamingPlugin {
        private final Option<Long> gain = Option.integer("gain", 1, "factor");
        private final String[] provides;

        Gains(String... provides) {
            this.provides = provides;
        }

        @Override
        public PluginSpec spec() {
            PluginSpec spec = PluginSpec.provides(provides[0], TYPE);
            for (int i = 1; i < provides.length; i++) {
                spec = spec.and(provides[i], TYPE);
            }
            return spec.dependsOn("st_waveforms_stream").version("1").options(gain);
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records waveforms = in.records();
            for (String dataType : provides) {
                Records target = out.records(dataType, waveforms.count());
                for (long i = 0; i < target.count(); i++) {
                    long time = waveforms.type().times().start(waveforms, i);
                    TYPE.longField("time").set(target, i, time);
                    TYPE.longField("v").set(target, i, context.get(gain));
                }
            }
        }
    }

    private static final class Both extends Gains {
        Both() {
            super("x", "y");
        }
    }

    private static final class OnlyX extends Gains {
        OnlyX() {
            super("x");
        }
    }

    private static void assertGain(Context context, String dataType, long gain) {
        try (Arena arena = Arena.ofShared()) {
            Chunk chunk = context.streaming("run").getArray(arena, dataType);
            assertEquals(gain, TYPE.longField("v").get(chunk.records(), 0), dataType);
        }
        assertEquals(gain, context.options(dataType).get(0).value(), dataType);
    }

    @ParameterizedTest
    @CsvSource({"Both.gain, 1, 5", "OnlyX.gain, 5, 1", "x.gain, 5, 1", "y.gain, 1, 5", "gain, 5, 5"})
    void whatIsSetForOneOfTwoPluginsOfATypeIsNotSetForTheOther(String option, long x, long y) {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(10), new Both(), new OnlyX())) {
            context.set(option, 5);
            assertGain(context, "x", x);
            assertGain(context, "y", y);
        }
    }

    @ParameterizedTest
    @CsvSource({"gain", "x.gain", "Both.gain"})
    void aPluginThatTakesThePlaceOfAnotherHasItsOwnOptions(String option) {
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(10), new Both())) {
            context.set(option, 5);
            assertGain(context, "x", 5);
            context.register(new OnlyX());
            assertGain(context, "x", 1);
            assertGain(context, "y", 5);
            context.set("x.gain", 7);
            assertGain(context, "x", 7);
            assertGain(context, "y", 5);
        }
    }

    @Test
    void aPluginOfWhichNothingIsTakenHasNoOptions() {
        try (Context context = Context.create().register(new OnlyX(), new Both())) {
            assertThrows(IllegalArgumentException.class, () -> context.set("OnlyX.gain", 5));
            context.set("x.gain", 5);
            assertEquals(5L, context.options("y").get(0).value());
        }
    }
}
