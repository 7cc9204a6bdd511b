package dev.sluice.session.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.sluice.app.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// C: a message repeated a value of 10 kB whole, and more than once. It shows beginning, length and end.
@Timeout(60)
final class LongTextTest {
    private static final String LONG = "x".repeat(10_000);

    @TempDir
    private Path folder;

    @Test
    void aValueAWordAndAPathAreCutInTheMiddle() {
        assertEquals("no number: entry=" + "x".repeat(74), LongText.cut("no number: entry=" + "x".repeat(74)));
        assertEquals(
                "a entry=" + "x".repeat(74) + "… (10006 characters) …" + "x".repeat(40) + " b",
                LongText.cut("a entry=" + LONG + " b"));
        String path = "/data".repeat(100) + "/run.npy";
        assertTrue(LongText.cut("no such file: file=" + path + "; see").endsWith("/run.npy; see"));
        String expression = "time > 0 and ".repeat(100) + "time < 9";
        assertEquals(
                "--select '" + expression.substring(0, 79) + "… (1310 characters) …"
                        + expression.substring(expression.length() - 39) + "': wrong",
                LongText.cut("--select '" + expression + "': wrong"));
    }

    @Test
    void messagesWithoutLongValuesStayAsTheyAre() {
        String message = "the plugin's option 'range' isn't one; ".repeat(50);
        assertEquals(message, LongText.cut(message));
        String usual = "short";
        assertSame(usual, LongText.cut(usual));
    }

    @Test
    void noCharacterIsCutInTwo() {
        String cut = LongText.cut("x".repeat(79) + "\ud83d\ude00".repeat(500));
        assertTrue(cut.codePoints().noneMatch(point -> point >= 0xD800 && point < 0xE000), cut);
    }

    /// Quotes in quotes and texts of many words.
    @Test
    void noMessageIsLongerThanAPage() {
        for (String text : List.of("a ' b ", "it's ", "'a b'c ", "'' ", "a\n")) {
            String cut = LongText.cut("wrong: " + text.repeat(100_000));
            assertTrue(cut.length() <= 4000, cut.length() + " of " + text);
        }
    }

    @Test
    void noPartOfTheCommandLineIsRepeatedWhole() throws IOException {
        Path toml = Files.writeString(folder.resolve("value.toml"), "threshold = \"" + LONG + "\"\n");
        Path key = Files.writeString(folder.resolve("key.toml"), LONG + " = 3\n");
        List<List<String>> commands = List.of(
                List.of("--set", "threshold=" + LONG, "--target", "hit_threshold"),
                List.of("--set", LONG + "=3"),
                List.of("--target", LONG),
                List.of("--select", "time > " + LONG),
                List.of("--select", "time > 0 and ".repeat(1000) + "nonsense"),
                List.of("--config", toml.toString(), "--target", "hit_threshold"),
                List.of("--config", key.toString()),
                List.of("--out", folder.resolve(LONG).resolve("x.npy").toString()),
                List.of("--workers", LONG),
                List.of("--time-range", LONG),
                List.of("--" + LONG),
                List.of(LONG));
        for (List<String> words : commands) {
            Outcome outcome =
                    Outcome.of(Stream.concat(Stream.of("run"), words.stream()).toArray());
            assertTrue(outcome.code() == 1 || outcome.code() == 2, outcome::toString);
            assertTrue(outcome.err().length() < 1200, outcome::toString);
            assertTrue(outcome.err().contains(" characters) …"), outcome::toString);
        }
    }

    @Test
    void theErrorOfAnObjectIsCutToo() {
        Outcome outcome = Outcome.of("run", "--json", "--target", LONG);
        String error = JsonParser.parseString(outcome.out())
                .getAsJsonObject()
                .get("error")
                .getAsString();
        assertTrue(error.length() < 800 && error.contains(" characters) …"), error);
    }
}
