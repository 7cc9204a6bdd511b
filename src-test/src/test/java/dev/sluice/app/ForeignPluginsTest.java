package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.CompiledJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForeignPluginsTest {
    @TempDir
    Path folder;

    @Test
    void aPluginOfAJarRunsWithItsOptions() throws IOException {
        Path jar = new CompiledJar(folder).plugin("Doubler", "doubled").write("a.jar");
        JsonObject run = Outcome.of(
                        "run",
                        "--sim-records",
                        20,
                        "--plugins",
                        jar,
                        "--target",
                        "doubled",
                        "--set",
                        "factor=3",
                        "--json")
                .json();
        JsonObject fields = run.getAsJsonObject("statistics");
        assertEquals(20, run.get("output_records").getAsLong());
        assertEquals(
                3 * fields.getAsJsonObject("time").get("max").getAsLong(),
                fields.getAsJsonObject("twice").get("max").getAsLong());
    }

    @Test
    void pluginsAndConfigTellOfThem() throws IOException {
        Path jar = new CompiledJar(folder).plugin("Doubler", "doubled").write("a.jar");
        String text = Outcome.of("plugins", "--plugins", folder).succeeds().out();
        assertTrue(text.contains("Doubler: the time of every waveform, multiplied"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("  comes from +\\Q" + jar + "\\E")), text);
        JsonObject last = null;
        for (JsonElement plugin :
                Outcome.of("plugins", "--plugins", jar, "--json").json().getAsJsonArray("plugins")) {
            last = plugin.getAsJsonObject();
        }
        assertEquals(jar.toString(), last.get("origin").getAsString());
        assertEquals("7.1", last.get("version").getAsString());
        String config = Outcome.of("config", "--plugins", jar, "--target", "doubled", "--set", "factor=5")
                .succeeds()
                .out();
        assertTrue(config.lines().anyMatch(line -> line.matches("  factor +5 +2 +yes +--set")), config);
        Outcome.of("config", "--set", "factor=5").failsWith(2, "factor");
        Outcome.of("run", "--sim-records", 3, "--target", "doubled").failsWith(2, "no plugin provides 'doubled'");
    }

    @Test
    void aNameThatABuiltInPluginHasIsRefused() throws IOException {
        Path jar = new CompiledJar(folder).plugin("Mine", "features").write("a.jar");
        for (String command : List.of("plugins", "config", "run")) {
            Outcome.of(command, "--plugins", jar)
                    .failsWith(
                            2,
                            "plugin example.Mine of " + jar
                                    + " provides 'features', as Features does, which is built in",
                            "rename what it provides");
        }
    }

    @Test
    void aBrokenJarIsWrongUsage() throws IOException {
        Path broken = Files.writeString(folder.resolve("b.jar"), "no jar");
        Outcome.of("run", "--plugins", broken).failsWith(2, "not a jar that can be read: jar=" + broken);
        Outcome.of("plugins", "--plugins", folder.resolve("c.jar")).failsWith(2, "there is no such jar or folder");
        Outcome.of("plugins", "--plugins", "").failsWith(2, "--plugins='' is empty");
        Outcome.of(
                        "run",
                        "--plugins",
                        new CompiledJar(folder)
                                .plugin("Thrower", "thrown", "if (TYPE != null) throw new IllegalStateException();")
                                .write("d.jar"))
                .failsWith(2, "example.Thrower", "d.jar", "its constructor throws");
    }

    @Test
    void aClassThatIsMissedWhileItRunsFailsTheRunWithItsName() throws IOException {
        Path jar = new CompiledJar(folder)
                .source("Part", "package example; public class Part { static int at(long i) { return 0; } }")
                .source("Late", """
                        package example;
                        import dev.sluice.plugin.*;
                        import dev.sluice.record.*;
                        public final class Late extends StreamingPlugin {
                            @Override public PluginSpec spec() {
                                return PluginSpec.provides("late", RecordType.of("time:<i8").instantaneous())
                                        .dependsOn("st_waveforms_stream");
                            }
                            @Override public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                                out.records(Part.at(in.start()));
                            }
                        }
                        """)
                .serving("example.Late")
                .without("Part")
                .write("late.jar");
        Outcome.of("run", "--sim-records", 5, "--plugins", jar, "--target", "late")
                .failsWith(1, "Late", "example.Part");
    }

    private Path thrower(String statement) throws IOException {
        return new CompiledJar(folder)
                .source("Cracked", """
                        package example;
                        import dev.sluice.plugin.*;
                        import dev.sluice.record.*;
                        public final class Cracked extends StreamingPlugin {
                            @Override public PluginSpec spec() {
                                return PluginSpec.provides("cracked", RecordType.of("time:<i8").instantaneous())
                                        .dependsOn("st_waveforms_stream");
                            }
                            @Override public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context)
                                    throws Exception {
                                crack(in, new int[3]);
                            }
                            private static void crack(ChunkInput in, int[] few) throws Exception {
                                %s
                            }
                        }
                        """.formatted(statement))
                .serving("example.Cracked")
                .write("cracked.jar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "few[5] = 1;                                    | java.lang.ArrayIndexOutOfBoundsException | Index 5 out",
                "in.records().type().longField(\"nothing\");    | java.lang.IllegalArgumentException       | no field 'no",
                "throw new java.io.IOException(\"no table\");   | java.io.IOException                      | no table",
                "throw new java.nio.file.NoSuchFileException(\"t.csv\"); | java.nio.file.NoSuchFileException | t.csv",
                "throw new AssertionError(\"odd\");             | java.lang.AssertionError                 | odd",
                "throw new RuntimeException();                  | java.lang.RuntimeException               | chunk 0"
            })
    void whatItThrowsIsToldWithClassMessageAndItsOwnLine(String statement, String kind, String message)
            throws IOException {
        Path jar = thrower(statement);
        Object[] run = {"run", "--sim-records", 5, "--plugins", jar, "--target", "cracked"};
        Outcome sentence =
                Outcome.of(run).failsWith(1, "Cracked failed in run simulation on chunk 0 of cracked over [");
        sentence.failsWith(1, kind, message, " at example.Cracked.crack(Cracked.java:14)", "--stacktrace shows");
        Object[] skipping = {"run", "--sim-records", 5, "--plugins", jar, "--target", "cracked", "--on-error", "skip"};
        if (!kind.endsWith("Error")) {
            String lost = Outcome.of(skipping).succeeds().err();
            assertTrue(lost.contains(kind + " at example.Cracked.crack(Cracked.java:14)"), lost);
        }
        Object[] debugged = {"run", "--sim-records", 5, "--plugins", jar, "--target", "cracked", "--stacktrace"};
        String stack = Outcome.of(debugged).err();
        assertTrue(stack.contains("\tat ") && stack.contains("example.Cracked.computeChunk(Cracked.java:11)"), stack);
    }

    @Test
    void theHelpTellsHowToSeeTheWholeStack() {
        String help = Outcome.of("--help").succeeds().out();
        assertTrue(help.contains("SLUICE_DEBUG=1") && help.contains("--stacktrace"), help);
        for (String command : List.of("run", "plan", "config", "plugins", "inspect")) {
            String own = Outcome.of(command, "--help").succeeds().out();
            assertTrue(own.contains("--stacktrace") && own.contains("SLUICE_DEBUG"), own);
        }
    }

    @Test
    void aSourceFromOutsideIsReadInPlaceOfTheSimulation() throws IOException {
        Path jar = new CompiledJar(folder)
                .source("Ticks", """
                        package example;
                        import dev.sluice.plugin.*;
                        import dev.sluice.record.*;
                        public final class Ticks extends SourcePlugin {
                            static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
                            @Override public PluginSpec spec() { return PluginSpec.provides("ticks", TYPE); }
                            @Override public ChunkReader open(SourceContext context) {
                                return new ChunkReader() {
                                    private int read;
                                    @Override public boolean read(SourceOutput out) {
                                        if (read == 4) { return false; }
                                        TYPE.longField("time").set(out.records(1), 0, 10 * read);
                                        out.publish(1, 10 * read, 10 * read + 10);
                                        read++;
                                        return true;
                                    }
                                    @Override public void close() {}
                                };
                            }
                        }
                        """)
                .serving("example.Ticks")
                .write("ticks.jar");
        JsonObject run = Outcome.of("run", "--plugins", jar, "--target", "ticks", "--json")
                .json();
        assertEquals(4, run.get("output_records").getAsInt());
        assertEquals("Ticks", run.get("input").getAsString());
        Path input = folder.resolve("in.npy");
        Outcome.of("run", "--sim-records", 3, "--target", "st_waveforms_stream", "--out", input)
                .succeeds();
        Outcome.of("run", input, "--plugins", jar, "--target", "ticks")
                .failsWith(2, "takes nothing from the INPUT " + input, "Ticks");
    }
}
