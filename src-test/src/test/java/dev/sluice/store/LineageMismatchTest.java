package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineageMismatchTest {
    @Test
    void valueOfAnOptionIsToldOnBothSides() {
        assertEquals(
                "the stored lineage differs: option baseline_samples of Records is 40, wanted is 60",
                explain(Lineages.records(Lineages.raw(0.5), 60), Lineages.records(Lineages.raw(0.5), 40)));
    }

    @Test
    void versionAndPluginAreTold() {
        assertEquals(
                "the stored lineage differs: version of Hits is 1.0, wanted is 2.0",
                explain(hits("Hits", "2.0", Map.of()), hits("Hits", "1.0", Map.of())));
        assertEquals(
                "the stored lineage differs: hits is by plugin Hits, wanted is OtherHits",
                explain(hits("OtherHits", "1", Map.of()), hits("Hits", "2", Map.of("x", 1))));
    }

    @Test
    void optionThatIsOnOneSideOnlyIsTold() {
        assertEquals(
                "the stored lineage differs: option new of Hits is not there, wanted is true;"
                        + " option old of Hits is \"a\", wanted is none",
                explain(hits("Hits", "1", Map.of("new", true)), hits("Hits", "1", Map.of("old", "a"))));
    }

    @Test
    void pluginThatTookPartOnOneSideOnlyIsTold() {
        Lineage raw = Lineages.raw(0.5);
        assertEquals(
                "the stored lineage differs: plugin Records (records) took no part, but is wanted",
                explain(Lineages.records(raw, 1), raw));
        assertEquals(
                "the stored lineage differs: plugin Records (records) took part, but is not wanted",
                explain(raw, Lineages.records(raw, 1)));
    }

    @Test
    void ofManyDifferencesTheFirstThreeAreTold() {
        Map<String, Object> many = IntStream.range(0, 5).boxed().collect(Collectors.toMap(i -> "x" + i, i -> i));
        String sentence = explain(hits("Hits", "1", many), hits("Hits", "1", Map.of()));
        assertTrue(sentence.endsWith("option x2 of Hits is not there, wanted is 2; and 2 more"), sentence);
    }

    @Test
    void longValueIsToldWhereItDiffers() {
        List<Integer> one = IntStream.range(0, 1000).boxed().toList();
        List<Integer> other =
                IntStream.range(0, 1000).map(i -> i == 500 ? -1 : i).boxed().toList();
        String sentence = explain(hits("Hits", "1", Map.of("to_pe", one)), hits("Hits", "1", Map.of("to_pe", other)));
        assertTrue(sentence.contains("499, -1, 501"), sentence);
        assertTrue(sentence.contains("499, 500, 501"), sentence);
        assertTrue(sentence.length() < 250, sentence);
    }

    @Test
    void equalLineagesDoNotDiffer() {
        assertEquals("the stored lineage is the wanted one", explain(Lineages.raw(1), Lineages.raw(1L)));
    }

    private static String explain(Lineage wanted, Lineage stored) {
        return LineageMismatch.explain(wanted, stored);
    }

    private static Lineage hits(String plugin, String version, Map<String, ?> options) {
        return Lineage.of("hits", LineageEntry.of(plugin, version, options), List.of());
    }
}
