package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Numpy;
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
import org.junit.jupiter.params.provider.CsvSource;

/// The pages for native hosts say what is true: their Python runs as it stands, their links lead on.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class NativePagesTest {
    private static final Path PAGES = Path.of(System.getProperty("sluice.home")).resolve("native-docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path folder;

    /// Each block alone, and without a word on the console: what it says, it asserts.
    @ParameterizedTest
    @CsvSource({"kernels.md, numpy", "plugins.md, numpy", "python.md, pandas pyarrow"})
    void everyBlockOfPythonRuns(String page, String libraries) throws Exception {
        for (String library : libraries.split(" ")) {
            assumeTrue(Numpy.has(folder, library), () -> "python3 has no " + library);
        }
        int ran = 0;
        for (Block block : Block.of(Files.readAllLines(PAGES.resolve(page)))) {
            if (block.language().equals("python")) {
                Files.writeString(folder.resolve("block.py"), block.text());
                ran += Console.in(folder)
                        .run(new Block("console", "$ python3 block.py\n", block.line()), page + ":" + block.line());
            }
        }
        assertTrue(ran > 0, page + " shows no Python");
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path page :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".md"))::iterator) {
                Matcher links = LINK.matcher(Files.readString(page));
                while (links.find()) {
                    if (!Files.exists(PAGES.resolve(links.group(1)))) {
                        dead.add(page.getFileName() + ": " + links.group(1));
                    }
                }
            }
        }
        assertEquals(List.of(), dead);
    }
}
