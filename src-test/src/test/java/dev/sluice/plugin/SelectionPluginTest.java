package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.Gathered;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import dev.sluice.stream.PipelineException;
import java.lang.foreign.Arena;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectionPluginTest {
    private static final int COUNT = 100;
    private static final RecordType ROWS =
            RecordType.of("time:<i8", "value:<i8").instantaneous();
    private static final Option<Long> LEAST = Option.integer("least", 20, "least value that passes");

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "1000, 4"})
    void aCutHasTheTimesOfItsKindAndOneBooleanField(int chunk, int workers) {
        Records cut = cut("cut_large", chunk, workers);
        assertEquals(
                RecordType.of("time:<i8", "endtime:<i8", "cut_large:|b1").descr(),
                cut.type().descr());
        assertEquals(COUNT, cut.count());
        for (int i = 0; i < COUNT; i++) {
            assertEquals(10L * i, cut.type().longField("time").get(cut, i));
            assertEquals(10L * i, cut.type().longField("endtime").get(cut, i));
            assertEquals(i >= 30, cut.type().booleanField("cut_large").get(cut, i), "row " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "1000, 4"})
    void aListOfCutsPassesWhatPassesAllOfThem(int chunk, int workers) {
        Records cut = cut("cut_both", chunk, workers);
        for (int i = 0; i < COUNT; i++) {
            assertEquals(
                    i >= 30 && i % 2 == 0, cut.type().booleanField("cut_both").get(cut, i), "row " + i);
        }
    }

    @Test
    void cutsAreOfTheKindOfWhatTheyLookAt() {
        assertEquals("rows", new Large().spec().products().getFirst().kind());
        PluginSpec list = new SelectionList("both", "rows", "cut_large", "cut_even").spec();
        assertEquals("rows", list.products().getFirst().kind());
        assertEquals("cut_both", list.provides());
    }

    /// D9: as many rows, but other ones.
    @ParameterizedTest
    @CsvSource({"cut_of_shifted, 1000", "cut_shifted_list, 7", "cut_shifted_list, 1000"})
    void rowsThatStartAtOtherTimesAreNotCutByTheAnswersOfTheirNeighbours(String target, int chunk) {
        Records rows = rows();
        RuntimeException refused = assertThrows(
                PipelineException.class,
                () -> Gathered.stream(
                        target,
                        chunk,
                        2,
                        Map.of(),
                        new RecordSource("rows", rows),
                        new Shifted(),
                        new Large(),
                        new OfShifted(),
                        new ShiftedCut(),
                        new SelectionList("shifted_list", "rows", "cut_large", "cut_late")));
        assertTrue(refused.getMessage().contains("row 0 has time="), refused.getMessage());
    }

    private static Records rows() {
        Records rows = Records.allocate(ROWS, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            ROWS.longField("time").set(rows, i, 10L * i);
            ROWS.longField("value").set(rows, i, i);
        }
        return rows;
    }

    /// Rows of which every other one starts later than the one that it claims to be.
    private static final class Shifted extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("shifted", ROWS).kind("rows").dependsOn("rows");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            Records results = out.records(in.records().count());
            for (long i = 0; i < results.count(); i++) {
                ROWS.longField("time")
                        .set(results, i, shifted(ROWS.longField("time").get(in.records(), i)));
                ROWS.longField("value").set(results, i, i);
            }
        }
    }

    private static long shifted(long time) {
        return time % 20 == 0 ? time + 1 : time;
    }

    private static final class OfShifted extends SelectionPlugin {
        OfShifted() {
            super("of_shifted", "rows", "rows", "shifted");
        }

        @Override
        protected void cut(ChunkInput in, Passed passed, PluginContext context) {}
    }

    private static final class ShiftedCut extends SelectionPlugin {
        ShiftedCut() {
            super("late", "rows", "shifted");
        }

        @Override
        protected void cut(ChunkInput in, Passed passed, PluginContext context) {}
    }

    @Test
    void aCutLooksAtSomething() {
        String message = assertThrows(IllegalArgumentException.class, () -> new SelectionList("none", "rows"))
                .getMessage();
        assertTrue(message.contains("'none'"), message);
    }

    private static Records cut(String target, int chunk, int workers) {
        Records rows = Records.allocate(ROWS, COUNT, Arena.ofAuto());
        for (int i = 0; i < COUNT; i++) {
            ROWS.longField("time").set(rows, i, 10L * i);
            ROWS.longField("value").set(rows, i, i);
        }
        return Gathered.stream(
                target,
                chunk,
                workers,
                Map.of("least", "30"),
                new RecordSource("rows", rows),
                new Large(),
                new Even(),
                new SelectionList("both", "rows", "cut_large", "cut_even"));
    }

    private static final class Large extends SelectionPlugin {
        Large() {
            super("large", "rows", "rows");
        }

        @Override
        protected PluginSpec describe(PluginSpec spec) {
            return spec.options(LEAST);
        }

        @Override
        protected void cut(ChunkInput in, Passed passed, PluginContext context) {
            for (long i = 0; i < passed.count(); i++) {
                passed.set(i, ROWS.longField("value").get(in.records(), i) >= context.get(LEAST));
            }
        }
    }

    private static final class Even extends SelectionPlugin {
        Even() {
            super("even", "rows", "rows");
        }

        @Override
        protected void cut(ChunkInput in, Passed passed, PluginContext context) {
            for (long i = 0; i < passed.count(); i++) {
                passed.set(i, ROWS.longField("value").get(in.records(), i) % 2 == 0);
            }
        }
    }
}
