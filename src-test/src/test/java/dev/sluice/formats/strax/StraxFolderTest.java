package dev.sluice.formats.strax;

import static dev.sluice.formats.strax.StraxFixtureTest.copy;
import static dev.sluice.formats.strax.StraxFixtureTest.data;
import static dev.sluice.formats.strax.StraxFixtureTest.edit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import dev.sluice.app.Outcome;
import dev.sluice.fixtures.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which data of a storage folder a request takes.
final class StraxFolderTest {
    @Test
    void theNearestTypeThatIsStoredIsTaken(@TempDir Path folder) throws IOException {
        Path all = Recorded.fixture("strax/lz4");
        assertEquals(List.of("007-peaks-sokzoxs3ka"), sources(all, "events"));
        assertEquals(List.of("007-records-63l2ihpzzs"), sources(all, "records_cut"));
        assertEquals(List.of("007-hits-bpnyvve4qw", "007-records-63l2ihpzzs"), sources(all, "hits,records"));
        Path some = Files.createDirectories(folder.resolve("some"));
        copy(data(all, "hits"), some);
        copy(data(all, "raw_records"), some);
        // Hits of strax are numbered within their chunks: peaks are not made of them and of records of ours.
        assertEquals(List.of("007-raw_records-eg4qikr44u"), sources(some, "hits,peaks"));
    }

    private static List<String> sources(Path folder, String targets) {
        JsonArray stages =
                Outcome.of("run", folder, "--target", targets, "--json").json().getAsJsonArray("stages");
        return stages.asList().stream()
                .map(stage -> stage.getAsJsonObject().get("stage").getAsString())
                .filter(name -> name.startsWith("StraxSource"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void brokenDataArePassedByWhereOthersDo(@TempDir Path folder) throws IOException {
        Path all = Recorded.fixture("strax/lz4");
        copy(data(all, "raw_records"), folder);
        Path broken = copy(data(all, "records"), folder);
        edit(broken, "\"writing_ended\"", "\"exception\": \"disk full\", \"writing_ended\"");
        Outcome passed = Outcome.of("run", folder, "--target", "hits").succeeds();
        assertTrue(passed.err().contains("007-records-63l2ihpzzs is not whole, and passed by"), passed::toString);
        Outcome.of("run", folder, "--input-type", "records").failsWith(1, "disk full");
    }

    @Test
    void aFolderWithoutWholeDataIsRefused(@TempDir Path folder) throws IOException {
        Outcome.of("run", folder, "--format", "strax").failsWith(1, "no folders <run>-<type>-<hash>");
        copy(Recorded.fixture("strax/broken/008-raw_records-eg4qikr44u_temp"), folder);
        Outcome.of("run", folder).failsWith(1, "008-raw_records-eg4qikr44u_temp", "--on-error skip");
        Path data = data(Recorded.fixture("strax/lz4"), "records");
        Outcome.of("run", data, "--run", "008").failsWith(1, "it holds 007, but run=008");
        Outcome.of("run", data, "--input-type", "hits").failsWith(1, "it holds records, but input-type=hits");
    }

    @Test
    void aStorageFolderIsAnInput() {
        Path folder = Recorded.fixture("strax/lz4");
        Outcome peaks = Outcome.of("run", folder, "--target", "hits", "--json");
        assertEquals("007", peaks.json().get("run_id").getAsString());
        Outcome.of("run", Recorded.fixture("strax/superrun"), "--target", "hits")
                .failsWith(1, "there are 3 runs: 007, 008, _sr", "--run 007");
        Outcome chosen = Outcome.of("run", Recorded.fixture("strax/superrun"), "--run", "008", "--target", "hits");
        assertTrue(chosen.succeeds().out().contains("008"), chosen::toString);
        Outcome.of("run", folder, "--run", "009").failsWith(1, "there is no run 009 but 007");
        Outcome.of("run", folder, "--input-type", "pulses").failsWith(1, "there is no pulses among");
    }
}
