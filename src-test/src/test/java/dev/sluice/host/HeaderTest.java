package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Both sides of the interface in C mean the same memory, and nothing of it is untested.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class HeaderTest {
    /// These take nothing that could be wrong.
    private static final Set<String> WITHOUT_ARGUMENTS = Set.of("error", "version", "nop", "in_callback");
    /// Structures that Java reads or writes member by member; the others are read in C only, or are the table.
    private static final Map<String, StructLayout> LAYOUTS =
            Map.of("sluice_array", HostLayouts.ARRAY, "sluice_chunk", HostLayouts.CHUNK);
    private static final Set<String> OTHERS = Set.of("sluice_config", "sluice_api");
    /// Compared by PluginLayoutTest.
    private static final Set<String> OF_PLUGINS = Set.of(
            "sluice_field",
            "sluice_input",
            "sluice_layout",
            "sluice_option",
            "sluice_output",
            "sluice_plugin",
            "sluice_product",
            "sluice_setting");

    @TempDir
    private Path folder;

    /// A structure that is added has to be in one of the lists.
    @Test
    void structuresLieInMemoryAsJavaReadsThem() throws Exception {
        Map<String, List<String>> structs = HeaderText.structs();
        TreeMap<String, Object> known = new TreeMap<>(LAYOUTS);
        OTHERS.forEach(name -> known.put(name, name));
        OF_PLUGINS.forEach(name -> known.put(name, name));
        assertEquals(known.keySet(), new TreeMap<>(structs).keySet());

        StringBuilder program =
                new StringBuilder("#define SLUICE_IMPLEMENTATION\n#include \"sluice.h\"\nint main(void) {\n");
        List<String> expected = new ArrayList<>();
        LAYOUTS.forEach((name, layout) -> {
            program.append("    printf(\"%s: %d bytes\\n\", \"" + name + "\", (int)sizeof(" + name + "));\n");
            expected.add(name + ": " + layout.byteSize() + " bytes");
            List<String> members = structs.get(name);
            assertEquals(
                    members,
                    layout.memberLayouts().stream()
                            .map(m -> m.name().orElse(""))
                            .toList());
            for (String member : members) {
                program.append("    printf(\"%s.%s: %d\\n\", \"" + name + "\", \"" + member + "\", (int)offsetof("
                        + name + ", " + member + "));\n");
                expected.add(name + "." + member + ": " + HostLayouts.offset(layout, member));
            }
        });
        program.append("    printf(\"%d\\n\", (int)sizeof(sluice_api));\n    return 0;\n}\n");
        expected.add("" + ApiTable.size());
        Path source = Files.writeString(folder.resolve("layouts.c"), program);
        HostProgram compiled = HostProgram.compile(folder, source, "cc", "-std=c99");
        assertEquals(expected, compiled.run(folder).requireGood().out().lines().toList());
    }

    /// A test in C calls each function with success, and each that can refuse something with a refusal.
    @Test
    void everyFunctionOfTheTableHasATestInC() throws IOException {
        String tests;
        try (Stream<Path> sources = Files.list(HostProgram.SOURCES)) {
            tests = sources.filter(file -> file.toString().endsWith(".c"))
                    .map(HeaderTest::read)
                    .collect(Collectors.joining());
        }
        List<String> untested = HeaderText.functions().stream()
                .filter(name -> !calls(tests, name, "")
                        || !WITHOUT_ARGUMENTS.contains(name) && !calls(tests, name, "[^;]*?\\)\\s*==\\s*SLUICE_E_"))
                .toList();
        assertEquals(List.of(), untested, "functions without a test in C, of success and of a refusal");
    }

    private static boolean calls(String tests, String function, String rest) {
        return Pattern.compile("sluice_" + function + "\\(" + rest)
                .matcher(tests)
                .find();
    }

    @Test
    void everyFunctionOfTheTableIsDeclared() {
        String declarations = HeaderText.declarations();
        for (String function : HeaderText.functions()) {
            assertTrue(declarations.contains("sluice_" + function + "("), "sluice_" + function);
        }
    }

    /// Both start the JVM by themselves; what they set and what they let a host set stands in each.
    @Test
    void pythonStartsTheJvmAsCDoes() {
        String header = read(HostProgram.INCLUDE.resolve("sluice.h"));
        String python = read(HostProgram.PYTHON.resolve("sluice/_jvm.py"));
        assertEquals(options(header, "const fixed\\[\\] = \\{(.*?)\\};"), options(python, "_FIXED = \\((.*?)\n\\)"));
        assertEquals(
                options(header, "sluice_allowed_\\[\\] = \\{(.*?)\\};"), options(python, "_ALLOWED = \\((.*?)\n\\)"));
    }

    /// The guide has every option that a host may give to the JVM; `…` is what the host writes after it.
    @Test
    void theGuideListsTheOptionsOfTheJvm() {
        String header = read(HostProgram.INCLUDE.resolve("sluice.h"));
        String guide = read(HostProgram.HOME.resolve("native-docs/c.md"));
        for (String option : options(header, "sluice_allowed_\\[\\] = \\{(.*?)\\};")) {
            assertTrue(guide.contains("`" + option + "`") || guide.contains("`" + option + "…`"), option);
        }
    }

    private static Set<String> options(String source, String list) {
        var found = Pattern.compile(list, Pattern.DOTALL).matcher(source);
        assertTrue(found.find(), list);
        return Pattern.compile("\"(-[^\"]*)\"")
                .matcher(found.group(1))
                .results()
                .map(option -> option.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
