package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.Numpy;
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
        Numpy.run(folder, "pass");
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

    /// Whoever opens it sees in a minute whether it is for them.
    @Test
    void itIsShort() throws IOException {
        assertTrue(Files.readAllLines(README).size() <= 160);
    }
}
