package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.context.Setting;
import dev.sluice.context.SettingLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationFileTest {
    @TempDir
    Path folder;

    @Test
    void settingsOfAllPluginsOfOneAndOfAChannelHaveTheirLines() throws IOException {
        List<Setting> settings = read(
                "# of the autumn run",
                "halo = 1_000   # samples",
                "threshold = 2.5",
                "[plugin.features]",
                "peak_range = \"40:90\"",
                "[channel.\"3\"]",
                "polarity = \"positive\"",
                "[channel.3.hits]",
                "threshold = 7");
        assertSetting(settings.get(0), "halo", 1000L, OptionalInt.empty(), 2);
        assertSetting(settings.get(1), "threshold", 2.5, OptionalInt.empty(), 3);
        assertSetting(settings.get(2), "features.peak_range", "40:90", OptionalInt.empty(), 5);
        assertSetting(settings.get(3), "polarity", "positive", OptionalInt.of(3), 7);
        assertSetting(settings.get(4), "hits.threshold", 7L, OptionalInt.of(3), 9);
        assertEquals(5, settings.size());
    }

    @Test
    void aListIsTheTextWithCommasThatSetTakes() throws IOException {
        assertEquals("1,-2.5,1", read("fir_taps = [1, -2.5, 1]").get(0).value());
    }

    @Test
    void boardsGiveTheirChannelsNumbers() throws IOException {
        List<Setting> settings =
                read("[channel.\"1:3\"]", "threshold = 1", "[channel.\"0:3\"]", "threshold = 2", "[boards]", "1 = 16");
        assertEquals(OptionalInt.of(19), settings.get(0).channel());
        assertEquals(OptionalInt.of(3), settings.get(1).channel());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = = 3                           | not TOML",
                "a = 2026-01-01                    | the value of a is neither a text nor a number",
                "a = [[1, {b = 2}]]                | the value of a is neither a text nor a number",
                "[features]                        | write [plugin.features] for a plugin",
                "plugin = 3                        | 'plugin' is the name of a table",
                "channel.x.a = 3                   | 'x' is no channel; write [channel.\"3\"]",
                "channel.-1.a = 3                  | '-1' is no channel",
                "channel.65536.a = 3               | channel=65536, limits are 0 and 65535",
                "channel.\"2:1\".a = 3             | the first channel of board 2 is not known: add 2 = NUMBER",
                "boards.x = 3                      | a line such as 1 = 16 for each board",
                "boards.1 = \"3\"                  | a line such as 1 = 16 for each board",
                "boards.1 = -3                     | channel=-3, limits are 0 and 65535"
            })
    void whatIsNotUnderstoodIsToldWithFileAndLine(String line, String what) {
        String told = assertThrows(UsageException.class, () -> read("# a comment", line))
                .getMessage();
        assertTrue(told.contains("sluice.toml:2: ") && told.contains(what), told);
    }

    @Test
    void aFileThatIsNoTextOrIsNotThereIsRefused() throws IOException {
        Path binary = Files.write(folder.resolve("binary.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Outcome.of("config", "--config", binary).failsWith(2, "not a text in UTF-8", "binary.toml");
        Outcome.of("config", "--config", folder.resolve("no.toml"))
                .failsWith(2, "there is no such file: config=", "no.toml");
        Outcome.of("config", "--config=").failsWith(2, "--config= names no file");
    }

    @Test
    void theEnvironmentNamesAFileWhereTheCommandDoesNot() throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.toml"), "halo = 3\n");
        Map<String, String> environment = Map.of("SLUICE_CONFIG", file.toString());
        assertEquals(1, new SettingOptions().read(environment).settings().size());
        assertEquals(0, new SettingOptions().read(Map.of()).settings().size());
    }

    private List<Setting> read(String... lines) throws IOException {
        Path file = Files.write(folder.resolve("sluice.toml"), List.of(lines));
        return ConfigurationFile.read(file).settings();
    }

    private void assertSetting(Setting setting, String name, Object value, OptionalInt channel, int line) {
        String origin = folder.resolve("sluice.toml") + ":" + line;
        assertEquals(new Setting(name, value, channel, SettingLayer.FILE, origin), setting);
    }
}
