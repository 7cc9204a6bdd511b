package dev.sluice.session.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Outcome;
import dev.sluice.context.Setting;
import dev.sluice.context.SettingLayer;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertSetting(settings.get(0), "halo", 1000L, Optional.empty(), 2);
        assertSetting(settings.get(1), "threshold", 2.5, Optional.empty(), 3);
        assertSetting(settings.get(2), "features.peak_range", "40:90", Optional.empty(), 5);
        assertSetting(settings.get(3), "polarity", "positive", Optional.of(ChannelKey.of(3)), 7);
        assertSetting(settings.get(4), "hits.threshold", 7L, Optional.of(ChannelKey.of(3)), 9);
        assertEquals(5, settings.size());
    }

    /// The parser of TOML dies of these, some of them only where assertions are on.
    @ParameterizedTest
    @ValueSource(
            strings = {"a = \"40:9\\u0.x\\n", "a = \"\\u12", "a = \"\\U0011\"", "a = \"\\UFFFFFFFF\"", "a = \"\\x\""})
    void anEscapeThatIsCutOffIsNoToml(String text) {
        String message = assertThrows(UsageException.class, () -> read(text)).getMessage();
        assertTrue(message.contains("not TOML"), message);
    }

    /// The advice on quotes tried every place where a run of spaces could end: minutes for a line of 1 MB.
    @ParameterizedTest
    @ValueSource(strings = {"peak_range = x%s\"y", "peak_range = x%s'y", "peak_range = x%s[\"y", "peak_range%sx"})
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLineOfAMegabyteIsRefusedInOnePass(String line) {
        for (String filling : List.of(" ", "x ", "= ")) {
            String text = line.formatted(filling.repeat(1_000_000 / filling.length()));
            String message =
                    assertThrows(UsageException.class, () -> read(text)).getMessage();
            assertTrue(message.contains(":1: not TOML"), message.substring(0, Math.min(200, message.length())));
        }
    }

    @Test
    void theAdviceOnQuotesLeavesSpacesAndCommentsOut() {
        String message = assertThrows(UsageException.class, () -> read("peak_range = x 1  # mine"))
                .getMessage();
        assertTrue(message.endsWith("put ranges and words in quotes: peak_range = \"x 1\""), message);
    }

    @Test
    void aListIsTheTextWithCommasThatSetTakes() throws IOException {
        assertEquals("1,-2.5,1", read("fir_taps = [1, -2.5, 1]").get(0).value());
    }

    @Test
    void boardsGiveTheirChannelsNumbers() throws IOException {
        List<Setting> settings =
                read("[channel.\"1:3\"]", "threshold = 1", "[channel.\"0:3\"]", "threshold = 2", "[boards]", "1 = 16");
        assertEquals("boards", settings.get(0).name());
        assertEquals("0:0,1:16", settings.get(0).value());
        assertEquals(Optional.of(ChannelKey.of(19)), settings.get(1).channel());
        assertEquals(Optional.of(ChannelKey.of(3)), settings.get(2).channel());
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
                "channel.1048576.a = 3             | channel=1048576, limits are 0 and 1048575",
                "boards.x = 3                      | a line such as 1 = 16 for each board",
                "boards.1 = \"3\"                  | a line such as 1 = 16 for each board",
                "boards.1 = -3                     | channel=-3, limits are 0 and 1048575"
            })
    void whatIsNotUnderstoodIsToldWithFileAndLine(String line, String what) {
        String message = assertThrows(UsageException.class, () -> read("# a comment", line))
                .getMessage();
        assertTrue(message.contains("sluice.toml:2: ") && message.contains(what), message);
    }

    /// D8: the last one won without a word.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "03.a = 1 | 3.a = 2     | channel 3 is named twice",
                "\"1:3\".a = 1 | 19.a = 2 | channel 19 is named twice",
                "\"01:3\".a = 1 | \"1:03\".a = 2 | channel 19 is named twice",
                "\"0:5\".a = 1 | 5.a = 2 | channel 5 is named twice"
            })
    void twoKeysForOneChannelAreRefusedWithBothLines(String one, String other, String what) {
        String boards = "[boards]";
        String message = assertThrows(
                        UsageException.class, () -> read("channel." + one, "channel." + other, boards, "1 = 16"))
                .getMessage();
        assertTrue(message.contains(what) && message.contains("line 1") && message.contains("line 2"), message);
    }

    /// D8: boards overlapped without a word.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 = 16 | 2 = 16 | named twice: 1 = 16 in line 2, 2 = 16 in line 3",
                "1 = 16 | 01 = 20 | board 1 is named twice: 1 in line 2, 01 in line 3",
                "1 = 16 | 2 = 20 | channel 4 of board 1 has the number 20, which is a channel of board 2"
            })
    void boardsThatOverlapAreRefused(String one, String other, String what) {
        String message = assertThrows(
                        UsageException.class, () -> read("[boards]", one, other, "[channel.\"1:4\"]", "a = 1"))
                .getMessage();
        assertTrue(message.contains(what) && message.contains("sluice.toml:"), message);
    }

    @Test
    void withoutAMapAChannelOfABoardIsThatOne() throws IOException {
        List<Setting> settings = read("[channel.\"1:3\"]", "a = 1", "[channel.3]", "a = 2");
        assertEquals(Optional.of(ChannelKey.of(3).onBoard(1)), settings.get(0).channel());
        assertEquals(Optional.of(ChannelKey.of(3)), settings.get(1).channel());
    }

    /// C7: a StackOverflowError.
    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "[{a="})
    void bracketsInBracketsAreRefusedWithTheirLine(String bracket) {
        String message = assertThrows(UsageException.class, () -> read("# a", "a = " + bracket.repeat(10_000)))
                .getMessage();
        assertTrue(message.contains("sluice.toml:2: ") && message.contains("limit is 100"), message);
    }

    @Test
    void aFileThatIsNoTextOrIsNotThereIsRefused() throws IOException {
        Path binary = Files.write(folder.resolve("binary.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Outcome.of("config", "--config", binary).failsWith(2, "not a text in UTF-8", "binary.toml");
        Outcome.of("config", "--config", folder.resolve("no.toml"))
                .failsWith(2, "there is no such file: config=", "no.toml");
        Outcome.of("config", "--config=").failsWith(2, "--config='' is empty");
    }

    @Test
    void theEnvironmentNamesAFileWhereTheCommandDoesNot() throws IOException {
        Path file = Files.writeString(folder.resolve("sluice.toml"), "halo = 3\n");
        Map<String, String> environment = Map.of("SLUICE_CONFIG", file.toString());
        SettingsRequest settings = new SettingsRequest(SessionRequest.reading());
        assertEquals(1, settings.read(environment).settings().size());
        assertEquals(0, settings.read(Map.of()).settings().size());
    }

    private List<Setting> read(String... lines) throws IOException {
        Path file = Files.write(folder.resolve("sluice.toml"), List.of(lines));
        return ConfigurationFile.read(file).settings();
    }

    private void assertSetting(Setting setting, String name, Object value, Optional<ChannelKey> channel, int line) {
        String origin = folder.resolve("sluice.toml") + ":" + line;
        assertEquals(new Setting(name, value, channel, SettingLayer.FILE, origin), setting);
    }
}
