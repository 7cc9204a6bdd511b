package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.fixtures.TinyDisk;
import dev.sluice.session.FailureMessage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Words, names and limits that are no use: each gets a sentence and leaves nothing.
final class HostileInputTest {
    @TempDir
    Path folder;

    /// C3: `--out "$UNSET"` wrote to the root folder.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--out",
                "--target",
                "--select",
                "--columns",
                "--config",
                "--plugins",
                "--run-id",
                "--wait",
                "--memory",
                "--latency",
                "--profile",
                "--set",
                "--time-range"
            })
    void anEmptyValueIsRefused(String option) {
        Outcome.of("run", "--sim-records", 10, option, "").failsWith(2, option);
        Outcome.of("run", "--sim-records", 10, option, "  ").failsWith(2, option);
    }

    /// C4: a full disk with two targets was reported as a stream that is still read.
    @Test
    void aDiskThatIsFullIsToldWithSeveralTargetsToo() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder, "size=256k")) {
            Outcome.of("run", "--sim-records", 200_000, "--target", "features,baseline", "--out", disk.file("out"))
                    .failsWith(1, "No space left on device");
            assertEquals(List.of(), Outcome.names(disk.file("out")));
        }
    }

    /// Arguments were read from a file of that name.
    @ParameterizedTest
    @ValueSource(strings = {"@.", "@", "@nowhere"})
    void aWordThatBeginsWithAtIsAWord(String word) {
        Outcome.of("run", word).failsWith(2, "input=" + word);
        Outcome.of("run", "--target", word).failsWith(2, word);
    }

    /// A value may fit its option and yet not another one.
    @Test
    void aChannelOfABoardThatIsNotNamedIsWrongUsageInEveryCommand() throws Exception {
        Path settings =
                Files.writeString(folder.resolve("s.toml"), "boards = '0:0,1:16'\ncharge_range = '60:1:0:40'\n");
        for (List<String> command :
                List.of(List.of("config"), List.of("config", "--json"), List.of("plan", "features"))) {
            Outcome.of(Stream.concat(command.stream(), Stream.of("--config", settings))
                            .toArray())
                    .failsWith(2, "the first channel of board 60 is not known", "add 60:NUMBER");
        }
    }

    /// A channel that is not wanted is linked to the null device, where its data is thrown away.
    @Test
    void aChannelThatIsThrownAwayIsAnEmptyOne() throws Exception {
        events(folder.resolve("wave1.dat"));
        Path discarded = Files.createSymbolicLink(folder.resolve("wave0.dat"), Path.of("/dev/null"));
        Outcome.of("run", folder).failsWith(1, "the file is empty: file=" + discarded, "leave it out");
        Outcome skipped = Outcome.of("run", folder, "--on-error", "skip").succeeds();
        assertTrue(skipped.err().contains("the file is empty: file=" + discarded), skipped.err());
        Files.delete(discarded);
    }

    /// C6: a pipe in the folder of a run, or in the place of its configuration, was waited for without end.
    @ParameterizedTest
    @ValueSource(strings = {"wave0.dat", "TR_0_0.dat", "WaveDumpConfig.txt"})
    @Timeout(60)
    void aPipeInTheFolderOfARunIsRefusedByName(String name) throws Exception {
        events(folder.resolve("wave1.dat"));
        Path pipe = pipe(folder.resolve(name));
        for (List<String> command : List.of(List.of("run"), List.of("inspect"), List.of("plan", "features"))) {
            Outcome.of(Stream.concat(command.stream(), Stream.of(folder)).toArray())
                    .failsWith(1, "a pipe, a socket or a device is not read: file=" + pipe);
        }
    }

    /// C6: a directory of the name of a file is no file, and a socket as INPUT is none either.
    @Test
    @Timeout(60)
    void aSocketOrADirectoryIsNoFileOfARun() throws Exception {
        Path directory = Files.createDirectory(folder.resolve("wave0.dat"));
        Outcome.of("run", folder).failsWith(1, "this is a directory, not a file: file=" + directory);
        Path socket = folder.resolve("s.npy");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Outcome.of("run", socket).failsWith(2, "neither a file nor a directory: input=" + socket);
        }
        Outcome.of("run", pipe(folder.resolve("p.npy"))).failsWith(2, "neither a file nor a directory");
    }

    /// C6: what may not be read is named.
    @Test
    @Timeout(60)
    void aFolderOrAFileThatMayNotBeReadIsNamed() throws Exception {
        Path hidden = Files.createDirectory(folder.resolve("hidden"));
        Path file = events(folder.resolve("wave0.dat"));
        Files.setPosixFilePermissions(hidden, Set.of());
        Files.setPosixFilePermissions(file, Set.of());
        Assumptions.assumeFalse(Files.isReadable(hidden), "this user may read everything");
        Outcome.of("run", hidden).failsWith(2, "no permission to read: input=" + hidden);
        Outcome.of("run", folder).failsWith(1, file.toString());
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
    }

    /// Three events of 100 samples.
    private static Path events(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(3 * 224).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 3; i++) {
            bytes.putInt(224).putInt(0).putInt(0).putInt(1).putInt(i).putInt(1000 * (i + 1));
            bytes.position(224 * (i + 1));
        }
        return Files.write(file, bytes.array());
    }

    private static Path pipe(Path path) throws Exception {
        try {
            Process made = new ProcessBuilder("mkfifo", path.toString()).start();
            Assumptions.assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "no pipe can be made");
        } catch (IOException missing) {
            Assumptions.abort("mkfifo is missing: " + missing.getMessage());
        }
        return path;
    }

    /// C10: a field's name that holds an escape sequence reached the terminal.
    @Test
    void controlCharactersOfNamesAreShownAsEscapes() throws IOException {
        String header =
                "{'descr': [('time', '<i8'), ('a\u001b[31mred', '<f4')], 'fortran_order': False, 'shape': (1,), }";
        String padded = header + " ".repeat((64 - (header.length() + 11) % 64) % 64) + "\n";
        byte[] text = padded.getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[10 + text.length + 12];
        System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 0, file, 0, 8);
        file[8] = (byte) text.length;
        file[9] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, file, 10, text.length);
        Path npy = Files.write(folder.resolve("a.npy"), file);
        for (String command : List.of("inspect", "run")) {
            Outcome outcome = Outcome.of(command, npy);
            assertFalse((outcome.out() + outcome.err()).contains("\u001b"), outcome::toString);
        }
        assertTrue(Outcome.of("inspect", npy).out().contains("a\\x1b[31mred"));
        Outcome.of("run", "no\u001b]0;title\u0007file.npy").failsWith(2, "no\\x1b]0;title\\x07file.npy");
        Outcome.of("run", "abc\u202enpy.exe").failsWith(2, "abc\\u202enpy.exe");
    }

    /// C9: an over-long name failed at the end of the run.
    @Test
    void anOutputNameThatIsTooLongIsRefusedBeforeTheRun() throws IOException {
        Outcome.of("run", "--sim-records", "endless", "--out", folder.resolve("x".repeat(300) + ".npy"))
                .failsWith(1, "takes no such name");
        assertEquals(List.of(), Outcome.names(folder));
    }

    /// C19: every exhaustion was reported as a full heap.
    @ParameterizedTest
    @CsvSource({
        "unable to create native thread: possibly out of memory or process/resource limits reached, ulimit -u",
        "Java heap space, Java heap is full",
        "Unable to allocate 800 bytes, ulimit -v",
        "Map failed, ulimit -v",
        "Cannot reserve 4096 bytes of direct buffer memory, -XX:MaxDirectMemorySize=",
        "Metaspace, MaxMetaspaceSize",
    })
    void eachKindOfMemoryHasItsRemedy(String cause, String remedy) {
        String message = FailureMessage.of(new IllegalStateException(new OutOfMemoryError(cause)));
        assertTrue(message.contains(remedy) && message.contains(cause), message);
    }

    @Test
    void filesThatCannotBeOpenedAnyMoreAreToldAsALimit() {
        String message = FailureMessage.of(new java.nio.file.FileSystemException("a.npy", null, "Too many open files"));
        assertTrue(message.contains("ulimit -n") && message.contains("a.npy"), message);
    }

    /// D12: wrong usage printed no object.
    @Test
    void wrongUsagePrintsAnObjectToo() {
        for (List<String> words : List.of(
                List.of("run", "--json", "--no-such-option"),
                List.of("run", "--workers", "0", "--json"),
                List.of("run", "missing.npy", "--json"))) {
            Outcome outcome = Outcome.of(words.toArray());
            assertEquals(2, outcome.code(), outcome::toString);
            JsonObject object = JsonParser.parseString(outcome.out()).getAsJsonObject();
            assertEquals("failed", object.get("state").getAsString());
            assertTrue(outcome.err().contains(object.get("error").getAsString()), outcome::toString);
        }
    }

    /// D12: what editors of other systems write in front of a text was refused.
    @Test
    void aConfigurationMayBeginWithAByteOrderMark() throws IOException {
        Path file = Files.writeString(folder.resolve("s.toml"), "\ufeffcharge_range = \"50:300\"\n");
        Outcome.of("run", "--sim-records", 10, "--config", file).succeeds();
    }

    /// D12: what is not set was an empty list.
    @Test
    void anOptionThatIsNotSetIsNullInJson() {
        String json =
                Outcome.of("config", "--target", "hits", "--json").succeeds().out();
        JsonObject unset = JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("plugins").asList().stream()
                .flatMap(plugin -> plugin.getAsJsonObject().getAsJsonArray("options").asList().stream())
                .map(option -> option.getAsJsonObject())
                .filter(option -> option.get("name").getAsString().equals("fallback_baseline"))
                .findFirst()
                .orElseThrow();
        assertTrue(unset.get("value").isJsonNull(), unset::toString);
    }

    /// C16: an empty range of time did not say what times there are.
    @Test
    void aRangeWithoutRecordsIsToldWithTheTimesOfTheInput() throws IOException {
        Path waves = folder.resolve("waves.npy");
        Outcome.of("run", "--sim-records", 20, "--target", "st_waveforms_stream", "--out", waves)
                .succeeds();
        JsonObject held = Outcome.of("inspect", waves, "--json").json();
        Outcome empty = Outcome.of("run", waves, "--time-range", "1e15:2e15").succeeds();
        String times = "the input goes from " + held.get("start").getAsLong() + " to "
                + held.get("end").getAsLong() + " ns";
        assertTrue(
                empty.err().contains("no record starts in [1000000000000000, 2000000000000000) ns"), empty::toString);
        assertTrue(empty.err().contains(times), empty::toString);
        Outcome some = Outcome.of("run", waves, "--time-range", "0:1e15").succeeds();
        assertFalse(some.err().contains("no record starts"), some::toString);
        Outcome simulated = Outcome.of("run", "--sim-records", 20, "--time-range", "1e15:2e15")
                .succeeds();
        assertTrue(simulated.err().contains("no record starts"), simulated::toString);
    }

    /// C17: there was no help, and a plugin could not be looked up by its name.
    @Test
    void helpAndPluginsTakeANameAsPeopleTypeIt() {
        assertEquals(
                Outcome.of("run", "--help").out(),
                Outcome.of("help", "run").succeeds().out());
        assertTrue(Outcome.of("help").succeeds().out().contains("inspect"));
        Outcome.of("help", "rum").failsWith(2, "did you mean 'run'");
        String one = Outcome.of("plugins", "features").succeeds().out();
        assertTrue(one.startsWith("Features: ") && !one.contains("BasicFeatures"), one);
        assertEquals(one, Outcome.of("plugins", "Features").out());
        String two = Outcome.of("plugins", "hits", "peaks", "--json").succeeds().out();
        assertEquals(
                2,
                JsonParser.parseString(two)
                        .getAsJsonObject()
                        .getAsJsonArray("plugins")
                        .size());
        Outcome.of("plugins", "featurs").failsWith(2, "did you mean 'features'");
    }
}
