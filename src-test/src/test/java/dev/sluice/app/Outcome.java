package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.fixtures.Recorded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a command printed and how it ended.
public record Outcome(int code, String out, String err) {
    /// Runs a command in this process.
    public static Outcome of(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        int code = Main.execute(out, new PrintStream(err, true, StandardCharsets.UTF_8), words);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// The real WaveDump files; skips the test where they are not.
    static Path sipmFiles() {
        return Recorded.folder("data/wavedump/sipm-coincidence");
    }

    /// The names in a folder.
    public static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    public Outcome succeeds() {
        assertEquals(0, code, this::toString);
        return this;
    }

    /// Failed with that code, on one or two lines without a stack, notes aside.
    public Outcome failsWith(int expected, String... parts) {
        assertEquals(expected, code, this::toString);
        assertTrue(
                err.lines().filter(line -> !line.startsWith("sluice: note: ")).count() <= 2, this::toString);
        assertFalse(err.contains("\tat "), this::toString);
        for (String part : parts) {
            assertTrue(err.contains(part), () -> "'" + part + "' is missing in " + this);
        }
        return this;
    }

    public JsonObject json() {
        succeeds();
        assertEquals(1, out.lines().count(), this::toString);
        return JsonParser.parseString(out).getAsJsonObject();
    }
}
