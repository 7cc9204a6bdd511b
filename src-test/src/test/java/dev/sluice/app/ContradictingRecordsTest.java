package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// N: data that contradict themselves are named: two ends of one record, a sampling period of 0, two records of one
/// channel at one time. No number that follows from them is given as if it were sound.
@Timeout(60)
final class ContradictingRecordsTest {
    private static final int COUNT = 20;
    private static final int SAMPLES = 100;
    private static final RecordType BOTH = RecordType.of(
            "time:<i8", "endtime:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[" + SAMPLES + "]");
    private static final RecordType REAL =
            RecordType.of("time:<i8", "endtime:<i8", "dt:<f8", "board:<i2", "channel:<i2", "wave:<i2[" + SAMPLES + "]");
    private static final RecordType LASTING =
            RecordType.of("time:<i8", "length:<i4", "dt:<i4", "channel:<i2", "wave:<i2[" + SAMPLES + "]");
    private static final RecordType FRAGMENTS = RecordType.of(
            "time:<i8",
            "length:<i4",
            "dt:<i2",
            "channel:<i2",
            "pulse_length:<i4",
            "record_i:<i2",
            "baseline:<i2",
            "data:<i2[" + SAMPLES + "]");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void anEndtimeThatIsNotThatOfTheSamplesIsCounted(int chunkRecords) {
        Path file = write(BOTH, (records, i) -> {
            if (i == 4 || i == 9) {
                BOTH.longField("endtime").set(records, i, 1000 * i + (i == 4 ? 60 : 401));
            }
        });
        assertTrue(notes(file, "features", chunkRecords)
                .contains("endtime of 2 records is not time + length * dt, the first at time=4000: "));
    }

    /// A fraction of a unit is rounded in the end, upwards or to the nearest.
    @Test
    void anEndThatIsRoundedContradictsNothing() {
        Path file = write(REAL, (records, i) -> {
            REAL.doubleField("dt").set(records, i, 0.316);
            REAL.longField("endtime").set(records, i, 1000 * i + (i % 2 == 0 ? 31 : 32));
        });
        assertEquals("", notes(file, "features", 7));
        Path other = write(REAL, (records, i) -> {
            REAL.doubleField("dt").set(records, i, 0.316);
            REAL.longField("endtime").set(records, i, 1000 * i + (i == 3 ? 33 : 32));
        });
        assertTrue(notes(other, "features", 7)
                .contains("endtime of 1 record is not time + 100 * dt, the first at time=3000: "));
    }

    @Test
    void aPeriodOf0IsCountedWhereItMakesTheEnd() {
        Path file = write(LASTING, (records, i) -> LASTING.longField("dt").set(records, i, i < 12 ? 4 : 0));
        assertTrue(notes(file, "features", 7).contains("dt of 8 records is 0, the first at time=12000: "));
    }

    @ParameterizedTest
    @CsvSource({"0, dt=0", "-2, dt=-2", "NaN, dt=NaN", "Infinity, dt=Infinity"})
    void hitsWithoutAPeriodEndTheRun(double dt, String named) {
        Path file = write(REAL, (records, i) -> {
            REAL.doubleField("dt").set(records, i, i == 8 ? dt : 4);
            REAL.longField("endtime").set(records, i, 1000 * i + 400);
        });
        for (String target : new String[] {"hit_threshold", "hit_windows", "hit_merged", "hit_grouped"}) {
            run(file, target).failsWith(1, named + " at time=8000 channel=0", "a['dt'] = 4", "--on-error skip");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void onlyHitsWithoutAPeriodAreLeftOutIfErrorsAreSkipped(int chunkRecords) {
        Path file = write(REAL, (records, i) -> {
            REAL.doubleField("dt").set(records, i, i == 8 || i == 9 || i == 19 ? 0 : 4);
            REAL.longField("endtime").set(records, i, 1000 * i + 400);
        });
        JsonObject run = Outcome.of(
                        "run",
                        file,
                        "--target",
                        "hit_threshold",
                        "--on-error",
                        "skip",
                        "--json",
                        "--chunk-records",
                        chunkRecords)
                .json();
        assertEquals(COUNT, run.get("records").getAsLong());
        assertEquals(COUNT - 3, run.get("output_records").getAsLong());
        JsonObject lost = run.getAsJsonArray("lost").get(0).getAsJsonObject();
        assertEquals(8000, lost.get("start").getAsLong());
    }

    @Test
    void storedHitsWithoutAPeriodAreNotGroupedOrMerged() {
        Path waves = write(LASTING, (records, i) -> {});
        Path hits = folder.resolve("hits.npy");
        run(waves, "hit_threshold", "--out", hits).succeeds();
        assertEquals("", notes(hits, "hit_merged", 1000));
        Path broken = folder.resolve("broken.npy");
        try (NpyFile file = NpyFile.map(hits);
                Arena arena = Arena.ofConfined()) {
            RecordType type = file.type();
            Records copy = Records.allocate(type, file.records().count(), arena);
            copy.copyFrom(0, file.records(), 0, copy.count());
            type.doubleField("dt").set(copy, 5, 0);
            save(broken, copy);
        }
        run(broken, "hit_merged").failsWith(1, "dt=0 at time=5000 channel=1");
        run(broken, "hit_windows").failsWith(1, "dt=0 at time=5000 channel=1");
    }

    @Test
    void fragmentsWithoutAPeriodGiveNeitherHitsNorLinks() {
        Path file = write(FRAGMENTS, (records, i) -> {
            FRAGMENTS.longField("dt").set(records, i, 0);
            FRAGMENTS.longField("pulse_length").set(records, i, i % 4 < 2 ? 2 * SAMPLES : 0);
            FRAGMENTS.longField("record_i").set(records, i, i % 4 < 2 ? i % 4 : 0);
            FRAGMENTS.longField("channel").set(records, i, 0);
        });
        String[] samples = {"--set", "fragment_samples=" + SAMPLES};
        assertFalse(run(file, "records", (Object[]) samples).err().contains("Exception"));
        run(file, "hits", "--chunk-records", 1000).failsWith(1, "dt=0 at time=0 channel=0", "a['dt'] = 4");
        run(file, "fragment_fir", "--chunk-records", 1000, "--set", "fir_taps=1,2,1")
                .failsWith(1, "dt=0 of record 1", "a['dt'] = 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void recordsOfAChannelAtOneTimeAreCounted(int chunkRecords) {
        Path file = write(LASTING, (records, i) -> {
            // Channels 0, 1, 1 at 6000, and 0, 0, 0, 1 at 12000.
            long time = i >= 6 && i < 9 ? 6000 : i >= 12 && i < 16 ? 12000 : 1000 * i;
            LASTING.longField("time").set(records, i, time);
            LASTING.longField("channel").set(records, i, i == 6 || i >= 12 && i < 15 ? 0 : 1);
        });
        String notes = notes(file, "features", chunkRecords);
        assertTrue(notes.contains("3 records of a channel start when the one before does, the first at time=6000: "));
        assertTrue(notes.contains("np.unique(a[['time', 'channel']], return_index=True)[1]"));
    }

    @Test
    void channelsOfSeveralBoardsAndHitsMayShareATime() {
        Path waves = write(REAL, (records, i) -> {
            REAL.doubleField("dt").set(records, i, 4);
            REAL.longField("time").set(records, i, 1000 * (i / 4));
            REAL.longField("endtime").set(records, i, 1000 * (i / 4) + 400);
            REAL.longField("board").set(records, i, i % 2);
            REAL.longField("channel").set(records, i, i / 2 % 2);
            // Two pulses in one waveform.
            REAL.longField("wave").set(records, i, 80, 500);
        });
        assertEquals("", notes(waves, "features", 1000));
        Path hits = folder.resolve("hits.npy");
        run(waves, "hit_threshold", "--out", hits).succeeds();
        assertEquals("", notes(hits, "hit_windows", 1000));
    }

    @Test
    void waveformsWithoutAFieldOfThePeriodAreRefusedWithWhatAddsIt() {
        RecordType type = RecordType.of("time:<i8", "channel:<i2", "wave:<i2[" + SAMPLES + "]");
        Path file = write(type, (records, i) -> {});
        for (String target : new String[] {"hit_threshold", "hit_grouped"}) {
            run(file, target)
                    .failsWith(1, "no field 'dt'", "time, channel, wave", "a.dtype.descr + [('dt', '<i4')]", "with_dt");
        }
        assertEquals("", notes(file, "coincidences", 7));
    }

    /// Whatever fields there are: a waveform of 100 samples of 4 ns each 1000 ns, channels 0 and 1, a pulse at 50.
    private Path write(RecordType type, ObjLongConsumer<Records> change) {
        Path file = folder.resolve("waves.npy");
        try (Arena arena = Arena.ofConfined()) {
            Records records = Records.allocate(type, COUNT, arena);
            String wave = type.has("wave") ? "wave" : "data";
            for (long i = 0; i < COUNT; i++) {
                set(type, records, i, "time", 1000 * i);
                set(type, records, i, "endtime", 1000 * i + 4 * SAMPLES);
                set(type, records, i, "length", SAMPLES);
                set(type, records, i, "dt", 4);
                set(type, records, i, "channel", i % 2);
                for (int k = 0; k < SAMPLES; k++) {
                    type.longField(wave).set(records, i, k, k >= 50 && k < 60 ? 800 : 1000);
                }
                change.accept(records, i);
            }
            save(file, records);
        }
        return file;
    }

    private static void set(RecordType type, Records records, long index, String field, long value) {
        if (type.has(field)) {
            type.doubleField(field).set(records, index, value);
        }
    }

    private static void save(Path file, Records records) {
        try (NpyWriter writer = NpyWriter.create(file, records.type())) {
            writer.write(records);
            writer.commit();
        }
    }

    private Outcome run(Path file, String target, Object... more) {
        Object[] words = new Object[4 + more.length];
        words[0] = "run";
        words[1] = file;
        words[2] = "--target";
        words[3] = target;
        System.arraycopy(more, 0, words, 4, more.length);
        return Outcome.of(words);
    }

    /// The notes of a run that say something about time.
    private String notes(Path file, String target, int chunkRecords) {
        return run(file, target, "--chunk-records", chunkRecords)
                .succeeds()
                .err()
                .lines()
                .filter(line -> line.contains("st_waveforms_stream: ") || line.contains(" start when "))
                .reduce("", (one, other) -> one + other + "\n");
    }
}
