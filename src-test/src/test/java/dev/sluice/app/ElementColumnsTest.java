package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// C15: one element of an array field is a column like any other, under the name that a table of all has for it.
final class ElementColumnsTest {
    @TempDir
    Path folder;

    @Test
    void anElementHasTheNameAndTheValuesOfItsColumnInTheWholeTable() throws Exception {
        List<List<String>> whole = table("--select", "n_hits>1");
        List<List<String>> some = table(
                "--select",
                "n_hits>1",
                "--columns",
                "peak_per_channel[0],charge_per_channel[15],charge_per_channel[2]");
        List<String> names = some.get(0);
        assertEquals(
                List.of("time", "endtime", "charge_per_channel[2]", "charge_per_channel[15]", "peak_per_channel[0]"),
                names);
        assertEquals(whole.size(), some.size());
        for (int row = 0; row < some.size(); row++) {
            List<String> expected = new ArrayList<>();
            for (String name : names) {
                expected.add(whole.get(row).get(whole.get(0).indexOf(name)));
            }
            assertEquals(expected, some.get(row));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "charge_per_channel[64], no such element: name=charge_per_channel[64], 63",
        "charge_per_channel[1][2], has 1 dimensions, give an index for each",
        "time[0], has 0 dimensions, give an index for each",
        "'charge_per_channel[0],charge_per_channel[0]', named twice, once",
        "charge_per_chanel[0], no field 'charge_per_chanel[0]', charge_per_channel"
    })
    void whatIsNoElementIsNamed(String columns, String problem, String remedy) {
        Outcome.of("run", "--sim-records", 10, "--target", "df_events", "--columns", columns)
                .failsWith(2, problem, remedy);
    }

    @Test
    void anElementCannotBeDroppedAlone() {
        Outcome.of("run", "--sim-records", 10, "--target", "df_events", "--drop-columns", "charge_per_channel[0]")
                .failsWith(2, "no field 'charge_per_channel[0]'");
    }

    private List<List<String>> table(String... options) throws Exception {
        Path file = folder.resolve("t" + options.length + ".csv");
        List<Object> words = new ArrayList<>(
                List.of("run", "--sim-records", 3000, "--target", "df_events", "--quiet", "--out", file));
        words.addAll(List.of(options));
        assertEquals(0, Outcome.of(words.toArray()).code());
        return Files.readAllLines(file).stream()
                .map(line -> List.of(line.split(",")))
                .toList();
    }
}
