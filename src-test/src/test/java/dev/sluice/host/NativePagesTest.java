package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.Numpy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages for hosts say what is true: programs compile and print what is shown, fragments compile, links lead on.
///
/// A block that begins with its name is a file, which the commands of the page compile and run. Other blocks of C and
/// C++ are parts of a function, other blocks of Python one program.
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class NativePagesTest {
    private static final Path PAGES = HostProgram.HOME.resolve("native-docs");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
    private static final Pattern NAMED = Pattern.compile("^(?:/\\*|//|#) (\\w+\\.(?:c|cpp|py))\\b");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    /// What fragments take for given.
    private static final String AROUND = """
            #define SLUICE_IMPLEMENTATION
            #include "sluice.h%s"

            int main(void) {
                const char *words[4] = {0};
                sluice_handle session = 0, stream = 0;
                (void)words, (void)session, (void)stream;
            {
            %s
            }
                return 0;
            }
            """;

    @TempDir
    private Path folder;

    private record Block(String language, String text) {
        static List<Block> of(String page) throws IOException {
            List<Block> blocks = new ArrayList<>();
            Matcher found = BLOCK.matcher(Files.readString(PAGES.resolve(page)));
            while (found.find()) {
                blocks.add(new Block(found.group(1), found.group(2)));
            }
            return blocks;
        }

        String name() {
            Matcher named = NAMED.matcher(text);
            return named.find() ? named.group(1) : "";
        }

        boolean isFragment(String of) {
            return language.equals(of) && name().isEmpty();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"c.md", "cpp.md", "python.md"})
    void theProgramsOfThePagePrintWhatIsShown(String page) throws Exception {
        HostProgram.requireCompiler("cc");
        HostProgram.requireCompiler("c++");
        Numpy.require(folder);
        Path include = Files.createDirectories(folder.resolve("native-docs/include"));
        for (String header : List.of("sluice.h", "sluice.hpp")) {
            Files.copy(HostProgram.INCLUDE.resolve(header), include.resolve(header));
        }
        int done = 0;
        for (Block block : Block.of(page)) {
            if (!block.name().isEmpty()) {
                Files.writeString(folder.resolve(block.name()), block.text());
            }
            if (block.language().equals("console")) {
                assertEquals(shown(block.text()), run(page, commands(block.text())), page);
                done++;
            }
        }
        assertTrue(done > 0, page + " shows no program");
    }

    @Test
    void theFragmentsOfTheGuideForCCompile() throws Exception {
        compile("c.md", "c", "fragment.c", "", "cc", "-std=c99");
    }

    @Test
    void theFragmentsOfTheGuideForCppCompile() throws Exception {
        compile("cpp.md", "cpp", "fragment.cpp", "pp", "c++", "-std=c++11");
    }

    private void compile(String page, String language, String file, String more, String compiler, String standard)
            throws Exception {
        int done = 0;
        for (Block block : Block.of(page)) {
            if (block.isFragment(language)) {
                String source = AROUND.formatted(more, block.text().replace("…", "\"name\""));
                HostProgram.compile(
                        Files.createDirectories(folder.resolve("" + done++)),
                        Files.writeString(folder.resolve(file), source),
                        compiler,
                        standard);
            }
        }
        assertTrue(done > 0, page + " has no fragment");
    }

    /// The blocks are one program, whose parts print what stands after them.
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"python.md", "kernels.md", "plugins.md"})
    void thePartsInPythonPrintWhatIsShown(String page) throws Exception {
        Numpy.require(folder);
        boolean tables = HostProgram.await(new ProcessBuilder("python3", "-c", "import pandas, pyarrow"), folder)
                        .code()
                == 0;
        StringBuilder program = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (Block block : Block.of(page)) {
            if (block.isFragment("python") && (tables || !block.text().contains("to_pandas"))) {
                program.append("print('--')\n").append(block.text());
                expected.append("--\n");
            } else if (block.language().equals("text")) {
                expected.append(block.text());
            }
        }
        Files.writeString(folder.resolve("page.py"), program);
        assertEquals(expected.toString(), run(page, "python3 -B page.py"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "c.md",
                "cpp.md",
                "python.md",
                "kernels.md",
                "plugins.md",
                "streams.md",
                "reference.md"
            })
    void everyLinkLeadsToAFile(String page) throws IOException {
        Matcher links = LINK.matcher(Files.readString(PAGES.resolve(page)));
        List<String> dead = new ArrayList<>();
        while (links.find()) {
            if (!Files.exists(PAGES.resolve(links.group(1)))) {
                dead.add(links.group(1));
            }
        }
        assertEquals(List.of(), dead);
    }

    private String run(String page, String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("bash", "-ec", commands + " 2>&1").directory(folder.toFile());
        shell.environment().put("SLUICE_HOME", HostProgram.home().toString());
        shell.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        shell.environment().put("PYTHONPATH", HostProgram.PYTHON.toString());
        HostProgram.Outcome outcome = HostProgram.await(shell, folder);
        assertEquals(0, outcome.code(), page + ": " + commands + "\n" + outcome.out() + outcome.err());
        return outcome.out();
    }

    private static String commands(String console) {
        return String.join(
                "\n",
                console.lines()
                        .filter(line -> line.startsWith("$ "))
                        .map(line -> line.substring(2))
                        .toList());
    }

    private static String shown(String console) {
        return console.lines()
                .filter(line -> !line.startsWith("$ "))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
