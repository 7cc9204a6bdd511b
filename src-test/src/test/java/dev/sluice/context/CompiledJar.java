package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles classes with the compiler of the JDK and packs them into a jar, as an author of plugins does.
public final class CompiledJar {
    /// A plugin that numbers waveforms; `%s` is the name of the class, the type of data and what the constructor does.
    private static final String COUNTER = """
            package example;

            import dev.sluice.plugin.*;
            import dev.sluice.record.*;

            public final class %1$s extends StreamingPlugin {
                static final RecordType TYPE = RecordType.of("time:<i8", "twice:<i8").instantaneous();
                static final Option<Long> FACTOR = Option.integer("factor", 2, "what the time is multiplied by");

                public %1$s() {
                    %3$s
                }

                @Override public PluginSpec spec() {
                    return PluginSpec.provides("%2$s", TYPE).dependsOn("st_waveforms_stream")
                            .version("7.1").help("the time of every waveform, multiplied").options(FACTOR);
                }

                @Override public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                    Records waveforms = in.records();
                    Records times = out.records(waveforms.count());
                    times.copyField("time", waveforms);
                    LongField time = TYPE.longField("time");
                    LongField twice = TYPE.longField("twice");
                    for (long i = 0; i < times.count(); i++) {
                        twice.set(times, i, context.get(FACTOR) * time.get(times, i));
                    }
                }
            }
            """;

    private final Path folder;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();
    private String left = "";
    private List<Path> beside = List.of();

    /// A jar in `folder`, empty so far; skips the test where there is no compiler.
    public CompiledJar(Path folder) {
        assumeTrue(ToolProvider.getSystemJavaCompiler() != null, "this Java has no compiler");
        this.folder = folder;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /// Adds a class of package `example`.
    public CompiledJar source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    /// Adds a plugin that provides `dataType`: for each waveform `time` and `twice`, that times the option `factor`.
    public CompiledJar plugin(String name, String dataType) {
        return plugin(name, dataType, "");
    }

    /// The same, with a constructor that does something.
    public CompiledJar plugin(String name, String dataType, String constructor) {
        return source(name, COUNTER.formatted(name, dataType, constructor)).serving("example." + name);
    }

    /// Names classes as plugins.
    public CompiledJar serving(String... classes) {
        return serving(Stream.of(classes));
    }

    private CompiledJar serving(Stream<String> classes) {
        classes.forEach(name -> entries.merge(PluginJar.SERVICES, name + "\n", String::concat));
        return this;
    }

    /// Leaves a compiled class out.
    public CompiledJar without(String name) {
        left = name;
        return this;
    }

    /// Compiles against these jars, and names them in the manifest.
    public CompiledJar beside(Path... jars) {
        beside = List.of(jars);
        String names = String.join(
                " ", Stream.of(jars).map(jar -> jar.getFileName().toString()).toList());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, names);
        return this;
    }

    /// Compiles and writes the jar.
    public Path write(String name) throws IOException {
        Path classes = compile(Files.createDirectories(folder.resolve("classes of " + name)));
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!file.getFileName().toString().equals(left + ".class")) {
                    add(out, classes.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
            entries.forEach((entry, text) -> add(out, entry, text.getBytes()));
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, byte[] bytes) {
        try {
            out.putNextEntry(new ZipEntry(name));
            out.write(bytes);
            out.closeEntry();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path compile(Path classes) throws IOException {
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Path source = Files.createDirectories(folder.resolve("sources/example"));
            for (Map.Entry<String, String> entry : sources.entrySet()) {
                Files.writeString(source.resolve(entry.getKey() + ".java"), entry.getValue());
            }
            List<Path> paths = sources.keySet().stream()
                    .map(name -> source.resolve(name + ".java"))
                    .toList();
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    String.join(
                            java.io.File.pathSeparator,
                            Stream.concat(
                                            Stream.of(System.getProperty("java.class.path")),
                                            beside.stream().map(Path::toString))
                                    .toList()));
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjectsFromPaths(paths))
                    .call();
            assertTrue(compiled, complaints::toString);
        }
        return classes;
    }
}
