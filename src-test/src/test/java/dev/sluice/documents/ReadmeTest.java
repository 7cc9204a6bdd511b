package dev.sluice.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugins.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The Java of the README compiles and runs.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ReadmeTest {
    private static final Path README =
            Path.of(System.getProperty("sluice.home")).resolve("README.md");

    @TempDir
    private Path folder;

    @Test
    void theProgramThatEmbedsTheEngineReadsAWaveDumpRun() throws Exception {
        Path classes = compile("Embedding.java", blocks().get(0));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:PerMethodTrapLimit=100000",
                        "-XX:PerMethodRecompilationCutoff=100000",
                        "-cp",
                        classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "Embedding",
                        waveDump().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals("features my_run [80, 1100) 2 records, charge 510.0" + System.lineSeparator(), printed);
    }

    @Test
    void theGuidesPluginStreamsFeatures() throws Exception {
        Path classes = compile("FeaturesStream.java", blocks().get(1));
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                Context context = Context.create()
                        .register(new SimulatedDetector(1000, 1), (StreamingPlugin) loader.loadClass("FeaturesStream")
                                .getDeclaredConstructor()
                                .newInstance());
                ChunkStream stream = context.streaming("my_run").workers(2).getStream("features_stream")) {
            long records = 0;
            for (Chunk chunk : stream) {
                records += chunk.length();
                assertEquals(
                        "[('time', '<i8'), ('peak', '<f4'), ('charge', '<f4')]",
                        chunk.type().descr());
            }
            assertEquals(1000, records);
        }
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertEquals(2, blocks.size(), "blocks of Java in " + README);
        return blocks;
    }

    private Path compile(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name), source);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        assertEquals(0, result, "javac of " + name);
        return classes;
    }

    /// Two events of 500 samples at 5; in the first, 170 samples of the charge range lie 3 lower: a charge of 510.
    private Path waveDump() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * (24 + 1000)).order(ByteOrder.LITTLE_ENDIAN);
        for (int event = 0; event < 2; event++) {
            bytes.putInt(24 + 1000).putInt(0).putInt(0).putInt(0).putInt(event).putInt(10 + 65 * event);
            for (int i = 0; i < 500; i++) {
                boolean pulse = event == 0 && i >= 60 && i < 400 && i % 2 == 0;
                bytes.putShort((short) (pulse ? 2 : 5));
            }
        }
        return Files.write(folder.resolve("wave0.dat"), bytes.array());
    }
}
