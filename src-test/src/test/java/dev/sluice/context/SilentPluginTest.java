package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import dev.sluice.stream.SilencePolicy;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a plugin that declares a silence is handed, and what it is refused.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SilentPluginTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "value:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField VALUE = TYPE.longField("value");
    private static final int COUNT = 60;

    /// What is done with a chunk.
    private interface Rule {
        void compute(ChunkInput in, ChunkOutput out) throws Exception;
    }

    private static final class Ruled extends StreamingPlugin {
        private final PluginSpec spec;
        private final Rule rule;

        Ruled(UnaryOperator<PluginSpec> demand, Rule rule) {
            this.spec = demand.apply(PluginSpec.provides("ruled", TYPE).dependsOn("instants"));
            this.rule = rule;
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
            rule.compute(in, out);
        }
    }

    /// Three instants after each other every 100.
    private static Records instants() {
        Records records = Records.allocate(TYPE, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            TIME.set(records, i, 100L * (i / 3) + i % 3);
        }
        return records;
    }

    private static List<Long> values(Ruled plugin, SilencePolicy policy, FailurePolicy failures) {
        List<Long> values = new ArrayList<>();
        try (Context context = Context.create().register(new RecordSource("instants", instants()), plugin);
                ChunkStream stream = context.streaming("run")
                        .workers(3)
                        .chunkRecords(4)
                        .silences(policy)
                        .onError(failures)
                        .getStream("ruled")) {
            for (Chunk chunk : stream) {
                for (long i = 0; i < chunk.length(); i++) {
                    values.add(VALUE.get(chunk.records(), i));
                }
            }
        }
        return values;
    }

    private static String refused(UnaryOperator<PluginSpec> demand, Rule rule) {
        return assertThrows(
                        PipelineException.class,
                        () -> values(new Ruled(demand, rule), SilencePolicy.CUT, FailurePolicy.FAIL))
                .getMessage();
    }

    /// Every other record gives a result, with the number of the record and that of the result.
    private static void everyOther(ChunkInput in, ChunkOutput out) {
        Records records = in.records();
        Records results = out.records(records.count());
        long found = 0;
        for (long i = 0; i < records.count(); i++) {
            if ((in.preceding() + i) % 2 == 0) {
                TIME.set(results, found, TIME.get(records, i));
                VALUE.set(results, found++, in.preceding() + i);
            }
        }
        results = out.records(found);
        long number = out.number(found);
        for (long i = 0; i < found; i++) {
            VALUE.set(results, i, 1000 * VALUE.get(results, i) + number + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordsAndResultsAreNumberedOverTheRun(SilencePolicy policy) {
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < COUNT / 2; i++) {
            expected.add(2000 * i + i);
        }
        Silence silence = Silence.of(20).numbering();
        Ruled plugin = new Ruled(spec -> spec.forgettingAt(silence), SilentPluginTest::everyOther);
        assertEquals(expected, values(plugin, policy, FailurePolicy.FAIL));
        assertEquals(
                expected,
                values(new Ruled(PluginSpec::stateful, SilentPluginTest::everyOther), policy, FailurePolicy.FAIL));
    }

    /// Others would wait for its number for ever.
    @ParameterizedTest
    @EnumSource
    void aChunkThatFailsBeforeItHasNumberedIsPassedOver(SilencePolicy policy) {
        Ruled plugin = new Ruled(spec -> spec.forgettingAt(Silence.of(20).numbering()), (in, out) -> {
            if (in.start() <= 1000 && 1000 < in.end()) {
                throw new IllegalStateException("torn");
            }
            everyOther(in, out);
        });
        List<Long> values = values(plugin, policy, FailurePolicy.SKIP);
        assertTrue(values.size() < COUNT / 2 && values.size() > COUNT / 4, values.toString());
        for (int i = 0; i < values.size(); i++) {
            assertEquals(i, values.get(i) % 1000, values.toString());
        }
    }

    @Test
    void numbersAreRefusedWhereTheyWouldDependOnTheWorkers() {
        String preceding = refused(UnaryOperator.identity(), (in, out) -> in.preceding());
        assertTrue(preceding.contains("ask for stateful()"), preceding);
        String number = refused(UnaryOperator.identity(), (in, out) -> out.number(1));
        assertTrue(number.contains("numbered=false") && number.contains("stateful()"), number);
        String silent = refused(spec -> spec.forgettingAt(Silence.of(20)), (in, out) -> out.number(1));
        assertTrue(silent.contains("numbering()"), silent);
        String twice = refused(spec -> spec.forgettingAt(Silence.of(20).numbering()), (in, out) -> {
            out.number(1);
            out.number(1);
        });
        assertTrue(twice.contains("once per chunk"), twice);
    }

    @Test
    void aSilenceThatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Silence.of(0));
        assertThrows(IllegalArgumentException.class, () -> Silence.of(5).startingBefore(5));
        assertThrows(IllegalArgumentException.class, () -> Silence.of(5).startingBefore(-1));
        Requirements silent = Requirements.NONE.forgettingAt(Silence.over(0));
        assertThrows(IllegalArgumentException.class, () -> silent.breakingAt(7));
        assertThrows(IllegalArgumentException.class, silent::wholeRun);
        assertTrue(silent.stateful() && !silent.isOrdered() && !silent.isLocal());
        assertEquals(1, silent.silence().length());
        assertEquals(Long.MAX_VALUE, Silence.over(Long.MAX_VALUE).length());
    }
}
