package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A page whose Java and whose commands are run in a folder of its own, as a reader would.
///
/// Each block of Java is a file: named by the comment on its first line, such as `// Main.java`, or by the class in
/// it. What has a `main` is run where it stands, unless a command of the page runs it; a block of text after it shows
/// what it prints. A block of TOML, Python or C that begins with `# NAME.toml`, `# NAME.py` or
/// `/* NAME.c */` is a file too.
final class Page {
    private static final Pattern NAMED = Pattern.compile("^// (\\w+)\\.java\n");
    private static final Pattern OTHER_FILE = Pattern.compile("^(?:# |/\\* )([\\w-]+\\.(?:toml|py|c))(?: \\*/)?\n");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|enum) (\\w+)");
    private static final Pattern PROGRAM = Pattern.compile("(?m)^void main\\(");

    private final Path file;
    private final Path folder;
    private final List<Block> blocks;

    Page(Path file, Path folder) throws IOException {
        this.file = file;
        this.folder = folder;
        this.blocks = Block.of(Files.readAllLines(file));
    }

    /// Compiles and runs everything; returns how many programs and commands there were.
    int run() throws Exception {
        return run(block -> true);
    }

    /// Compiles everything, and runs those programs and blocks of commands that are chosen.
    int run(Predicate<Block> chosen) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("compiled"));
        compile(classes);
        int done = 0;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            for (int i = 0; i < blocks.size(); i++) {
                Block block = blocks.get(i);
                if (!chosen.test(block)) {
                    continue;
                }
                if (isProgram(block) && !isRunByCommand(block)) {
                    String printed = runProgram(loader, block);
                    showsNext(i, printed);
                    done++;
                } else if (block.language().equals("console")) {
                    done += Console.in(folder).run(block, where(block));
                }
            }
        }
        return done;
    }

    private void showsNext(int program, String printed) {
        boolean shown = program + 1 < blocks.size()
                && blocks.get(program + 1).language().equals("text");
        assertTrue(
                shown || printed.isBlank(),
                () -> where(blocks.get(program)) + " prints, but the page shows nothing:\n" + printed);
        if (shown) {
            Block next = blocks.get(program + 1);
            Expected.assertMatches(next.text(), printed, where(next));
        }
    }

    private String where(Block block) {
        return file.getFileName() + ":" + block.line();
    }

    private static boolean isProgram(Block block) {
        return block.language().equals("java") && PROGRAM.matcher(block.text()).find();
    }

    private boolean isRunByCommand(Block program) {
        String command = " " + name(program) + ".java\n";
        return blocks.stream()
                .anyMatch(block ->
                        block.language().equals("console") && block.text().contains(command));
    }

    private String name(Block block) {
        Matcher named = NAMED.matcher(block.text());
        if (named.find()) {
            return named.group(1);
        }
        Matcher type = TYPE.matcher(block.text());
        assertTrue(type.find(), () -> where(block) + " has no name; begin it with a comment such as // Main.java");
        return type.group(1);
    }

    private void compile(Path classes) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Block block : blocks) {
            Matcher other = OTHER_FILE.matcher(block.text());
            if (List.of("toml", "python", "c").contains(block.language()) && other.find()) {
                Files.writeString(folder.resolve(other.group(1)), block.text());
            }
            if (block.language().equals("java")) {
                sources.add(Files.writeString(folder.resolve(name(block) + ".java"), block.text()));
            }
        }
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            complaints,
                            files,
                            null,
                            List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(compiled, () -> file.getFileName() + " does not compile:\n" + complaints);
        }
    }

    private String runProgram(ClassLoader loader, Block block) throws Exception {
        Class<?> program = loader.loadClass(name(block));
        Constructor<?> constructor = program.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method main = program.getDeclaredMethod("main");
        main.setAccessible(true);
        assertEquals(0, main.getParameterCount());
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            main.invoke(constructor.newInstance());
        } catch (InvocationTargetException failed) {
            throw new AssertionError(where(block) + " failed: " + failed.getCause(), failed.getCause());
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
