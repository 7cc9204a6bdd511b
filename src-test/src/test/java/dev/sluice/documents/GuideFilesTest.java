package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The examples of the streaming guide are files too, those that its page shows.
///
/// That they run, and that Java and Python write the same bytes, is tested with the page.
final class GuideFilesTest {
    private static final Path HOME = Path.of(System.getProperty("sluice.home"));
    private static final Path PAGE = HOME.resolve("engine/docs/streaming-guide.zh.md");
    private static final Path FILES = HOME.resolve("native-docs/examples/guide");

    @Test
    void thePageShowsTheFiles() throws IOException {
        TreeMap<String, String> shown = new TreeMap<>();
        for (Block block : Block.of(Files.readAllLines(PAGE))) {
            if (!block.language().equals("console")) {
                shown.put(block.text().lines().findFirst().orElseThrow().replaceAll("^(//|#) ", ""), block.text());
            }
        }
        TreeMap<String, String> kept = new TreeMap<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                kept.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertEquals(kept, shown);
    }
}
