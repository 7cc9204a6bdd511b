package dev.sluice.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PluginSpecTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "area:<f4").instantaneous();
    private static final Option<Long> HALO = Option.integer("halo", 7, "samples on either side");

    @Test
    void aSpecificationHoldsWhatItWasTold() {
        PluginSpec spec = PluginSpec.provides("hits", TYPE)
                .dependsOn("waveforms", "gains")
                .version("1.2")
                .options(HALO)
                .help("finds hits")
                .stateful();
        assertEquals("hits", spec.provides());
        assertEquals(TYPE, spec.type());
        assertEquals(List.of("waveforms", "gains"), spec.dependsOn());
        assertEquals("1.2", spec.version());
        assertEquals(List.of(HALO), spec.options());
        assertEquals("finds hits", spec.help());
        assertTrue(spec.isStateful());
    }

    @Test
    void everyMethodGivesAnotherSpecification() {
        PluginSpec spec = PluginSpec.provides("hits", TYPE);
        spec.dependsOn("waveforms").version("2").options(HALO).help("x").stateful();
        assertEquals(List.of(), spec.dependsOn());
        assertEquals(List.of(), spec.options());
        assertEquals("", spec.help());
        assertFalse(spec.isStateful());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1hits", "hits-7", "hits 7", "hits.7", "a/b"})
    void namesOfDataAreWords(String name) {
        assertRefused(() -> PluginSpec.provides(name, TYPE), "'" + name + "'");
    }

    @Test
    void recordsWithoutTimeAreRefused() {
        assertRefused(() -> PluginSpec.provides("hits", RecordType.of("area:<f4")), "hits", "time");
    }

    @Test
    void recordsWithATimeThatIsNotInt64AreRefused() {
        assertRefused(
                () -> PluginSpec.provides("hits", RecordType.of("time:<f8").instantaneous()), "hits", "<i8");
    }

    @Test
    void recordsWithoutAnEndAreRefusedUnlessInstantaneous() {
        assertRefused(() -> PluginSpec.provides("hits", RecordType.of("time:<i8")), "hits", "instantaneous()");
    }

    @Test
    void anOptionDeclaredTwiceIsRefused() {
        PluginSpec spec = PluginSpec.provides("hits", TYPE);
        assertRefused(() -> spec.options(HALO, Option.real("halo", 1, "again")), "'halo'", "hits");
    }

    @Test
    void aDependencyNamedTwiceIsRefused() {
        PluginSpec spec = PluginSpec.provides("hits", TYPE);
        assertRefused(() -> spec.dependsOn("waveforms", "waveforms"), "'waveforms' twice", "hits");
    }

    @Test
    void aPluginIsNamedAfterItsClass() {
        assertEquals("Named", new Named().name());
        assertTrue(new Plain() {}.name().startsWith(PluginSpecTest.class.getName()));
    }

    private static void assertRefused(Runnable action, String... parts) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private abstract static class Plain extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("hits", TYPE).dependsOn("waveforms");
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            out.records(0);
        }
    }

    private static final class Named extends Plain {}
}
