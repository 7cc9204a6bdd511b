package dev.sluice.session.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.fixtures.CompiledLibrary;
import dev.sluice.session.foreign.PluginLayout.OfCall;
import dev.sluice.session.foreign.PluginLayout.OfInput;
import dev.sluice.session.foreign.PluginLayout.OfOutput;
import dev.sluice.session.foreign.PluginLayout.OfPlugin;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where the engine looks for the members of the header's structs, the compiler has put them.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PluginLayoutTest {
    @TempDir
    private Path folder;

    @Test
    void theStructsOfTheHeaderAreThoseOfTheEngine() throws Exception {
        Path program = CompiledLibrary.program(folder, "layouts", CompiledLibrary.SOURCES.resolve("plugin_host.c"));
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(program.toString(), "layout")
                .redirectOutput(out.toFile())
                .start();
        assertEquals(0, process.waitFor());
        Map<String, Long> compiled = new TreeMap<>();
        Files.readAllLines(out).forEach(line -> compiled.put(line.split(" ")[0], Long.valueOf(line.split(" ")[1])));
        Map<String, Long> known = new TreeMap<>();
        known.put("sluice_plugin", PluginLayout.PLUGIN_BYTES);
        known.put("sluice_product", PluginLayout.PRODUCT_BYTES);
        known.put("sluice_option", PluginLayout.OPTION_BYTES);
        known.put("sluice_field", PluginLayout.FIELD_BYTES);
        known.put("sluice_layout", PluginLayout.LAYOUT_BYTES);
        known.put("sluice_setting", PluginLayout.SETTING_BYTES);
        known.put("sluice_input", PluginLayout.INPUT_BYTES);
        known.put("sluice_output", PluginLayout.OUTPUT_BYTES);
        known.put("sluice_plugin_call", PluginLayout.CALL_BYTES);
        members("sluice_plugin", OfPlugin.class, known);
        members("sluice_input", OfInput.class, known);
        members("sluice_output", OfOutput.class, known);
        members("sluice_plugin_call", OfCall.class, known);
        assertEquals(compiled, known);
    }

    private static void members(String struct, Class<?> places, Map<String, Long> known) throws Exception {
        for (Field place : places.getDeclaredFields()) {
            known.put(struct + "." + place.getName().toLowerCase(Locale.ROOT), (Long) place.get(null));
        }
    }
}
