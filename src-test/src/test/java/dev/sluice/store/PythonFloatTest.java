package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.fixtures.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonFloatTest {
    private static final String SCRIPT = "import json, struct, sys\n"
            + "for line in open(sys.argv[1]):\n"
            + "    print(json.dumps(struct.unpack('>d', bytes.fromhex(line.strip()))[0]))\n";

    @ParameterizedTest
    @CsvSource({
        "1e-9, 1e-09",
        "1e16, 1e+16",
        "1e22, 1e+22",
        "1e5, 100000.0",
        "0.1, 0.1",
        "0, 0.0",
        "-0.0, -0.0",
        "1e-4, 0.0001",
        "1e-5, 1e-05",
        "123456.789, 123456.789",
        "9999999999999998, 9999999999999998.0",
        "-1.5e300, -1.5e+300",
        "4.9e-324, 5e-324",
        "1.5e-323, 1.5e-323",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2e-323, 2e-323",
        "NaN, NaN"
    })
    void textIsThatOfPython(double value, String text) {
        assertEquals(text, PythonFloat.text(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void textOfManyNumbersIsThatOfPython(long seed, @TempDir Path folder) throws IOException, InterruptedException {
        List<Double> numbers = numbers(new Random(seed));
        List<String> bits = numbers.stream()
                .map(number -> String.format("%016x", Double.doubleToRawLongBits(number)))
                .toList();
        List<String> expected = Python.answers(SCRIPT, bits, folder);
        assertEquals(numbers.size(), expected.size(), "seed=" + seed);
        for (int i = 0; i < numbers.size(); i++) {
            assertEquals(expected.get(i), PythonFloat.text(numbers.get(i)), "seed=" + seed + ", number " + i);
        }
    }

    /// Any bits, numbers people write, the least ones (few digits), powers of two and ten and their neighbours.
    private static List<Double> numbers(Random random) {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            numbers.add(Double.longBitsToDouble(random.nextLong()));
            numbers.add(random.nextInt(2_000_000) / Math.pow(10, random.nextInt(9)));
            numbers.add(Double.longBitsToDouble(1 + random.nextInt(1 << 1 + random.nextInt(20))));
        }
        for (int power = -1074; power < 1024; power++) {
            double two = Math.scalb(1.0, power);
            numbers.addAll(List.of(two, Math.nextUp(two), Math.nextDown(two)));
        }
        for (int power = -323; power < 309; power++) {
            double ten = Double.parseDouble("1e" + power);
            numbers.addAll(List.of(ten, Math.nextUp(ten), -Math.nextDown(ten), 9 * ten, 9.5 * ten));
        }
        return numbers;
    }
}
