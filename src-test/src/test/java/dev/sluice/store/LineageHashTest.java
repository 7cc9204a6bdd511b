package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LineageHashTest {
    @Test
    void textAndHashAreThoseThatStraxRecorded() throws IOException {
        Path cases = StraxFixtures.folder().resolve("golden_pulses/cases.json");
        JsonArray recorded = Recorded.json(cases).getAsJsonArray("hash");
        List<Object> values = recordedValues();
        assertEquals(recorded.size(), values.size());
        for (int i = 0; i < values.size(); i++) {
            JsonObject vector = recorded.get(i).getAsJsonObject();
            assertEquals(vector.get("json").getAsString(), LineageHash.input(values.get(i)));
            assertEquals(vector.get("hash").getAsString(), LineageHash.of(values.get(i)), vector.toString());
        }
    }

    /// The inputs of the recorded vectors, in their order.
    private static List<Object> recordedValues() {
        Map<String, Object> inner = new HashMap<>();
        inner.put("z", 1.5);
        inner.put("y", null);
        inner.put("x", true);
        return List.of(
                Map.of(),
                Map.of("a", 1),
                Map.of("b", List.of(1, 2, List.of(3, 4)), "a", inner),
                List.of("peaks", "events"),
                Map.of("f", 1e-09, "g", 1e+16, "h", 1e+22, "i", 0.1, "j", -0.0, "k", 100000.0),
                Map.of("u", "µs"),
                Map.of("n", new long[] {1, 2, 3}),
                Map.of("n", 2.5),
                Map.of("n", 7L),
                Map.of("t", List.of(1, 2), "l", new int[] {1, 2}),
                Map.of("nested", Map.of("deep", Map.of("k", List.of(Map.of("q", 1))))),
                Map.of("raw_records", List.of("RawRecords", "1.2.3", Map.of("gain", 0.5))));
    }

    @Test
    void everyFolderThatStraxWroteHasTheHashOfItsLineage() throws IOException {
        List<Path> metadata = StraxFixtures.files("-metadata.json");
        int compared = 0;
        for (Path file : metadata) {
            JsonObject content = Recorded.json(file);
            if (content.has("lineage")) {
                Lineage lineage = StraxFixtures.lineage(content.getAsJsonObject("lineage"));
                assertEquals(content.get("lineage_hash").getAsString(), lineage.hash(), file.toString());
                assertTrue(file.getParent().toString().contains(lineage.hash()), file.toString());
                compared++;
            }
        }
        assertTrue(compared >= 20, "compared=" + compared);
    }

    @Test
    void hashedTextIsLetterByLetterWhatStraxHashed() throws IOException {
        List<Path> descriptions = StraxFixtures.files(".chunks.json");
        for (Path file : descriptions) {
            JsonObject content = Recorded.json(file);
            Lineage lineage = StraxFixtures.lineage(content.getAsJsonObject("lineage"));
            assertEquals(content.get("hash_input_json").getAsString(), lineage.hashInput(), file.toString());
            assertTrue(content.get("directory").getAsString().endsWith(lineage.hash()), file.toString());
        }
        assertTrue(descriptions.size() >= 20, "compared=" + descriptions.size());
    }

    @Test
    void textIsEscapedToAsciiSurrogatesOneByOne() {
        assertEquals("\"\\u00b5s \\ud83d\\ude00 \\ud800\"", LineageHash.input("µs \uD83D\uDE00 \uD800"));
        assertEquals(
                "\"\\\"\\\\/\\n\\r\\t\\f\\b\\u0000\\u001f\\u007f~\"",
                LineageHash.input("\"\\/\n\r\t\f\b\0\u001F\u007F~"));
    }

    @Test
    void namesAreSortedByCodePointAsPythonSortsThem() {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("\uD83D\uDE00", 1);
        names.put("\uFF21", 2);
        names.put("b", 3);
        names.put("B", 4);
        names.put("ba", 5);
        assertEquals(
                "[[\"B\", 4], [\"b\", 3], [\"ba\", 5], [\"\\uff21\", 2], [\"\\ud83d\\ude00\", 1]]",
                LineageHash.input(names));
    }

    @Test
    void wholeNumbersHaveNoLimitAndRealOnesKeepTheirPoint() {
        BigInteger large = BigInteger.TWO.pow(80);
        assertEquals(
                "[" + large + ", 1, 1.0, -9223372036854775808]",
                LineageHash.input(Arrays.asList(large, BigInteger.ONE, 1.0, Long.MIN_VALUE)));
    }

    @Test
    void numbersThatAreNotFiniteAreWrittenAsPythonDoes() {
        assertEquals(
                "[NaN, Infinity, -Infinity]",
                LineageHash.input(new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}));
    }

    @Test
    void valueWithoutAFormIsRefusedByName() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> LineageHash.of(Map.of("t", new StringBuilder("x"))));
        assertTrue(refused.getMessage().contains("java.lang.StringBuilder"), refused.getMessage());
        refused = assertThrows(IllegalArgumentException.class, () -> LineageHash.of(Map.of(1, "x")));
        assertTrue(refused.getMessage().contains("key=1"), refused.getMessage());
        refused = assertThrows(IllegalArgumentException.class, () -> LineageHash.of(Set.of(1)));
        assertTrue(refused.getMessage().contains("has no order"), refused.getMessage());
    }

    @Test
    void nestingWithoutEndIsRefused() {
        Object[] circle = new Object[1];
        circle[0] = circle;
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> LineageHash.of(circle));
        assertTrue(refused.getMessage().contains("depth=64"), refused.getMessage());
    }
}
