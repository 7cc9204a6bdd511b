package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.analysis.feature.Features;
import dev.sluice.session.catalogue.KnownPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {
    @TempDir
    Path folder;

    @Test
    void everyOptionOfEveryPluginIsShown() {
        String text = Outcome.of("config").succeeds().out();
        for (KnownPlugin plugin : KnownPlugin.all()) {
            plugin.options()
                    .forEach(option -> assertTrue(text.contains("\n  " + option.name() + " "), () -> option + text));
        }
        assertTrue(text.lines().anyMatch(line -> line.matches("  option +value +default +unit +tracked +from")), text);
        assertTrue(
                text.lines().anyMatch(line -> line.matches("  peak_range +40:90 +40:90 +samples +yes +default")), text);
    }

    @Test
    void aTargetShowsThePluginsThatItTakesOnly() {
        String text = Outcome.of("config", "--target", "features").succeeds().out();
        assertTrue(text.contains("Features (features)\n"), text);
        assertTrue(text.contains("WaveDumpSource (st_waveforms_stream)\n"), text);
        assertFalse(text.contains("Peaks"), text);
    }

    @Test
    void pluginsWithoutOptionsAreListedToo() {
        String text =
                Outcome.of("config", "--target", "event_basics").succeeds().out();
        assertTrue(text.contains("\nEventBasics (event_basics)\n  # no options\n"), text);
        assertTrue(Outcome.of("config").out().contains("SimulatedDetector (st_waveforms_stream)\n  # no options\n"));
    }

    @Test
    void anInputShowsWhatItsRunWouldUse() {
        Path waves = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", 3, "--target", "st_waveforms_stream", "--out", waves)
                .succeeds();
        String text = Outcome.of("config", waves, "--set", "peak_range=1:2")
                .succeeds()
                .out();
        assertTrue(
                text.matches(
                        "(?s)NpySource.* \\(st_waveforms_stream\\)\n  # no options\n\nFeatures \\(features\\)\n.*"),
                text);
        assertLine(text, "  peak_range +1:2 +40:90 +samples +yes +--set");
        assertFalse(text.contains("WaveDumpSource") || text.contains("Baselines"), text);
        Outcome.of("config", waves, "--set", "model=V1730").failsWith(2, "belongs to WaveDumpSource");
        Outcome.of("config", waves, "--target", "featurs").failsWith(2, "did you mean 'features'");
        String files = Outcome.of("config", Outcome.sipmFiles()).succeeds().out();
        assertTrue(files.startsWith("WaveDumpSource (st_waveforms_stream)\n  option "), files);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peak_range = 0:100            | peak_range = \"0:100\"",
                "  polarity = positive   # up  | polarity = \"positive\"",
                "charge_range=60:              | charge_range = \"60:\""
            })
    void aRangeOrWordWithoutQuotesIsToldWithThem(String line, String remedy) throws IOException {
        Path file = file("[plugin.features]", line);
        Outcome.of("config", "--config", file)
                .failsWith(2, "sluice.toml:2: not TOML", "put ranges and words in quotes: " + remedy);
    }

    @Test
    void whereEachValueComesFromIsShown() throws IOException {
        Path file = file(
                "charge_range = \"0:9\"",
                "[plugin.features]",
                "polarity = \"positive\"",
                "[channel.3]",
                "polarity = \"negative\"");
        String text = Outcome.of("config", "--config", file, "--target", "features", "--set", "peak_range=1:2")
                .succeeds()
                .out();
        assertLine(text, "  charge_range +0:9 +60:400 +samples +yes +\\S*sluice.toml:1");
        assertLine(text, "  polarity +positive,3:negative +negative +yes +\\S*sluice.toml:3, \\S*sluice.toml:5");
        assertLine(text, "  peak_range +1:2 +40:90 +samples +yes +--set");
        assertLine(text, "  baseline_range +0:40 +0:40 +samples +yes +default");
    }

    @Test
    void anObjectTellsValuesTypesAndOrigins() throws IOException {
        Path file = file("[plugin.hits]", "min_amplitude = 20", "[channel.\"0:3\"]", "min_amplitude = 30.5");
        JsonObject option =
                option(Outcome.of("config", "--config", file, "--json").json(), "hits", "min_amplitude");
        assertEquals("20.0,0:3:30.5", option.get("value").getAsString());
        assertEquals("thresholds", option.get("type").getAsString());
        assertEquals("15.0", option.get("default").getAsString());
        assertEquals("ADC counts", option.get("unit").getAsString());
        assertTrue(option.get("tracked").getAsBoolean());
        assertEquals(2, option.getAsJsonArray("from").size());
        JsonObject window = option(Outcome.of("config", "--json").json(), "coincidences", "window");
        assertEquals(100, window.get("value").getAsLong());
        assertEquals("0 or more", window.get("rule").getAsString());
        assertTrue(window.getAsJsonArray("from").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "peek_range = 3                   | did you mean 'peak_range'",
                "plugin.featurs.peak_range = 3    | no plugin is called 'featurs'; did you mean 'features'",
                "plugin.features.halo = 3         | plugin 'features' has no option 'halo'",
                "window = \"wide\"                | option window: 'wide' is not a whole number (type integer, in time",
                "window = -1                      | option window: '-1' is not 0 or more",
                "channel.3.edge_low = 0.2         | option 'edge_low' is not per channel",
                "channel.3.polarity = \"up\"      | option polarity",
            })
    void aWrongSettingInAFileIsToldWithItsLine(String line, String message) throws IOException {
        Path file = file("# a comment", line);
        Outcome.of("config", "--config", file).failsWith(2, message, "set by " + file + ":2");
        Outcome.of("run", "--sim-records", 3, "--config", file).failsWith(2, message, "set by " + file + ":2");
    }

    @Test
    void aFileMaySetOptionsOfPluginsThatTheRunDoesNotUse() throws IOException {
        Path file = file("model = \"V1730\"", "[plugin.peaks]", "min_area = 3");
        Outcome.of("run", "--sim-records", 3, "--config", file, "--quiet").succeeds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "min_area=3         | belongs to Peaks",
                "peaks.min_area=3   | belongs to Peaks",
                "window=3           | ask for --target coincidences",
                "fir.fir_origin=1   | ask for --target fir"
            })
    void anOptionOfAPluginThatTheTargetDoesNotUseIsRefusedOnTheCommandLine(String setting, String message) {
        Outcome.of("run", "--sim-records", 3, "--set", setting)
                .failsWith(2, message, "--target features does not use", "set by --set");
        Outcome.of("config", "--target", "features", "--set", setting).failsWith(2, message);
        Outcome.of("config", "--set", setting).succeeds();
    }

    @Test
    void aRunTakesItsOptionsFromTheFileAndTheCommandLineGoesFirst() throws IOException {
        byte[] defaults = run("one.npy");
        Path file = file("[plugin.Features]", "peak_range = \"0:400\"", "charge_range = \"0:8\"");
        byte[] ofFile = run("two.npy", "--config", file);
        assertArrayEquals(run("three.npy", "--set", "peak_range=0:400", "--set", "charge_range=0:8"), ofFile);
        assertArrayEquals(
                defaults,
                run(
                        "four.npy",
                        "--config",
                        file,
                        "--set",
                        "peak_range=40:90",
                        "--set",
                        "features.charge_range=60:400"));
        assertFalse(Arrays.equals(defaults, ofFile));
    }

    @Test
    void aSourceTakesItsOptionsFromTheFile() throws IOException {
        Path waves = Outcome.sipmFiles();
        Path file = file("tag_bits = 33");
        Outcome.of("run", waves, "--config", file).failsWith(2, "option tag_bits", "set by " + file + ":1");
        Outcome.of(
                        "run",
                        waves,
                        "--config",
                        file("[plugin.WaveDumpSource]", "dt_ns = 4", "[plugin.features]", "polarity = \"positive\""),
                        "--json")
                .succeeds();
        String said = Outcome.of(
                        "run", waves, "--config", file("polarity = \"positive\""), "--out", folder.resolve("a.npy"))
                .succeeds()
                .err();
        assertFalse(said.contains("PULSE_POLARITY"), said);
    }

    @Test
    void anInspectionTakesTheOptionsOfTheSourceFromTheFileToo() throws IOException {
        Path waves = Outcome.sipmFiles();
        Path file = file("dt_ns = 4", "polarity = \"positive\"");
        JsonObject ofFile =
                Outcome.of("inspect", waves, "--config", file, "--json").json();
        assertEquals(Outcome.of("inspect", waves, "--set", "dt_ns=4", "--json").json(), ofFile);
        Outcome.of("inspect", waves, "--set", "polarity=positive")
                .failsWith(2, "WaveDumpSource has no option 'polarity'");
        Outcome.of("inspect", waves, "--config", file("dt_ms = 4")).failsWith(2, "did you mean 'dt_ns'", "toml:1");
        Outcome.of("inspect", waves, "--set", "st_waveforms_stream.dt_ns=-4")
                .failsWith(2, "option dt_ns: '-4' is not greater than 0", "in ns", "set by --set");
    }

    @Test
    void anUnknownTargetIsRefusedWithASuggestion() {
        Outcome.of("config", "--target", "featurs").failsWith(2, "did you mean 'features'");
        Outcome.of("config", "--sett", "a=1").failsWith(2, "did you mean '--set'");
        Outcome.of("config", "features").failsWith(2, "one argument too many");
    }

    @Test
    void theFileIsOnlyRead() throws IOException {
        Path file = file("# mine", "charge_range = \"0:9\" # and why");
        byte[] before = Files.readAllBytes(file);
        Outcome.of("run", "--sim-records", 3, "--config", file).succeeds();
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void helpTellsPrecedenceTheFormOfTheFileAndExitCodes() {
        String help = Outcome.of("config", "--help").succeeds().out();
        for (String part : List.of(
                "Usage: ./sluice config",
                "From weak to strong",
                "[plugin.features]",
                "[boards]",
                "SLUICE_CONFIG",
                "Examples:",
                "Exit codes: 0")) {
            assertTrue(help.contains(part), () -> part + " is missing in " + help);
        }
    }

    private byte[] run(String name, Object... more) throws IOException {
        Path out = folder.resolve(name);
        List<Object> words =
                new ArrayList<>(List.of("run", "--sim-records", 50, "--target", Features.DATA_TYPE, "--out", out));
        words.addAll(List.of(more));
        Outcome.of(words.toArray()).succeeds();
        return Files.readAllBytes(out);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("sluice.toml"), List.of(lines));
    }

    private static void assertLine(String text, String pattern) {
        assertTrue(text.lines().anyMatch(line -> line.matches(pattern)), () -> pattern + " matches no line of " + text);
    }

    private static JsonObject option(JsonObject all, String provides, String name) {
        for (JsonElement plugin : all.getAsJsonArray("plugins")) {
            if (plugin.getAsJsonObject().get("provides").getAsString().equals(provides)) {
                for (JsonElement option : plugin.getAsJsonObject().getAsJsonArray("options")) {
                    if (option.getAsJsonObject().get("name").getAsString().equals(name)) {
                        return option.getAsJsonObject();
                    }
                }
            }
        }
        throw new AssertionError(provides + "." + name + " is missing in " + all);
    }
}
