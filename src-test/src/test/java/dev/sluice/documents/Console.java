package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.app.Main;
import dev.sluice.fixtures.Numpy;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A console in a folder that looks like the project after a build: `./sluice` runs in this process, all else in a
/// shell.
final class Console {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");
    private static final Pattern CODE = Pattern.compile("  # exit code (\\d+)$");
    private static final String PROMPT = "$ ";
    private static final String SLUICE = "./sluice ";
    private static final String PYTHON = "python3 ";
    private static final String COMPILER = "cc ";
    private static final String LIBRARY = "engine/app/target/lib";
    private static final String HOST = "engine/host/target";
    private static final Path PROJECT = Path.of(System.getProperty("sluice.home"));
    private static final List<String> BEFORE_FILES = List.of("--out", "--config", "--plugins", "--profile");

    private final Path folder;

    private Console(Path folder) {
        this.folder = folder;
    }

    /// A console in that folder; skips the test where there is no bash.
    static Console in(Path folder) throws IOException {
        assumeTrue(isOnPath("bash"), "bash is not on the path, so commands cannot be run");
        Console console = new Console(folder);
        if (!Files.exists(folder.resolve(LIBRARY))) {
            console.install();
        }
        return console;
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin");
    }

    private void install() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(place -> Path.of(place).toUri().toString())
                                .collect(Collectors.joining(" ")));
        write(manifest, Files.createDirectories(folder.resolve(LIBRARY)).resolve("sluice.jar"));
        write(manifest, Files.createDirectories(folder.resolve(HOST + "/lib")).resolve("libraries.jar"));
        write(manifest, folder.resolve(HOST).resolve("sluice-host-0.jar"));
        Files.createSymbolicLink(folder.resolve("native-docs"), PROJECT.resolve("native-docs"));
    }

    private static void write(Manifest manifest, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
    }

    /// Runs the commands of a block, each of which must print what the block shows, and succeed unless the comment
    /// `# exit code N` follows it; returns their number.
    int run(Block block, String where) throws IOException, InterruptedException {
        List<String> commands = new ArrayList<>();
        List<StringBuilder> shown = new ArrayList<>();
        boolean goesOn = false;
        for (String line : block.text().lines().toList()) {
            if (goesOn) {
                commands.add(commands.removeLast() + "\n" + line);
            } else if (line.startsWith(PROMPT)) {
                commands.add(line.substring(PROMPT.length()));
                shown.add(new StringBuilder());
            } else {
                assertTrue(!commands.isEmpty(), where + " shows output before a command");
                shown.getLast().append(line).append('\n');
                continue;
            }
            goesOn = line.endsWith("\\");
        }
        for (int i = 0; i < commands.size(); i++) {
            String shownCommand = commands.get(i);
            Matcher coded = CODE.matcher(shownCommand);
            int code = coded.find() ? Integer.parseInt(coded.group(1)) : 0;
            String command = coded.replaceAll("");
            String printed =
                    command.startsWith(SLUICE) ? runSluice(command, code, where) : runShell(command, code, where);
            Expected.assertMatches(shown.get(i).toString(), printed, where + " (" + command + ")");
        }
        return commands.size();
    }

    /// In this process, which is faster, with the files that are named in the folder.
    private String runSluice(String command, int expected, String where) {
        List<String> words = new ArrayList<>();
        String before = "";
        Matcher quoted = WORD.matcher(command.substring(SLUICE.length()).replace("\\\n", " "));
        while (quoted.find()) {
            String word = quoted.group(1) == null ? quoted.group() : quoted.group(1);
            boolean file = !word.equals("-") && (BEFORE_FILES.contains(before) || Files.exists(folder.resolve(word)));
            words.add(file ? folder.resolve(word).toString() : word);
            before = word;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = Main.execute(both, both, words.toArray(String[]::new));
        String printed = bytes.toString(StandardCharsets.UTF_8)
                .replace(folder + File.separator, "")
                .replace(folder.toString(), ".");
        assertEquals(expected, code, () -> where + ": " + command + " ended otherwise:\n" + printed);
        return printed;
    }

    private String runShell(String command, int expected, String where) throws IOException, InterruptedException {
        if (command.startsWith(PYTHON)) {
            Numpy.require(folder);
        }
        if (command.startsWith(COMPILER)) {
            assumeTrue(isOnPath("cc"), "no compiler: cc");
        }
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().put("PATH", java() + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("SLUICE_CONFIG");
        // As if the Python package was installed from this build.
        builder.environment()
                .put("PYTHONPATH", PROJECT.resolve("engine/host/python").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("SLUICE_HOME", folder.toString());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(where + ": " + command + " did not end within 60 s");
        }
        assertEquals(expected, process.exitValue(), () -> where + ": " + command + " ended otherwise:\n" + printed);
        return printed;
    }
}
