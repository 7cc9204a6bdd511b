package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.CompiledJar;
import dev.sluice.plugin.Plugin;
import dev.sluice.record.RecordType;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginLibraryTest {
    @TempDir
    Path folder;

    private CompiledJar jar;

    @BeforeEach
    void begin() {
        jar = new CompiledJar(folder);
    }

    @Test
    void aPluginOfAJarIsFoundAndComputes() throws IOException {
        Path file = jar.plugin("Doubler", "doubled").write("a.jar");
        try (PluginLibrary library = PluginLibrary.open(List.of(file));
                Context context = library.register(Context.create()
                        .register(SimulatedDetector.ofRecords(50).withSeed(3)));
                ChunkStream stream = context.streaming("run").getStream("doubled")) {
            assertEquals(List.of("doubled"), library.found().get(0).dataTypes());
            assertEquals("example.Doubler of " + file, library.found().get(0).toString());
            long records = 0;
            for (Chunk chunk : stream) {
                RecordType type = chunk.type();
                for (long i = 0; i < chunk.length(); i++) {
                    assertEquals(
                            2 * type.longField("time").get(chunk.records(), i),
                            type.longField("twice").get(chunk.records(), i));
                }
                records += chunk.length();
            }
            assertEquals(50, records);
        }
    }

    @Test
    void everyJarHasAClassLoaderOfItsOwn() throws IOException {
        Path one = jar.plugin("Same", "one").write("one.jar");
        Path two = new CompiledJar(folder).plugin("Same", "two").write("two.jar");
        try (PluginLibrary library = PluginLibrary.open(List.of(one, two))) {
            List<Plugin> plugins =
                    library.found().stream().map(FoundPlugin::plugin).toList();
            assertEquals(
                    List.of("one", "two"),
                    plugins.stream().map(plugin -> plugin.spec().provides()).toList());
            assertNotSame(plugins.get(0).getClass(), plugins.get(1).getClass());
        }
    }

    @Test
    void aFolderGivesAllItsJarsAndLibrariesAmongThemArePassedOver() throws IOException {
        jar.plugin("First", "first").write("b.jar");
        new CompiledJar(folder).plugin("Second", "second").write("a.jar");
        new CompiledJar(folder)
                .source("Library", "package example; public class Library {}")
                .write("library.jar");
        try (PluginLibrary library = PluginLibrary.open(List.of(folder))) {
            assertEquals(
                    List.of("second", "first"),
                    library.found().stream()
                            .flatMap(found -> found.dataTypes().stream())
                            .toList());
        }
    }

    @Test
    void aPluginSeesTheJarsThatItsManifestNames() throws IOException {
        Path library = jar.source("Table", "package example; public class Table { public static int SIZE = 3; }")
                .write("table.jar");
        Path file = new CompiledJar(folder)
                .beside(library)
                .plugin("Looker", "looked", "if (Table.SIZE != 3) throw new IllegalStateException();")
                .write("looker.jar");
        try (PluginLibrary found = PluginLibrary.open(List.of(file))) {
            assertEquals(1, found.found().size());
        }
        Files.delete(library);
        refuses("plugin example.Looker cannot be loaded: class example.Table is missing", "Class-Path", file);
    }

    @Test
    void theClassPathIsAskedByServiceLoader() throws IOException {
        Path file = jar.plugin("Served", "served").write("a.jar");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()});
                PluginLibrary library = PluginLibrary.discover(loader)) {
            assertEquals("the class path", library.found().get(0).origin());
            assertEquals("served", library.found().get(0).plugin().spec().provides());
        }
        Path broken = new CompiledJar(folder).serving("example.Nowhere").write("b.jar");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {broken.toUri().toURL()})) {
            assertTrue(assertThrows(PluginDiscoveryException.class, () -> PluginLibrary.discover(loader))
                    .getMessage()
                    .contains("example.Nowhere"));
        }
    }

    @Test
    void whatIsNoJarIsRefusedByName() throws IOException {
        refuses("there is no such jar or folder", "", folder.resolve("absent.jar"));
        refuses("not a jar that can be read", "build it again", Files.writeString(folder.resolve("text.jar"), "x"));
        refuses("the jar names no plugin", PluginJar.SERVICES, jar.write("empty.jar"));
        refuses("no jar in the folder names a plugin", "", Files.createDirectory(folder.resolve("empty")));
    }

    @Test
    void aClassThatIsMissingOrNoPluginIsRefusedByName() throws IOException {
        refuses(
                "example.Absent cannot be loaded: the jar has no such class",
                "",
                jar.serving("example.Absent").write("absent.jar"));
        refuses(
                "example.Plain cannot be loaded: it is neither a StreamingPlugin nor a SourcePlugin",
                "",
                new CompiledJar(folder)
                        .source("Plain", "package example; public class Plain {}")
                        .serving("example.Plain")
                        .write("plain.jar"));
        refuses(
                "dev.sluice.analysis.feature.Features cannot be loaded: the engine has a class of that name",
                "",
                new CompiledJar(folder)
                        .serving("dev.sluice.analysis.feature.Features")
                        .write("stolen.jar"));
    }

    @Test
    void aPluginThatThrowsOrLacksAClassIsRefusedByName() throws IOException {
        refuses(
                "example.Thrower cannot be loaded: its constructor throws java.lang.IllegalStateException: no detector",
                "",
                jar.plugin("Thrower", "thrown", "if (TYPE != null) throw new IllegalStateException(\"no detector\");")
                        .write("thrower.jar"));
        refuses(
                "example.Lacker cannot be loaded: class example.Part is missing",
                "",
                new CompiledJar(folder)
                        .source("Part", "package example; public class Part { public Part() {} }")
                        .plugin("Lacker", "lacked", "new Part();")
                        .without("Part")
                        .write("lacker.jar"));
        refuses(
                "example.Hidden cannot be loaded: it needs to be a public class",
                "",
                new CompiledJar(folder)
                        .source("Hidden", """
                                package example;
                                import dev.sluice.plugin.*;
                                final class Hidden extends StreamingPlugin {
                                    Hidden(int size) {}
                                    public PluginSpec spec() { return null; }
                                    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {}
                                }
                                """)
                        .serving("example.Hidden")
                        .write("hidden.jar"));
    }

    @Test
    void aPluginThatCannotTellWhatItProvidesIsRefused() throws IOException {
        refuses(
                "plugin example.Mute of",
                "cannot say what it provides: java.lang.IllegalArgumentException: not a name",
                jar.plugin("Mute", "not a name").write("mute.jar"));
    }

    @Test
    void twoPluginsThatProvideTheSameAreRefusedWithBothJars() throws IOException {
        Path one = jar.plugin("One", "same").write("one.jar");
        Path two = new CompiledJar(folder).plugin("Two", "same").write("two.jar");
        refuses(
                "two plugins provide 'same': example.One of " + one + " and example.Two of " + two,
                "leave one of them out",
                one,
                two);
    }

    private void refuses(String part, String other, Path... places) {
        String message = assertThrows(PluginDiscoveryException.class, () -> PluginLibrary.open(List.of(places)))
                .getMessage();
        assertTrue(message.contains(part), message);
        assertTrue(message.contains(other), message);
        assertTrue(message.contains(places[0].toString()), message);
    }
}
