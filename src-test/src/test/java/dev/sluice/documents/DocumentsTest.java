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
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class DocumentsTest {
    private static final Path GUIDE = Path.of(System.getProperty("sluice.home")).resolve("engine/docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /// Between the parts of a text that the code puts together.
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final String OF_THE_SYSTEM = "No space left on device";

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

    /// A message that the code says no more leaves its row without a reader.
    @Test
    void theMessagesOfTroubleshootingAreThoseOfTheCode() throws IOException {
        List<String> page = Files.readAllLines(GUIDE.resolve("troubleshooting.md"));
        StringBuilder said = new StringBuilder(Files.readString(GUIDE.resolve("../../sluice")));
        Block.of(page).forEach(block -> said.append(block.text()));
        for (String folder : List.of(
                "kernels/src/main", "engine/core/src", "engine/formats/src", "engine/session/src", "engine/app/src")) {
            try (Stream<Path> files = Files.walk(GUIDE.resolve("../..").resolve(folder))) {
                for (Path file :
                        (Iterable<Path>) files.filter(each -> each.toString().endsWith(".java"))::iterator) {
                    said.append(JOINED.matcher(Files.readString(file)).replaceAll(""));
                }
            }
        }
        List<String> unsaid = new ArrayList<>();
        for (String line : page) {
            Matcher quoted = QUOTED.matcher(line.startsWith("| ") ? line.substring(0, line.indexOf(" | ")) : "");
            while (quoted.find()) {
                Stream.of(quoted.group(1).split("…|\\[A, B\\)|[0-9]\\.[0-9.]+"))
                        .map(String::strip)
                        .filter(part -> !said.toString().contains(part) && !part.equals(OF_THE_SYSTEM))
                        .forEach(unsaid::add);
            }
        }
        assertEquals(List.of(), unsaid);
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
