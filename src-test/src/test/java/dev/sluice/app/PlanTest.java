package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.app.plan.PlanMermaid;
import dev.sluice.fixtures.CompiledJar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class PlanTest {
    @TempDir
    Path folder;

    @Test
    void theTextTellsStagesThreadsSlotsAndPlugins() {
        String text = Outcome.of("plan", "features,baseline", "--workers", 3, "--chunk-records", 100)
                .succeeds()
                .out();
        assertTrue(text.startsWith("run simulation: 3 plugins in 2 stages, 6 threads, buffers of "), text);
        assertTrue(text.contains("stage 1\n  fed by   source\n  threads  3 workers, and one that fills"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("  ring     \\d+ slots of 100 records, .*")), text);
        assertTrue(
                text.lines()
                        .anyMatch(line -> line.matches(
                                "  Features 1.1 +st_waveforms_stream +features +36 B +[a-z2-7]{10} +target")),
                text);
        assertTrue(
                text.contains("stage 2\n  fed by   lent from st_waveforms_stream\n  threads  1 worker, in order"),
                text);
        assertTrue(text.contains("record  lineage"), text);
    }

    @Test
    void withoutATargetItIsThatOfARun() {
        assertEquals(
                Outcome.of("plan", "features").succeeds().out(),
                Outcome.of("plan").succeeds().out());
    }

    @Test
    void anInputMayStandAloneAndTheWrongOrderNamesTheRightOne() {
        Path file = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", 3, "--target", "st_waveforms_stream", "--out", file)
                .succeeds();
        assertEquals(
                Outcome.of("plan", "features", file).succeeds().out(),
                Outcome.of("plan", file).succeeds().out());
        Outcome.of("plan", file, "features,baseline").failsWith(2, "write ./sluice plan features,baseline " + file);
        Outcome.of("plan", folder.resolve("none.npy")).failsWith(2, "there is no such file or directory: input=");
        Outcome.of("plan", "featurs").failsWith(2, "no plugin provides 'featurs'; did you mean 'features'?");
    }

    @Test
    void theObjectTellsTheSame() {
        JsonObject plan = Outcome.of(
                        "plan",
                        "features,baseline",
                        "--workers",
                        2,
                        "--chunk-records",
                        100,
                        "--memory",
                        "512M",
                        "--json")
                .json();
        JsonArray stages = plan.getAsJsonArray("stages");
        assertEquals(2, stages.size());
        assertEquals(512 << 20, plan.get("memory").getAsLong());
        assertEquals(5, plan.get("threads").getAsInt());
        JsonObject first = stages.get(0).getAsJsonObject();
        assertEquals("source", first.get("feed").getAsString());
        assertEquals(2, first.get("workers").getAsInt());
        assertEquals(100, first.get("chunk_records").getAsInt());
        assertEquals(
                first.get("slots").getAsLong() * first.get("slot_bytes").getAsLong(),
                first.get("bytes").getAsLong());
        JsonObject second = stages.get(1).getAsJsonObject();
        assertEquals("lent", second.get("feed").getAsString());
        assertEquals(
                "st_waveforms_stream", second.getAsJsonArray("inputs").get(0).getAsString());
        assertTrue(second.get("stateful").getAsBoolean());
        List<String> names = new ArrayList<>();
        for (JsonElement plugin : plan.getAsJsonArray("plugins")) {
            names.add(plugin.getAsJsonObject().get("plugin").getAsString());
        }
        assertEquals(List.of("SimulatedDetector", "Features", "Baselines"), names);
    }

    @Test
    void halosAndAlignedInputsAreTold() throws IOException {
        Path jar = new CompiledJar(folder)
                .source("Wide", """
                        package example;
                        import dev.sluice.plugin.*;
                        import dev.sluice.record.*;
                        public final class Wide extends StreamingPlugin {
                            static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
                            @Override public PluginSpec spec() {
                                return PluginSpec.provides("wide", TYPE).and("wider", TYPE)
                                        .dependsOn("features", "hit_threshold").halo(500, 700);
                            }
                            @Override public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {}
                        }
                        """)
                .serving("example.Wide")
                .write("wide.jar");
        String text = Outcome.of("plan", "wider", "--plugins", jar).succeeds().out();
        assertTrue(
                text.contains("fed by   aligned copy, halo 500 before and 700 after from features, hit_threshold\n"),
                text);
        assertTrue(
                text.lines()
                        .anyMatch(line -> line.matches("  Wide 0 +features, hit_threshold +wide +8 B +[a-z2-7]{10}")),
                text);
        assertTrue(text.lines().anyMatch(line -> line.matches("   +wider +8 B +[a-z2-7]{10} +target")), text);
    }

    @Test
    void theFlowchartNamesEveryPluginAndEdge() {
        String text = Outcome.of("plan", "features,coincidences", "--form", "mermaid")
                .succeeds()
                .out();
        assertTrue(text.startsWith("flowchart LR\n    subgraph s0[\"stage 1<br>source<br>"), text);
        assertTrue(text.contains("        p1[\"Features 1.1\"]\n"), text);
        assertTrue(text.contains("    p0 -- \"st_waveforms_stream\" --> p1\n"), text);
        assertTrue(text.contains("    p2 --> t1\n"), text);
        assertEquals("a#quot;b#lt;c#gt;#35;", PlanMermaid.escaped("a\"b<c>#"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "features",
                "features,coincidences,fir,hit_threshold,hit_merged,baseline,pulse_shape",
            })
    void thePictureIsXmlInWhichNoBoxOverlapsAnother(String targets) throws Exception {
        Path file = folder.resolve("plan.svg");
        assertEquals(
                "",
                Outcome.of("plan", targets, "--out", file, "--run-id", "<a&\"b\">")
                        .succeeds()
                        .out());
        Document svg = parse(Files.readString(file));
        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertTrue(svg.getElementsByTagName("title").item(0).getTextContent().contains("<a&\"b\">"));
        List<int[]> stages = boxes(svg, "#f2f4f7");
        List<int[]> plugins = boxes(svg, "#ffffff");
        plugins.addAll(boxes(svg, "#d1fadf"));
        int width = Integer.parseInt(svg.getDocumentElement().getAttribute("width"));
        for (List<int[]> all : List.of(stages, plugins)) {
            for (int i = 0; i < all.size(); i++) {
                assertTrue(all.get(i)[0] >= 0 && all.get(i)[2] <= width);
                for (int other = 0; other < i; other++) {
                    assertFalse(overlap(all.get(i), all.get(other)), targets);
                }
            }
        }
        for (int[] plugin : plugins) {
            assertEquals(
                    1, stages.stream().filter(stage -> contains(stage, plugin)).count(), targets);
        }
    }

    private static Document parse(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<int[]> boxes(Document svg, String fill) {
        List<int[]> boxes = new ArrayList<>();
        NodeList rectangles = svg.getElementsByTagName("rect");
        for (int i = 0; i < rectangles.getLength(); i++) {
            Element box = (Element) rectangles.item(i);
            if (box.getAttribute("fill").equals(fill) && box.hasAttribute("x")) {
                int x = Integer.parseInt(box.getAttribute("x"));
                int y = Integer.parseInt(box.getAttribute("y"));
                boxes.add(new int[] {
                    x,
                    y,
                    x + Integer.parseInt(box.getAttribute("width")),
                    y + Integer.parseInt(box.getAttribute("height"))
                });
            }
        }
        return boxes;
    }

    private static boolean overlap(int[] one, int[] other) {
        return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
    }

    private static boolean contains(int[] outer, int[] inner) {
        return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
    }

    @Test
    void anInputDecidesOnTheSource() {
        String text =
                Outcome.of("plan", "features", Outcome.sipmFiles()).succeeds().out();
        assertTrue(text.startsWith("run sipm-coincidence: 2 plugins in 1 stage"), text);
        assertTrue(text.contains("WaveDumpSource"), text);
    }

    @Test
    void theNameOfTheFileTellsTheForm() throws IOException {
        Path file = folder.resolve("plan.mmd");
        Outcome.of("plan", "features", "--out", file).succeeds();
        assertTrue(Files.readString(file).startsWith("flowchart LR"));
        Outcome.of("plan", "features", "--out", file, "--form", "text").succeeds();
        assertTrue(Files.readString(file).startsWith("run simulation"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan feature                        | did you mean 'features'",
                "plan features,                      | has an empty name",
                "plan features no/such.npy           | there is no such file",
                "plan features --form dot            | is none of text, mermaid, svg",
                "plan features --form svg --json     | are two forms",
                "plan features --workers 0           | --workers=0 is not within 1 and 1024",
                "plan features --set factor=2        | factor",
                "plan features --set min_area=2      | features does not use",
                "plan features --formt svg           | did you mean '--format'"
            })
    void wrongUsageIsToldInTwoLines(String arguments, String hint) {
        Outcome.of((Object[]) arguments.split(" +")).failsWith(2, hint);
    }

    @Test
    void aFileThatCannotBeWrittenFails() {
        Outcome.of("plan", "features", "--out", folder.resolve("absent/plan.svg"))
                .failsWith(1, "there is no such file or directory");
    }

    @Test
    void helpTellsWhatAStageIs() {
        String help = Outcome.of("plan", "--help").succeeds().out();
        for (String part :
                List.of("./sluice plan [TARGET", "A stage is", "--format=auto", "Examples:", "Exit codes: 0")) {
            assertTrue(help.contains(part), () -> part + " is missing in " + help);
        }
        assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
    }
}
