package dev.sluice.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.session.request.SessionRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class BriefRunTest {
    @TempDir
    private Path folder;

    /// A simulated waveform has about 1640 bytes, and 244 are counted for a fragment of as many.
    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "17000, true", "19000, false", "9223372036854775807, false"})
    void aRunIsBriefBelowThirtyTwoMebibytes(long records, boolean brief) {
        try (Session session = Session.open("--sim-records", Long.toString(records))) {
            assertEquals(brief, BriefRun.isBrief(session.input()));
        }
    }

    @Test
    void filesThatAreReadBesideCountToo() {
        Path hits = written("hits", 100);
        Path few = written("raw_records", 1000);
        Path many = written("raw_records", 150_000);
        assertTrue(isBrief(hits, few));
        assertFalse(isBrief(hits, many));
        assertFalse(isBrief(many, hits));
    }

    private Path written(String target, long records) {
        Path file = folder.resolve(target + records + ".npy");
        try (Session session =
                Session.open("--sim-records", Long.toString(records), "--target", target, "--out", file.toString())) {
            session.write(new ByteArrayOutputStream());
        }
        return file;
    }

    private static boolean isBrief(Path input, Path beside) {
        try (Session session = Session.open(input.toString(), "--with", beside.toString(), "--target", "peaks")) {
            return BriefRun.isBrief(session.input());
        }
    }

    @Test
    void aRunOfUnknownLengthIsNotBrief() {
        RecordType type =
                RecordType.of("time:<i8", "channel:<i2", "wave:<i2[4]").instantaneous();
        try (Session session =
                Session.live(SessionRequest.reading().targets("st_waveforms_stream"), "st_waveforms_stream", type)) {
            assertFalse(BriefRun.isBrief(session.input()));
        }
    }

    /// In processes of their own, as kernels are chosen once.
    @Test
    void theCommandComputesABriefRunWithScalarKernelsAndTheSameBytes() throws Exception {
        String property = "-D" + BriefRun.PROPERTY + "=true";
        assertTrue(Files.readAllLines(Path.of(System.getProperty("sluice.home"), "engine/app/src/dist/jvm.options"))
                .contains(property));
        String brief = run("brief.npy", property);
        assertTrue(brief.contains("scalar, 64 bits (the run is too short for vectors to be compiled)"), brief);
        String plain = run("plain.npy");
        assertFalse(plain.contains("too short"), plain);
        assertFalse(run("auto.npy", property, "-Dsluice.kernels=auto").contains("too short"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("plain.npy")), Files.readAllBytes(folder.resolve("brief.npy")));
    }

    private String run(String output, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sluice.app.Main", "run"));
        command.addAll(List.of("--sim-records", "3000", "--target", "hits", "--out"));
        command.add(folder.resolve(output).toString());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        return said;
    }
}
