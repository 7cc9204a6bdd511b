package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The guide says what is true: its Java compiles, its programs and commands print what it shows, its links lead on.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class DocumentsTest {
    private static final Path GUIDE = Path.of(System.getProperty("sluice.home")).resolve("engine/docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path folder;

    static Stream<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(GUIDE)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockOfThePageRunsAndPrintsWhatIsShown(String page) throws Exception {
        int done = new Page(GUIDE.resolve(page), folder).run();
        boolean practical = page.startsWith("how-to-") || page.startsWith("tutorial-");
        assertTrue(done > 0 || !practical, page + " shows no program and no command");
    }

    @Test
    void theFirstPluginTakesFewerThan25Lines() throws IOException {
        Block plugin = Block.of(Files.readAllLines(GUIDE.resolve("tutorial-first-plugin.md"))).stream()
                .filter(block -> block.language().equals("java"))
                .findFirst()
                .orElseThrow();
        long lines = plugin.text().lines().filter(line -> !line.isBlank()).count();
        assertTrue(lines < 25, "lines of the first plugin: " + lines);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        for (String page : pages().toList()) {
            Matcher links = LINK.matcher(Files.readString(GUIDE.resolve(page)));
            while (links.find()) {
                if (!Files.exists(GUIDE.resolve(links.group(1)))) {
                    dead.add(page + ": " + links.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void theFirstPageLinksToAllOthers() throws IOException {
        String index = Files.readString(GUIDE.resolve("README.md"));
        assertEquals(
                List.of(),
                pages().filter(page -> !page.equals("README.md") && !index.contains("(" + page + ")"))
                        .toList());
    }
}
