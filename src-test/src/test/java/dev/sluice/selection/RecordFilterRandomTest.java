package dev.sluice.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.fixtures.Numpy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.selection.RandomCondition.Condition;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordFilterRandomTest {
    private static final int ROWS = 40;
    private static final RecordType TYPE = type();

    private static RecordType type() {
        String[] fields = new String[RandomCondition.FIELDS.length];
        for (int k = 0; k < fields.length; k++) {
            fields[k] = RandomCondition.FIELDS[k] + ":" + RandomCondition.TYPES[k];
        }
        return RecordType.of(fields);
    }

    private static long[][] rows(Random random) {
        long[][] rows = new long[ROWS][RandomCondition.FIELDS.length];
        for (long[] row : rows) {
            for (int k = 0; k < row.length; k++) {
                boolean unsigned = TYPE.fields().get(k).type().typeString().contains("u");
                row[k] = unsigned ? random.nextInt(12) : random.nextInt(24) - 12;
            }
        }
        return rows;
    }

    private static Records records(long[][] rows) {
        Records records = Records.allocate(TYPE, rows.length, Arena.ofAuto());
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                double value = k == 2 ? rows[i][k] / 4.0 : rows[i][k];
                TYPE.doubleField(RandomCondition.FIELDS[k]).set(records, i, value);
            }
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyConditionSelectsWhatThePlainEvaluatorDoes(long seed) {
        RandomCondition conditions = new RandomCondition(seed);
        long[][] rows = rows(new Random(seed));
        Records records = records(rows);
        long[] indices = new long[ROWS];
        for (int round = 0; round < 400; round++) {
            Condition condition = conditions.next(round % 5);
            RecordFilter filter = RecordFilter.parse(condition.ours(), TYPE);
            List<Long> expected = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                if (condition.test().of(rows[i])) {
                    expected.add((long) i);
                }
            }
            long found = filter.select(records, indices);
            List<Long> selected = new ArrayList<>();
            for (int i = 0; i < found; i++) {
                selected.add(indices[i]);
            }
            assertEquals(expected, selected, "seed=" + seed + ": " + condition.ours());
        }
    }

    @Test
    void everyConditionSelectsWhatNumpyDoes(@TempDir Path folder) throws IOException, InterruptedException {
        RandomCondition conditions = new RandomCondition(99);
        Records records = records(rows(new Random(99)));
        Files.write(folder.resolve("records.raw"), records.segment().toArray(ValueLayout.JAVA_BYTE));
        List<String> lines = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            Condition condition = conditions.next(round % 5);
            long[] indices = new long[ROWS];
            long found = RecordFilter.parse(condition.ours(), TYPE).select(records, indices);
            StringBuilder line = new StringBuilder(condition.numpy()).append('\t');
            for (int i = 0; i < found; i++) {
                line.append(indices[i]).append(' ');
            }
            lines.add(line.toString());
        }
        Files.write(folder.resolve("cases.txt"), lines);
        String script = "import numpy, sys\n"
                + "r = numpy.fromfile('records.raw', dtype=numpy.dtype(" + TYPE.descr() + "))\n"
                + "r = {n: r[n].astype('f8') for n in r.dtype.names}\n"
                + "for line in open('cases.txt'):\n"
                + "    condition, found = line.rstrip('\\n').split('\\t')\n"
                + "    mask = numpy.broadcast_to(eval(condition), " + ROWS + ")\n"
                + "    expected = numpy.nonzero(mask.astype(bool))[0].tolist()\n"
                + "    assert expected == [int(x) for x in found.split()], (condition, expected, found)\n";
        Numpy.run(folder, script);
    }

    @Test
    void testingRecordsAllocatesNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RecordType type = RecordType.of(
                "time:<i8", "length:<i4", "dt:<i2", "charge:<f4", "channel:<u2", "name:|S4", "wave:<i2[20]");
        RecordFilter filter = RecordFilter.parse(
                "charge / 2 >= 0 and channel not in (1, 2) and endtime < 5 and not (name == 'pmt' or sum(wave) > 3)"
                        + " and isfinite(charge) and wave[3] % 2 == 0 and abs(max(wave)) < 1.5",
                type);
        Records records = Records.allocate(type, 1000, Arena.ofAuto());
        long[] indices = new long[1000];
        long sum = 0;
        for (int round = 0; round < 200; round++) {
            sum += filter.select(records, indices);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 200; round++) {
            sum += filter.select(records, indices);
        }
        long perRecord = (threads.getCurrentThreadAllocatedBytes() - before) / 200_000;
        assertEquals(0, perRecord, "bytes per record");
        assertEquals(400_000, sum);
    }
}
