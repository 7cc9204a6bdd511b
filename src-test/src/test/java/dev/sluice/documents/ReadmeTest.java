package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import dev.sluice.fixtures.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/// The README says what is true: its Java and its commands print what it shows, its links lead on.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ReadmeTest {
    private static final Path HOME = Path.of(System.getProperty("sluice.home"));
    private static final Path README = HOME.resolve("README.md");
    private static final String RUN = "sipm-coincidence";
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path folder;

    private static boolean needsRecordings(Block block) {
        return block.text().contains(RUN);
    }

    @Test
    void theProgramAndTheCommandsPrintWhatIsShown() throws Exception {
        assertTrue(new Page(README, folder).run(block -> !needsRecordings(block)) >= 2);
    }

    /// C20: the first run of files shows pulses.
    @Test
    void theCommandsOnRealDataPrintWhatIsShown() throws Exception {
        Path recorded = Recorded.folder("data/wavedump/" + RUN);
        Numpy.require(folder);
        Path copy = Files.createDirectory(folder.resolve(RUN));
        try (Stream<Path> files = Files.list(recorded)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        assertTrue(new Page(README, folder).run(ReadmeTest::needsRecordings) >= 3);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        Matcher links = LINK.matcher(Files.readString(README));
        while (links.find()) {
            if (!Files.exists(HOME.resolve(links.group(1)))) {
                dead.add(links.group(1));
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void itNamesEveryTarget() {
        String types = between(reference(), "## Types of data", "\n## ");
        assertEquals(
                List.of(),
                namesIn(types, "\n\\| `(\\w+)`").stream()
                        .filter(name -> !name.equals("st_waveforms_stream"))
                        .filter(name -> !readme().contains("`" + name + "`"))
                        .toList());
    }

    /// T8: the list is that of the reference, which is made from the code.
    @Test
    void whatRunsWithOneWorkerIsWhatTheReferenceSays() {
        String shown = between(readme(), "no worker processes.", "\n\n");
        String known = between(reference(), "## What runs with one worker", "\n## ");
        assertEquals(namesIn(between(known, "in the order of", "all workers"), "`(\\w+)`"), namesIn(shown, "`(\\w+)`"));
    }

    private static String readme() {
        return text(README);
    }

    private static String reference() {
        return text(HOME.resolve("engine/docs/reference.md"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String between(String text, String from, String to) {
        String rest = text.substring(text.indexOf(from) + from.length());
        return rest.substring(0, rest.indexOf(to));
    }

    /// At least one.
    private static List<String> namesIn(String text, String pattern) {
        List<String> names = Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertFalse(names.isEmpty(), () -> "nothing fits " + pattern + " in " + text);
        return names;
    }

    /// A reader sees in a minute whether it is of use.
    @Test
    void itIsShort() throws IOException {
        assertTrue(Files.readAllLines(README).size() <= 140);
    }
}
