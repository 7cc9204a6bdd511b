package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.formats.wavedump.WaveDumpSource;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.catalogue.KnownPlugin;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectTest {
    @TempDir
    Path folder;

    @Test
    void npyShowsFieldsWithOffsetTypeAndUnit() {
        Path file = folder.resolve("f.npy");
        Outcome.of("run", "--sim-records", 100, "--out", file).succeeds();
        String text = Outcome.of("inspect", file).succeeds().out();
        assertTrue(
                text.lines().anyMatch(line -> line.matches("charge +28 +<f4 +ADC counts x samples +sum over .*")),
                text);
        assertTrue(text.lines().anyMatch(line -> line.matches("records +100 of 36 bytes")), text);
    }

    @Test
    void npyJsonHasRangeOfTimeAndChannelCounts() {
        Path file = folder.resolve("f.npy");
        JsonObject run =
                Outcome.of("run", "--sim-records", 100, "--out", file, "--json").json();
        JsonObject found = Outcome.of("inspect", file, "--json").json();
        assertEquals(100, found.get("records").getAsLong());
        assertEquals(36, found.get("record_size").getAsInt());
        assertEquals(run.get("start").getAsLong(), found.get("start").getAsLong());
        assertEquals(run.get("end").getAsLong(), found.get("end").getAsLong());
        long counted = found.getAsJsonObject("channels").entrySet().stream()
                .mapToLong(entry -> entry.getValue().getAsLong())
                .sum();
        assertEquals(100, counted);
        assertEquals("ns", field(found, 0).get("unit").getAsString());
    }

    private static JsonObject field(JsonObject found, int place) {
        return found.getAsJsonArray("fields").get(place).getAsJsonObject();
    }

    @Test
    void npyWithoutTimesIsShownAllTheSame() {
        RecordType type = RecordType.parse("[(('in mm', 'x'), '<f8'), ('', '|V4'), ('label', '<U3', (2,))]");
        Path file = folder.resolve("x.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, type)) {
            writer.write(Records.allocate(type, 3, arena));
            writer.commit();
        }
        JsonObject found = Outcome.of("inspect", file, "--json").json();
        assertTrue(found.get("start").isJsonNull());
        assertEquals("in mm", field(found, 0).get("title").getAsString());
        assertEquals(12, field(found, 1).get("offset").getAsInt());
        assertEquals("[2]", field(found, 1).getAsJsonArray("shape").toString());
        assertTrue(Outcome.of("inspect", file).succeeds().out().contains("in mm"));
    }

    @Test
    void waveDumpShowsModelClocksAndEvents() {
        JsonObject found = Outcome.of("inspect", Outcome.sipmFiles(), "--json").json();
        assertEquals(82, found.get("records").getAsLong());
        assertEquals("751", found.get("model").getAsString());
        assertEquals(1.0, found.get("dt_ns").getAsDouble());
        assertEquals(8.0, found.get("clock_ns").getAsDouble());
        assertEquals("{\"0\":41,\"1\":41}", found.getAsJsonObject("channels").toString());
        assertEquals("6006", found.get("samples_per_event").getAsString());
        JsonArray files = found.getAsJsonArray("files");
        assertTrue(files.get(0).getAsString().startsWith("wave0.dat: channel 0"), files::toString);
    }

    @Test
    void waveDumpTakesTheOptionsOfItsSource() {
        JsonObject found = Outcome.of("inspect", Outcome.sipmFiles(), "--set", "dt_ns=4", "--json")
                .json();
        assertEquals(4.0, found.get("dt_ns").getAsDouble());
    }

    @Test
    void aCutOffTailIsAWarningAndNoFailure() throws Exception {
        byte[] whole = Files.readAllBytes(Outcome.sipmFiles().resolve("wave0.dat"));
        Path file = Files.write(folder.resolve("wave0.dat"), Arrays.copyOf(whole, 400_000));
        Outcome outcome = Outcome.of("inspect", file).succeeds();
        assertTrue(outcome.err().contains("warning: the file is cut off"), outcome::toString);
        assertTrue(outcome.out().contains("33 of 12044 bytes"), outcome::toString);
    }

    @Test
    void aDamagedNpyFileIsAFailure() throws Exception {
        Path file = Files.writeString(folder.resolve("x.npy"), "nonsense");
        Outcome.of("inspect", file).failsWith(1, "x.npy", "offset=0");
    }

    @Test
    void pluginsListsOptionsWithTypeDefaultUnitAndHelp() {
        String text = Outcome.of("plugins").succeeds().out();
        assertTrue(text.lines().anyMatch(line -> line.matches(" +peak_range +range +40:90 +samples +samples.*")), text);
        JsonObject features = Outcome.of("plugins", "--json").json().getAsJsonArray("plugins").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(plugin -> plugin.get("provides").getAsString().equals("features"))
                .findFirst()
                .orElseThrow();
        assertEquals("[\"st_waveforms_stream\"]", features.get("depends_on").toString());
        JsonObject option = features.getAsJsonArray("options").get(0).getAsJsonObject();
        assertEquals("peak_range", option.get("name").getAsString());
        assertEquals("40:90", option.get("default").getAsString());
        assertEquals("samples", option.get("unit").getAsString());
        assertFalse(option.get("help").getAsString().isEmpty());
    }

    @Test
    void theListedWaveDumpSourceIsTheRealOne() throws Exception {
        KnownPlugin real = KnownPlugin.of(new WaveDumpSource(Outcome.sipmFiles()));
        assertEquals(real.options(), KnownPlugin.WAVE_DUMP.options());
        assertEquals(real.help(), KnownPlugin.WAVE_DUMP.help());
        assertEquals(real.version(), KnownPlugin.WAVE_DUMP.version());
        assertEquals(real.provides(), KnownPlugin.WAVE_DUMP.provides());
    }
}
