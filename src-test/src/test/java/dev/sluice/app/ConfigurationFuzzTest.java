package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.RandomText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// C7: whatever stands in a file of TOML or after an option of the command line, the command does what it says or is
/// refused as wrong usage, in words.
final class ConfigurationFuzzTest {
    private static final List<String> WORDS = List.of(
            "charge_range",
            "peak_range",
            "threshold",
            "polarity",
            "[plugin.features]",
            "[boards]",
            "[channel.\"1:3\"]",
            "[channel.3.hits]",
            "[[plugin]]",
            "plugin",
            "channel",
            "boards",
            "=",
            "\"40:90\"",
            "'x'",
            "\"\"\"",
            "'''",
            "\n",
            "#",
            "1",
            "-3",
            "2.5",
            "1e9",
            "inf",
            "nan",
            "true",
            "1979-05-27",
            "07:32:00",
            "[1, 2]",
            "{a = 1}",
            "0x1F",
            "\\u0041",
            ".",
            ",",
            "\"positive\"",
            "\r\n");
    private static final String SOUND = """
            # of the autumn run
            charge_range = "60:400"
            [plugin.features]
            peak_range = "40:90"   # samples
            [plugin.hits]
            min_amplitude = 15
            [boards]
            0 = 0
            1 = 16
            [channel."1:3"]
            polarity = "positive"
            """;
    private static final String[][] SOUND_ARGUMENTS = {
        {"--workers", "2"},
        {"--chunk-records", "1000"},
        {"--latency", "200us"},
        {"--memory", "512M"},
        {"--wait", "low-latency"},
        {"--pin", "0,1"},
        {"--time-range", "0:1000"},
        {"--on-error", "skip"},
        {"--run-id", "run42"},
        {"--sim-records", "1000"},
        {"--sim-seed", "7"},
        {"--set", "features.peak_range=40:90"},
        {"--format", "text"}
    };
    private static final List<String> VALUES = List.of(
            "0",
            "1",
            "-1",
            "8",
            "1000",
            "200us",
            "5ms",
            "1h",
            "512M",
            "1G",
            "1GiB",
            "64K",
            "low-latency",
            "balanced",
            "0:1000",
            "1:",
            ":5",
            "a:b",
            "fail",
            "skip",
            "0,1",
            "endless",
            "features.peak_range=40:90",
            "threshold=3",
            "=",
            "text",
            "svg",
            "e9",
            "k",
            "µs",
            "9223372036854775807");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aFileSetsOptionsOrIsRefusedInWords() throws IOException {
        files(1, 500);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void anArgumentIsTakenOrRefusedInWords() {
        arguments(1, 500);
    }

    /// As many as `-Dsluice.fuzz.runs` says, from `-Dsluice.fuzz.seed` on.
    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void soItIsForManyMore() throws IOException {
        long first = Long.getLong("sluice.fuzz.seed", 1_000_000);
        long runs = Long.getLong("sluice.fuzz.runs", 100_000);
        files(first, runs);
        arguments(first, runs);
    }

    private void files(long first, long runs) throws IOException {
        int taken = 0;
        for (long seed = first; seed < first + runs; seed++) {
            RandomText texts = new RandomText(seed, WORDS);
            String text = texts.random().nextInt(4) == 0 ? texts.words(30) : texts.mutated(SOUND);
            Path file = Files.write(folder.resolve("sluice.toml"), bytes(text, texts.random()));
            Outcome outcome = Outcome.of("config", "--config", file);
            taken += requireTold(outcome, "seed=" + seed, text);
        }
        assertTrue(taken > runs / 50, taken + " of " + runs + " are taken: the test tests nothing else");
    }

    /// Now and then something that is no UTF-8.
    private static byte[] bytes(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static void arguments(long first, long runs) {
        int taken = 0;
        for (long seed = first; seed < first + runs; seed++) {
            RandomText texts = new RandomText(seed, VALUES);
            List<Object> words = new ArrayList<>(List.of("plan", "--profile", "none", "--config", "none"));
            for (int left = 1 + texts.random().nextInt(2); left > 0; left--) {
                String[] sound = SOUND_ARGUMENTS[texts.random().nextInt(SOUND_ARGUMENTS.length)];
                words.add(sound[0]);
                words.add(value(sound[1], texts));
            }
            Outcome outcome = Outcome.of(words.toArray());
            taken += requireTold(outcome, "seed=" + seed, words.toString());
        }
        assertTrue(taken > runs / 50, taken + " of " + runs + " are taken: the test tests nothing else");
    }

    private static String value(String sound, RandomText texts) {
        return switch (texts.random().nextInt(4)) {
            case 0 -> sound;
            case 1 -> texts.words(3);
            default -> texts.mutated(sound);
        };
    }

    /// 1 if the command went well, 0 if it was refused as wrong usage.
    private static int requireTold(Outcome outcome, String seed, String what) {
        String shown = seed + ", code " + outcome.code() + ", " + shown(outcome.err()) + " for " + shown(what);
        assertTrue(outcome.code() == 0 || outcome.code() == 2, shown);
        assertTrue(outcome.code() == 0 || !outcome.err().isBlank(), shown);
        assertFalse(outcome.err().contains("\tat ") || outcome.err().contains("unexpected: "), shown);
        assertFalse(
                outcome.err().matches("(?s).*\\b(NullPointer|ClassCast|NumberFormat|IndexOutOfBounds)\\w*.*"), shown);
        return outcome.code() == 0 ? 1 : 0;
    }

    private static String shown(String text) {
        return text.length() < 500 ? text : text.substring(0, 500) + "… (" + text.length() + " characters)";
    }
}
