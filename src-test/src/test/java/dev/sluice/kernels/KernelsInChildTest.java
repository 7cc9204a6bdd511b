package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.feature.PeakChargeKernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Choices that a running JVM cannot make twice, each in a JVM of its own.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KernelsInChildTest {

    private static final String VECTOR_MODULE = "--add-modules=" + VectorOffer.MODULE;

    @TempDir
    private Path folder;

    @Test
    void withoutTheModuleKernelsRunScalarAndLogOneLineWithTheRemedy() throws Exception {
        String output = run();
        assertTrue(output.contains("scalar 64 peak=50.0"), output);
        assertEquals(1, output.split("scalar kernels:", -1).length - 1, output);
        assertTrue(output.contains("--add-modules=jdk.incubator.vector"), output);
    }

    @Test
    void withoutTheModuleForcedVectorsAreAnErrorWithTheRemedy() throws Exception {
        String output = run("-Dsluice.kernels=vector");
        assertTrue(output.contains("cannot honour sluice.kernels=vector"), output);
        assertTrue(output.contains("--add-modules=jdk.incubator.vector"), output);
    }

    @Test
    void withTheModuleVectorsRunSilently() throws Exception {
        String output = run(VECTOR_MODULE, "-Dsluice.kernels.width=128");
        assertTrue(output.contains("vector 128 peak=50.0"), output);
        assertTrue(!output.contains("scalar"), output);
    }

    /// K12: the width that is reported is the one that is computed with.
    @Test
    void blanksAroundAWidthDoNotChangeIt() throws Exception {
        for (String width : List.of("128 ", " 128", "\t128\n")) {
            String output = run(VECTOR_MODULE, "-Dsluice.kernels.width=" + width);
            assertTrue(output.contains("vector 128 peak=50.0"), output);
            assertTrue(output.contains("a width of 128 bits"), output);
        }
        assertTrue(run(VECTOR_MODULE, "-Dsluice.kernels.width= auto ").contains("peak=50.0"));
    }

    @Test
    void aWidthBeyondTheMachineIsAnErrorThatNamesTheMachines() throws Exception {
        String output = run(VECTOR_MODULE, "-XX:MaxVectorSize=16", "-Dsluice.kernels.width=256");
        assertTrue(output.contains("cannot honour sluice.kernels.width=256"), output);
        assertTrue(output.contains("128 bits"), output);
    }

    @Test
    void aNarrowMachineRunsAtItsOwnWidth() throws Exception {
        String output = run(VECTOR_MODULE, "-XX:MaxVectorSize=16");
        assertTrue(output.contains("vector 128 peak=50.0"), output);
    }

    private String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        Path output = folder.resolve("output.txt");
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(child.waitFor(60, TimeUnit.SECONDS), "child still runs after 60 s");
        } finally {
            child.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    static final class Child {
        public static void main(String[] arguments) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment wave = arena.allocate(ValueLayout.JAVA_SHORT, 100);
                wave.setAtIndex(ValueLayout.JAVA_SHORT, 45, (short) -50);
                MemorySegment results = arena.allocate(8);
                PeakChargeKernel.of(WaveformLayout.of(SampleType.INT16, 200, 0, 100))
                        .build()
                        .compute(wave, 0, 1, results, 0);
                float peak = results.get(ValueLayout.JAVA_FLOAT, 0);
                System.out.println(Kernels.name() + " " + Kernels.width() + " peak=" + peak + " " + Kernels.reason());
            } catch (IllegalStateException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
