package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OptionValuesTest {
    private static final Option<Long> HALO = Option.integer("halo", 7, "samples on either side");
    private static final Option<Double> THRESHOLD = Option.real("threshold", 2.5, "height of a hit");
    private static final Option<String> COMMENT =
            Option.text("comment", "none", "a remark").untracked();
    private static final Option<Long> FOREIGN = Option.integer("foreign", 1, "of another plugin");

    @Test
    void whatIsNotSetIsTheDefault() {
        OptionValues values = OptionValues.of(new HitFinder(), Map.of("threshold", "3"));
        assertEquals(7L, values.get(HALO));
        assertEquals(3.0, values.get(THRESHOLD));
    }

    @Test
    void settingsOfOtherPluginsArePassedOver() {
        assertEquals(
                7L,
                OptionValues.of(new HitFinder(), Map.of("foreign", "no number")).get(HALO));
    }

    @Test
    void aSettingThatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> OptionValues.of(new HitFinder(), Map.of("halo", "wide")));
    }

    @Test
    void anOptionThatWasNotDeclaredIsRefused() {
        OptionValues values = OptionValues.of(new HitFinder(), Map.of());
        String message = assertThrows(IllegalArgumentException.class, () -> values.get(FOREIGN))
                .getMessage();
        assertTrue(message.contains("HitFinder") && message.contains("foreign"), message);
    }

    @Test
    void laterChangesOfTheSettingsDoNotReachIn() {
        Map<String, Object> settings = new HashMap<>(Map.of("halo", 3));
        OptionValues values = OptionValues.of(new HitFinder(), settings);
        settings.put("halo", 4);
        assertEquals(3L, values.get(HALO));
    }

    @Test
    void aSettingOfThePluginGoesBeforeOneOfAll() {
        Map<String, Object> settings = Map.of("halo", 3, "hits.halo", 4, "peaks.threshold", 9);
        OptionValues values = OptionValues.of(new HitFinder(), settings);
        assertEquals(4L, values.get(HALO));
        assertEquals(2.5, values.get(THRESHOLD));
    }

    @Test
    void trackedValuesAreCanonicalAndInOrderOfTheirNames() {
        Map<String, Object> written = Map.of("halo", "1_000", "threshold", "3");
        Map<String, Object> given = Map.of("halo", 1000, "threshold", 3.0);
        assertEquals(
                OptionValues.of(new HitFinder(), given).tracked(),
                OptionValues.of(new HitFinder(), written).tracked());
        assertEquals(
                "{halo=1000, threshold=3.0}",
                OptionValues.of(new HitFinder(), written).tracked().toString());
    }

    @Test
    void untrackedValuesAreNoPartOfTheLineage() {
        OptionValues values = OptionValues.of(new HitFinder(), Map.of("comment", "second try"));
        assertEquals("second try", values.get(COMMENT));
        assertEquals(Map.of("halo", 7L, "threshold", 2.5), values.tracked());
    }

    private static final class HitFinder extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("hits", RecordType.of("time:<i8").instantaneous())
                    .dependsOn("waveforms")
                    .options(THRESHOLD, COMMENT, HALO);
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            out.records(0);
        }
    }
}
