package dev.sluice.benchmarks.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTableTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInIt() {
        assertEquals(new Spread(2, 1, 9), Spread.of(9, 1, 2));
        assertEquals(new Spread(2.5, 1, 9), Spread.of(9, 1, 2, 3));
        assertEquals(new Spread(7, 7, 7), Spread.of(7));
    }

    @Test
    void aRowHasSpeedAtTheMedianAndTheTimeOfCByItsOwn() {
        RowFigures c = row("C, read()", "features", 0.2, 0.1, 0.4);
        RowFigures own = row("./sluice run, 1 worker", "features", 2, 0.5, 0.8);
        RowFigures start = row("./sluice --help", "", 0.3, 0.3, 0.3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FigureTable.rows(List.of(own, c, start), new PrintStream(out, true));
        assertEquals("""
                | npy, 2.0 GB | features | ./sluice run, 1 worker | 0.800 (0.500 to 2.000) | 1.60 (1.00 to 4.00) | 2.50 | 0.25 | 3 |
                | npy, 2.0 GB | features | C, read() | 0.200 (0.100 to 0.400) | 0.400 (0.200 to 0.800) | 10.00 | 1.00 | 3 |
                | npy, 2.0 GB | - | ./sluice --help | 0.300 (0.300 to 0.300) | 0.600 (0.600 to 0.600) | - | - | 3 |
                """, out.toString().replaceAll(" +", " "));
    }

    private static RowFigures row(String name, String result, double... seconds) {
        RowFigures row = new RowFigures("npy", 2_000_000_000L, name, result);
        for (double each : seconds) {
            row.add(new CommandClock.Taken(each, 2 * each, 3_000_000));
        }
        return row;
    }
}
