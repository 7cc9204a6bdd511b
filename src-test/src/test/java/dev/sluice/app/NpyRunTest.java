package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sluice.fixtures.Numpy;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyRunTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "length:<i4", "wave:<i2[8]");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void unsortedRecordsAreDroppedAndListedWhateverTheChunkSize(int chunkRecords) {
        Path file = write(TYPE, 10, 20, 50, 30, 40, 60);
        JsonObject run = Outcome.of("run", file, "--on-error", "skip", "--json", "--chunk-records", chunkRecords)
                .json();
        assertEquals(4, run.get("records").getAsLong());
        JsonObject lost = run.getAsJsonArray("lost").get(0).getAsJsonObject();
        assertEquals(30, lost.get("start").getAsLong());
        assertTrue(lost.get("cause").getAsString().startsWith("2 records of "), lost::toString);
    }

    @Test
    void unsortedRecordsFailWithPlaceTimesAndRemedy() throws Exception {
        Outcome.of("run", write(TYPE, 10, 20, 15), "--out", folder.resolve("f.npy"))
                .failsWith(1, "record 2 of ", "time=15", "time=20", "np.sort(a, order='time')", "--on-error skip");
        assertEquals(List.of("waves.npy"), Outcome.names(folder));
    }

    /// A channel below 0 and an odd dt are read as they are, which one note each says.
    @Test
    void aNegativeChannelAndAnOddDtAreCounted() {
        RecordType type = RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[8]");
        Path file = folder.resolve("odd.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, type)) {
            Records records = Records.allocate(type, 20, arena);
            for (int i = 0; i < 20; i++) {
                type.longField("time").set(records, i, 100 * i);
                type.longField("length").set(records, i, 8);
                type.longField("channel").set(records, i, i == 7 ? -1 : i % 2);
                // Channel 1 has another dt throughout, which is no doubt.
                type.longField("dt").set(records, i, i == 12 ? 5 : 2 + i % 2);
            }
            writer.write(records);
            writer.commit();
        }
        for (int chunkRecords : new int[] {1, 100}) {
            String err = Outcome.of("run", file, "--chunk-records", chunkRecords)
                    .succeeds()
                    .err();
            assertTrue(err.contains("the channel of 1 record is below 0, the first at time=700: "), err);
            assertTrue(
                    err.contains(
                            "dt of 1 record is not that of the first one of the channel, the first at time=1200: "),
                    err);
        }
    }

    @Test
    void aLengthBeyondTheSamplesIsRefusedWithRecordValueAndLimit() {
        Path file = write(TYPE, new int[] {8, 9, 8}, 10, 20, 30);
        Outcome.of("run", file).failsWith(1, "record 1 of ", "length=9", "0 and 8");
        assertEquals(
                2,
                Outcome.of("run", file, "--on-error", "skip", "--json")
                        .json()
                        .get("records")
                        .getAsLong());
    }

    @Test
    void aCutOffFileGivesItsCompleteRecordsIfErrorsAreSkippedAndAnErrorOtherwise() throws Exception {
        Path file = write(TYPE, 10, 20, 30);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        Outcome.of("run", file).failsWith(1, "cut off", "offset=", "2 whole records", "--on-error skip");
        JsonObject run = Outcome.of("run", file, "--on-error", "skip", "--json").json();
        assertEquals(2, run.get("records").getAsLong());
        assertEquals(1, run.getAsJsonArray("lost").size());
        assertTrue(Outcome.of("inspect", file).succeeds().err().contains("cut off"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "time:<f8,wave:<i2[8]                   ; field 'time' is <f8    ; '<i8', a.dtype[n].shape) if n == 'time'",
                "time:<i8,endtime:<f8,wave:<i2[8]       ; field 'endtime' is <f8 ; '<i8', a.dtype[n].shape) if n == 'endtime'",
                "time:<i8,length:<i4,dt:<f4,wave:<i2[8] ; field 'dt' is <f4      ; add an int64 field 'endtime'",
                "time:<i8,length:<u8,dt:<i4,wave:<i2[8] ; field 'length' is <u8  ; '<i4', a.dtype[n].shape) if n == 'length'",
                "time:<i8,wave:<i4[8]                   ; ('<i4', (8,))          ; '<f4', a.dtype[n].shape) if n == 'wave'",
                "time:<i8,wave:<f8[8]                   ; ('<f8', (8,))          ; '<f4', a.dtype[n].shape) if n == 'wave'",
                "time:<i8,wave:<i2                      ; field 'wave' is <i2    ; as one row",
                "time:<i8,wave:<i2[8],channel:<f4       ; field 'channel' is <f4 ; '<i2', a.dtype[n].shape) if n == 'channel'",
                "time:<i8,wave:<i2[8],channel:|S4       ; field 'channel' is |S4 ; save it as numbers",
                "time:<i8,wave:<i2[8],baseline:<i4      ; field 'baseline' is <i4; '<f8', a.dtype[n].shape) if n == 'baseline'",
                "stamp:<i8,wave:<i2[8]                  ; no field 'time'        ; add an int64 field"
            })
    void aFieldOfAWrongTypeIsRefusedBeforeTheRunWithTheConversion(String fields, String found, String remedy) {
        Path file = write(RecordType.of(fields.split(",(?=[a-z])")));
        Outcome outcome = Outcome.of("run", file, "--on-error", "skip").failsWith(1, found, remedy, "waves.npy");
        assertTrue(!outcome.err().contains("chunk 0"), outcome::toString);
        assertTrue(!outcome.err().contains("longField"), outcome::toString);
    }

    @Test
    void theConversionThatIsAdvisedWorksInNumpy() throws Exception {
        Path file = write(RecordType.of("time:<i8", "wave:<i4[8]"));
        String message = Outcome.of("run", file).failsWith(1).err();
        String expression = message.substring(message.indexOf("a.astype(")).strip();
        Numpy.run(
                folder,
                "import numpy, sys; a = numpy.load('waves.npy'); numpy.save('waves.npy', eval(sys.argv[1]))",
                expression);
        Outcome.of("run", file).succeeds();
    }

    private Path write(RecordType type, long... times) {
        int[] lengths = new int[times.length];
        Arrays.fill(lengths, 8);
        return write(type, lengths, times);
    }

    private Path write(RecordType type, int[] lengths, long... times) {
        Path file = folder.resolve("waves.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(file, type)) {
            Records records = Records.allocate(type, times.length, arena);
            for (int i = 0; i < times.length; i++) {
                type.longField("time").set(records, i, times[i]);
                type.longField("length").set(records, i, lengths[i]);
            }
            writer.write(records);
            writer.commit();
        }
        return file;
    }
}
