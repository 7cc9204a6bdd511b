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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PerRowPluginTest {
    private static final RecordType ROWS = RecordType.of("time:<i8", "endtime:<i8", "value:<i8");
    private static final RecordType SUMS =
            RecordType.of("time:<i8", "endtime:<i8", "things:<i8", "sum:<i8", "unwritten:<i8");

    @ParameterizedTest
    @CsvSource({"1, contained", "2, contained", "3, touching", "4, touching"})
    void rowsHaveTheirThingsWhateverTheChunksAndWorkers(long seed, String mode) {
        boolean touching = mode.equals("touching");
        Records rows = intervals(seed, 200, 300);
        Records things = intervals(seed + 100, 900, 40);
        for (int chunk : new int[] {1, 7, 1000, 100_000}) {
            for (int workers : new int[] {1, 2, 4, 8}) {
                Records sums =
                        sums(rows, things, touching ? Within.touching(25, 40) : Within.contained(), chunk, workers);
                assertEquals(rows.count(), sums.count());
                for (long i = 0; i < rows.count(); i++) {
                    check(rows, things, sums, i, touching, "seed=" + seed + " chunk=" + chunk + " row " + i);
                }
            }
        }
    }

    private static void check(Records rows, Records things, Records sums, long row, boolean touching, String message) {
        long start = value(rows, "time", row);
        long end = value(rows, "endtime", row);
        long count = 0;
        long sum = 0;
        for (long k = 0; k < things.count(); k++) {
            long from = value(things, "time", k);
            long to = value(things, "endtime", k);
            if (touching ? to > start - 25 && from < end + 25 : from >= start && to <= end) {
                count++;
                sum += value(things, "value", k);
            }
        }
        assertEquals(start, value(sums, "time", row), message);
        assertEquals(end, value(sums, "endtime", row), message);
        assertEquals(count, value(sums, "things", row), message);
        assertEquals(sum, value(sums, "sum", row), message);
        assertEquals(0, value(sums, "unwritten", row), message);
    }

    @Test
    void aThingThatIsLongerThanWasToldEndsTheRun() {
        String message = assertThrows(
                        PipelineException.class,
                        () -> sums(intervals(1, 20, 300), intervals(2, 90, 40), Within.touching(0, 10), 7, 1))
                .getMessage();
        assertTrue(message.contains("longest=10"), message);
    }

    @Test
    void rowsAndThingsAreTwoTypesOfData() {
        PerRowPlugin one = new Sums(Within.contained(), "rows");
        String message = assertThrows(IllegalArgumentException.class, one::spec).getMessage();
        assertTrue(message.contains("[rows]"), message);
    }

    @Test
    void aWindowIsNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> Within.touching(-1, 0));
    }

    private static long value(Records records, String field, long index) {
        return records.type().longField(field).get(records, index);
    }

    private static Records sums(Records rows, Records things, Within inside, int chunk, int workers) {
        return Gathered.stream(
                "sums",
                chunk,
                workers,
                Map.of(),
                new RecordSource("rows", rows),
                new RecordSource("things", things),
                new Sums(inside, "rows", "things"));
    }

    /// Intervals in order of time that last up to `longest`, some nothing, and overlap now and then.
    private static Records intervals(long seed, int count, int longest) {
        Random random = new Random(seed);
        Records records = Records.allocate(ROWS, count, Arena.ofAuto());
        long time = 1_000_000;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(40_000 / count);
            ROWS.longField("time").set(records, i, time);
            ROWS.longField("endtime").set(records, i, time + random.nextInt(longest + 1));
            ROWS.longField("value").set(records, i, random.nextInt(1000));
        }
        return records;
    }

    /// How many things are in every row, and the sum of their values.
    private static final class Sums extends PerRowPlugin {
        private final String[] dependsOn;

        Sums(Within inside, String... dependsOn) {
            super(inside);
            this.dependsOn = dependsOn;
        }

        @Override
        protected PluginSpec loop() {
            return PluginSpec.provides("sums", SUMS).dependsOn(dependsOn);
        }

        @Override
        protected void computeRow(RowView row, PluginContext context) {
            long sum = 0;
            for (long i = row.from(); i < row.to(); i++) {
                sum += ROWS.longField("value").get(row.things(), i);
            }
            SUMS.longField("things").set(row.results(), row.result(), row.to() - row.from());
            SUMS.longField("sum").set(row.results(), row.result(), sum);
        }
    }
}
