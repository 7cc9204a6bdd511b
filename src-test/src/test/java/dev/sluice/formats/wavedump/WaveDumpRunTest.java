package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.wavedump.file.DamagePolicy;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveDumpRunTest {
    private static final WaveDumpOptions SKIP = WaveDumpOptions.defaults().withOnDamage(DamagePolicy.SKIP);

    @TempDir
    Path directory;

    private WaveDumpRun open() throws Exception {
        return open(WaveDumpOptions.defaults());
    }

    private WaveDumpRun open(WaveDumpOptions options) throws Exception {
        return WaveDumpRun.open(List.of(directory), options);
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private FormatException refusal(Path... inputs) {
        return assertThrows(FormatException.class, () -> WaveDumpRun.open(List.of(inputs), WaveDumpOptions.defaults()));
    }

    private static void assertSays(FormatException error, Path file, long offset, String... parts) {
        assertEquals(file, error.file(), error.getMessage());
        assertEquals(offset, error.offset(), error.getMessage());
        for (String part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    private static List<Integer> channels(WaveDumpRun run) {
        return run.files().stream().map(RunFile::channel).toList();
    }

    private void write(String name, int channel, int... samples) {
        new WaveDumpFixture().channel(channel).event(1, samples).write(path(name));
    }

    @Test
    void filesOfADirectoryAreSortedByChannelNumber() throws Exception {
        for (int channel : new int[] {10, 2, 0}) {
            write("wave" + channel + ".dat", channel, 1, 2);
        }
        write("other.dat", 3, 1);
        Files.writeString(path("notes.txt"), "nothing");
        assertEquals(List.of(0, 2, 10), channels(open()));
    }

    @Test
    void channelOfTheHeaderGoesBeforeTheNameOfTheFile() throws Exception {
        write("wave0.dat", 3, 1);
        assertEquals(List.of(3), channels(open()));
    }

    @Test
    void filesThatClaimTheSameChannelAreNumberedByTheirNames() throws Exception {
        write("wave0.dat", 0, 1);
        write("wave1.dat", 0, 1);
        WaveDumpRun run = open();
        assertEquals(List.of(0, 1), channels(run));
        assertTrue(run.files().stream().allMatch(RunFile::renumbered));
    }

    @Test
    void filesThatClaimTheSameChannelWithoutNumbersAreRefused() {
        write("a.dat", 4, 1);
        write("b.dat", 4, 1);
        assertSays(
                refusal(path("a.dat"), path("b.dat")),
                path("b.dat"),
                12,
                "board=31 channel=4",
                "a.dat",
                "wave<channel>");
    }

    @Test
    void sameFileGivenTwiceIsRefused() {
        write("wave0.dat", 0, 1);
        assertSays(
                refusal(path("wave0.dat"), path("wave0.dat")),
                path("wave0.dat"),
                12,
                "two files hold the same channel");
    }

    @Test
    void equalChannelsOfDifferentBoardsAreKept() throws Exception {
        new WaveDumpFixture().board(1).channel(4).event(1, 1).write(path("a.dat"));
        new WaveDumpFixture().board(2).channel(4).event(1, 1).write(path("b.dat"));
        WaveDumpRun run = WaveDumpRun.open(List.of(path("a.dat"), path("b.dat")), WaveDumpOptions.defaults());
        assertEquals(List.of(4, 4), channels(run));
    }

    @Test
    void groupsOfTheX742AreNumberedThroughAndTriggersComeLast() throws Exception {
        WaveDumpFixture.configuration(directory, "DRS4_FREQUENCY 1", "RECORD_LENGTH 4");
        String[] names = {"TR_0_1.dat", "TR_0_0.dat", "wave_0.dat", "wave_8.dat", "wave_11.dat"};
        int[] inGroup = {8, 8, 0, 0, 3};
        for (int file = 0; file < names.length; file++) {
            new WaveDumpFixture()
                    .channel(inGroup[file])
                    .eventOfFloats(5, 1, 2, 3, 4)
                    .write(path(names[file]));
        }
        WaveDumpRun run = open();
        assertEquals(List.of(0, 8, 11, 32, 33), channels(run));
        assertEquals(SampleKind.FLOAT_32, run.sampleKind());
        assertEquals(0.4, run.dtNs());
        assertEquals(128.0 / 15.0, run.clockNs());
        assertEquals(4, run.recordLength());
    }

    @Test
    void x742IsRecognizedByLengthAndValuesWhereNothingSaysSo() throws Exception {
        float[] samples = new float[1024];
        Arrays.fill(samples, 2048.5f);
        new WaveDumpFixture().channel(1).eventOfFloats(5, samples).write(path("wave_9.dat"));
        WaveDumpRun run = open();
        assertEquals(Optional.of(DigitizerModel.X742), run.model());
        assertEquals(List.of(9), channels(run));
        assertEquals(1024, run.recordLength());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500, 4095, 15000, 16383})
    void integersUnderAnX742NameStayIntegers(int value) throws Exception {
        int[] samples = new int[2048];
        Arrays.fill(samples, value);
        write("wave_9.dat", 1, samples);
        assertEquals(SampleKind.UNSIGNED_16, open().sampleKind());
        assertEquals(List.of(1), channels(open()));
    }

    @ParameterizedTest
    @CsvSource({"6006, 6000, u2", "6006, 12000, u1", "6006, 3000, f4", "6006, 100000, u2", "3, 100000, u2"})
    void sampleKindFollowsTheConfiguredRecordLength(int samples, int configured, String kind) throws Exception {
        int even = samples / 2 * 2;
        write("wave0.dat", 0, new int[even]);
        WaveDumpFixture.configuration(directory, "RECORD_LENGTH " + configured);
        RunFile file = open().files().get(0);
        assertEquals(SampleKind.of(kind), file.kind(), file.kindReason());
    }

    @Test
    void modelGoesBeforeTheRecordLengthAndTheUserBeforeTheModel() throws Exception {
        write("wave0.dat", 0, 1, 2);
        WaveDumpFixture.configuration(directory, "Digitizer 721", "RECORD_LENGTH 2");
        RunFile byModel = open().files().get(0);
        assertEquals(SampleKind.UNSIGNED_8, byModel.kind());
        assertTrue(byModel.kindReason().contains("model 721"), byModel.kindReason());
        RunFile bySetting = open(WaveDumpOptions.defaults().withSampleKind(SampleKind.FLOAT_32))
                .files()
                .get(0);
        assertEquals(SampleKind.FLOAT_32, bySetting.kind());
        assertTrue(bySetting.kindReason().contains("sample_type"), bySetting.kindReason());
    }

    @Test
    void eightBitSamplesAreRecordsOfSixteenBits() throws Exception {
        new WaveDumpFixture().eventOfBytes(1, 1, 2, 3).write(path("wave0.dat"));
        WaveDumpRun run = open(WaveDumpOptions.defaults().withModel(DigitizerModel.X731));
        assertEquals(SampleKind.UNSIGNED_16, run.sampleKind());
        assertEquals(3, run.recordLength());
        assertEquals(2, run.dtNs());
        assertEquals(8, run.clockNs());
    }

    @Test
    void clocksComeFromTheModelUnlessTheyAreSet() throws Exception {
        write("wave0.dat", 0, 1);
        WaveDumpFixture.configuration(directory, "Digitizer 740", "DECIMATION_FACTOR 2");
        assertEquals(32, open().dtNs());
        assertEquals(8, open().clockNs());
        assertTrue(open().warnings().isEmpty());
        WaveDumpRun set = open(WaveDumpOptions.defaults().withDtNs(2.5).withClockNs(4));
        assertEquals(2.5, set.dtNs());
        assertEquals(4, set.clockNs());
    }

    @Test
    void unknownModelIsAssumedWithAWarning() throws Exception {
        write("wave0.dat", 0, 1);
        List<String> warnings = open().warnings();
        assertEquals(3, warnings.size());
        assertTrue(warnings.get(0).contains("dt_ns=1.0 is assumed; set model or dt_ns"), warnings.get(0));
        assertTrue(warnings.get(1).contains("clock_ns=8.0 is assumed; set model or clock_ns"), warnings.get(1));
    }

    @Test
    void aKindOfSamplesThatNothingTellsIsAssumedWithAWarning() throws Exception {
        new WaveDumpFixture().eventOfBytes(1, new int[12]).write(path("wave0.dat"));
        WaveDumpOptions clocks = WaveDumpOptions.defaults().withDtNs(2).withClockNs(8);
        List<String> warnings = open(clocks).warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("sample_type=u2 is assumed; set model or sample_type"), warnings.get(0));
        assertTrue(warnings.get(0).contains("u1 for 8-bit samples"), warnings.get(0));
        assertEquals(
                List.of(), open(clocks.withSampleKind(SampleKind.UNSIGNED_8)).warnings());
        WaveDumpFixture.configuration(directory, "RECORD_LENGTH 12");
        assertEquals(List.of(), open(clocks).warnings());
    }

    @Test
    void theClocksOfAnX742ThatIsOnlyGuessedAreAssumedWithAWarning() throws Exception {
        float[] samples = new float[1024];
        Arrays.fill(samples, 2048.5f);
        new WaveDumpFixture().channel(1).eventOfFloats(5, samples).write(path("wave_9.dat"));
        List<String> warnings = open().warnings();
        assertEquals(3, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("sample_type=f4 is assumed; set model or sample_type"), warnings.get(0));
        assertTrue(warnings.get(1).contains("x742, dt_ns=0.2, is assumed"), warnings.get(1));
        assertTrue(warnings.get(1).contains("set model or dt_ns"), warnings.get(1));
        assertTrue(warnings.get(2).contains("x742, clock_ns=8.53"), warnings.get(2));
        assertEquals(
                2,
                open(WaveDumpOptions.defaults().withSampleKind(SampleKind.FLOAT_32))
                        .warnings()
                        .size());
        assertEquals(
                List.of(),
                open(WaveDumpOptions.defaults().withModel(DigitizerModel.X742)).warnings());
    }

    @Test
    void recordLengthIsNotThatOfAnEventWithABrokenSize() throws Exception {
        WaveDumpFixture fixture = new WaveDumpFixture();
        for (int event = 0; event < 6; event++) {
            fixture.event(event, new int[10]);
        }
        byte[] content = fixture.bytes();
        for (int broken : new int[] {0, 3}) {
            byte[] copy = content.clone();
            copy[broken * 44] = 88;
            WaveDumpFixture.write(path("wave0.dat"), copy);
            WaveDumpRun run = open();
            assertEquals(10, run.recordLength());
            FormatException known = run.files().get(0).damage().orElseThrow().error();
            assertSays(known, path("wave0.dat"), broken * 44, "size=88", "usual_size=44");
        }
    }

    @Test
    void recordLengthIsThatOfTheLongestEventOfAllFiles() throws Exception {
        new WaveDumpFixture().event(1, 1, 2).event(2, 1, 2, 3, 4, 5).event(3, 1).write(path("wave0.dat"));
        write("wave1.dat", 1, 1, 2, 3);
        assertEquals(5, open().recordLength());
        assertEquals(9, open(WaveDumpOptions.defaults().withRecordLength(9)).recordLength());
    }

    @Test
    void unequalEventsAreFoundThoughTheyFillAMultipleOfTheFirst() throws Exception {
        new WaveDumpFixture()
                .event(1, new int[8])
                .event(2, new int[10])
                .event(3, new int[6])
                .write(path("wave0.dat"));
        assertEquals(10, open().recordLength());
    }

    @Test
    void brokenHeaderBehindTheFirstIsKnownBeforeReadingAndLeftToTheReader() throws Exception {
        new WaveDumpFixture().event(1, 1, 2).raw(25, 2, new byte[1]).write(path("wave0.dat"));
        WaveDumpRun run = open();
        FormatException known = run.files().get(0).damage().orElseThrow().error();
        assertSays(known, path("wave0.dat"), 28, "size=25", "keep the 1 complete events");
        assertEquals(2, run.recordLength());
    }

    @Test
    void fileWithoutACompleteEventIsLostUnderSkipIfOthersAreGood() throws Exception {
        write("wave0.dat", 0, 1, 2);
        Files.createFile(path("wave1.dat"));
        byte[] whole = new WaveDumpFixture().channel(2).event(1000, 1, 2).bytes();
        WaveDumpFixture.write(path("wave2.dat"), Arrays.copyOf(whole, 26));
        assertSays(refusal(directory), path("wave1.dat"), 0, "empty");
        WaveDumpRun run = open(SKIP);
        assertEquals(List.of(0), channels(run));
        assertEquals(2, run.unreadable().size());
        assertEquals(path("wave1.dat"), run.unreadable().get(0).file());
        assertEquals(8000, run.unreadable().get(1).at().getAsLong());
        assertEquals(0, run.unreadable().get(1).damage().offset());
    }

    @Test
    void runWithoutOneGoodFileFailsAlsoUnderSkip() throws Exception {
        Files.createFile(path("wave0.dat"));
        assertThrows(FormatException.class, () -> open(SKIP));
    }

    @Test
    void textFilesAreRefusedWithTheSettingsThatHelp() throws Exception {
        Files.writeString(path("wave0.txt"), "Record Length: 1000\n");
        assertSays(refusal(directory), directory, 0, "wave0.txt", "OUTPUT_FILE_FORMAT BINARY");
        assertSays(refusal(path("wave0.txt")), path("wave0.txt"), 0, "ASCII", "OUTPUT_FILE_FORMAT BINARY");
        Files.writeString(path("wave0.dat"), "1\n2\n3\n");
        assertSays(refusal(directory), path("wave0.dat"), 0, "ASCII");
    }

    @Test
    void headerlessFilesAreRefusedWithTheSettingThatMadeThem() {
        WaveDumpFixture.configuration(directory, "OUTPUT_FILE_HEADER NO");
        byte[] samples = new byte[4000];
        Arrays.fill(samples, (byte) 3);
        WaveDumpFixture.write(path("wave0.dat"), samples);
        assertSays(
                refusal(directory), path("wave0.dat"), 0, "WaveDumpConfig.txt", "OUTPUT_FILE_HEADER NO", "HEADER YES");
    }

    @Test
    void directoryWithoutWavesSaysWhatItHolds() throws Exception {
        assertSays(refusal(directory), directory, 0, "found nothing");
        for (int file = 0; file < 7; file++) {
            Files.createFile(path("file" + file + ".bin"));
        }
        assertSays(refusal(directory), directory, 0, "file0.bin, file1.bin", "and 2 more", "wave*.dat");
    }

    @Test
    void missingInputIsNamed() {
        Exception error = assertThrows(
                NoSuchFileException.class,
                () -> WaveDumpRun.open(List.of(path("gone.dat")), WaveDumpOptions.defaults()));
        assertTrue(error.getMessage().contains("gone.dat"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> WaveDumpRun.open(List.of(), WaveDumpOptions.defaults()));
    }

    @Test
    void floatAndIntegerFilesAreNotMixed() {
        write("wave0.dat", 0, new int[100]);
        new WaveDumpFixture().channel(1).eventOfFloats(1, new float[100]).write(path("wave1.dat"));
        WaveDumpFixture.configuration(directory, "RECORD_LENGTH 100");
        assertSays(refusal(directory), path("wave1.dat"), 0, "mixes float and integer", "wave0.dat");
    }

    @Test
    void directoriesOfDifferentModelsAreNotMixed() throws Exception {
        Path first = Files.createDirectory(path("first"));
        Path second = Files.createDirectory(path("second"));
        WaveDumpFixture.configuration(first, "Digitizer 751");
        WaveDumpFixture.configuration(second, "Digitizer 720");
        new WaveDumpFixture().event(1, 1).write(first.resolve("wave0.dat"));
        new WaveDumpFixture().channel(1).event(1, 1).write(second.resolve("wave1.dat"));
        assertSays(refusal(first, second), second.resolve("WaveDumpConfig.txt"), 0, "model=720", "model=751");
    }

    @Test
    void impossibleOptionsAreRefused() {
        WaveDumpOptions defaults = WaveDumpOptions.defaults();
        assertThrows(IllegalArgumentException.class, () -> defaults.withDtNs(0));
        assertThrows(IllegalArgumentException.class, () -> defaults.withClockNs(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> defaults.withTagBits(16));
        assertThrows(IllegalArgumentException.class, () -> defaults.withRecordLength(-1));
    }
}
