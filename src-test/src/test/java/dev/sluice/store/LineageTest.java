package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.kernels.SampleRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineageTest {
    private static final Lineage RAW = Lineages.raw(0.5);
    private static final Lineage RECORDS = Lineages.records(RAW, 40);

    @Test
    void jsonIsTheFormOfTheMetadataOfStrax() {
        assertEquals(
                "{\"raw_records\": [\"RawRecords\", \"1.2.3\", {\"gain\": 0.5}],"
                        + " \"records\": [\"Records\", \"0.0.1\", {\"baseline_samples\": 40}]}",
                RECORDS.toJson());
        assertEquals("eg4qikr44u", RAW.hash());
        assertEquals("63l2ihpzzs", RECORDS.hash());
    }

    @Test
    void lineageIsReadBackFromItsJson() {
        JsonObject tree = JsonParser.parseString(RECORDS.toJson()).getAsJsonObject();
        assertEquals(RECORDS, StraxFixtures.lineage(tree));
        assertEquals(RECORDS, Lineage.fromTree(RECORDS.tree()));
    }

    @Test
    void ancestorsThatMeetAgainCountOnce() {
        Lineage hits = Lineage.of("hits", LineageEntry.of("Hits", "1", Map.of()), List.of(RECORDS));
        Lineage peaks = Lineage.of("peaks", LineageEntry.of("Peaks", "1", Map.of()), List.of(RECORDS, hits));
        assertEquals(
                List.of("hits", "peaks", "raw_records", "records"),
                List.copyOf(peaks.entries().keySet()));
    }

    @Test
    void changeOfOneOptionChangesEveryDescendantAndNoAncestor() {
        Lineage other = Lineages.records(RAW, 41);
        assertNotEquals(RECORDS, other);
        assertNotEquals(RECORDS.hash(), other.hash());
        LineageEntry hits = LineageEntry.of("Hits", "1", Map.of());
        assertNotEquals(
                Lineage.of("hits", hits, List.of(RECORDS)).hash(),
                Lineage.of("hits", hits, List.of(other)).hash());
        assertEquals(RAW, Lineages.raw(0.5));
    }

    @Test
    void numbersThatPythonTellsApartAreTwoLineages() {
        assertEquals(Lineages.raw(1), Lineages.raw(1L));
        assertNotEquals(Lineages.raw(1), Lineages.raw(1.0));
        assertNotEquals(Lineages.raw(0.0), Lineages.raw(-0.0));
        assertEquals(Lineages.raw(Double.NaN), Lineages.raw(Float.NaN));
    }

    @Test
    void valuesOfOptionsHaveAForm() {
        assertEquals(List.of(40L, 90L), TrackedValue.of(new SampleRange(40, 90)));
        assertEquals("[60, null]", LineageHash.input(SampleRange.from(60)));
        assertEquals("null", LineageHash.input(OptionalDouble.empty()));
        assertEquals("2.5", LineageHash.input(OptionalDouble.of(2.5)));
        assertEquals("\"SECONDS\"", LineageHash.input(TimeUnit.SECONDS));
    }

    @Test
    void twoWaysToOneTypeAreRefused() {
        Lineage other = Lineages.records(Lineages.raw(0.7), 40);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Lineage.of("both", LineageEntry.of("Both", "1", Map.of()), List.of(RECORDS, other)));
        assertTrue(refused.getMessage().contains("two ways to raw_records"), refused.getMessage());
        assertTrue(refused.getMessage().contains("0.7"), refused.getMessage());
    }

    @Test
    void somethingElseIsNoLineage() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Lineage.fromTree(Map.of("hits", List.of("Hits", 1, Map.of()))));
        assertTrue(refused.getMessage().contains("entry of hits"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Lineage.fromTree(Map.of()));
    }

    @Test
    void optionWithoutAFormIsRefusedWithItsPlugin() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> LineageEntry.of("Hits", "1", Map.of("x", new Object())));
        assertTrue(refused.getMessage().startsWith("options of Hits: "), refused.getMessage());
    }

    @Test
    void anotherFileUnderTheSameNameIsNoticed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("wave0.dat"), "some pulses");
        Files.setLastModifiedTime(file, FileTime.from(1_600_000_000_000_000_123L, TimeUnit.NANOSECONDS));
        Lineage before = read(FileIdentity.byTime(file));
        assertEquals(before, read(FileIdentity.byTime(file)));
        assertTrue(before.toJson().contains("\"files\": [[\"wave0.dat\", 11, 1600000000000000123]]"), before.toJson());
        Files.setLastModifiedTime(file, FileTime.from(1_600_000_001_000_000_000L, TimeUnit.NANOSECONDS));
        assertNotEquals(before, read(FileIdentity.byTime(file)));
    }

    @Test
    void fileKnownByItsContentMayBeCopied(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("wave0.dat"), "abc");
        Path copy = Files.copy(
                file, Files.createDirectory(folder.resolve("elsewhere")).resolve("wave0.dat"));
        Files.setLastModifiedTime(copy, FileTime.from(1, TimeUnit.SECONDS));
        assertEquals(read(FileIdentity.byContent(file)), read(FileIdentity.byContent(copy)));
        assertEquals(
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                FileIdentity.byContent(file).mark());
        Files.writeString(copy, "abd");
        assertNotEquals(read(FileIdentity.byContent(file)), read(FileIdentity.byContent(copy)));
    }

    @Test
    void optionThatHidesTheFilesIsRefused() {
        LineageEntry entry = LineageEntry.of("Reader", "1", Map.of("files", "a.dat"));
        assertThrows(IllegalArgumentException.class, () -> Lineage.ofFiles("raw", entry, List.of()));
    }

    private static Lineage read(FileIdentity... files) {
        return Lineage.ofFiles("raw", LineageEntry.of("Reader", "1", Map.of("board", 3)), List.of(files));
    }
}
