package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where strax cuts stored data into chunks (`get_splits`), recorded from it.
///
/// The laws differ on purpose: strax looks for gaps only, and of these for the one nearest to the target, so that a
/// chunk may be larger than was asked for; here a chunk by bytes keeps within them, and a chunk by gap ends at each.
final class StraxRechunkCasesTest {
    private Chunk chunk;
    private JsonArray cases;

    @BeforeEach
    void readTheRecordedCases() {
        cases = Recorded.json(Recorded.straxPulses("cases.json")).getAsJsonArray("get_splits");
        chunk = chunk();
    }

    private static Chunk chunk() {
        Records records;
        try (NpyFile file = NpyFile.map(Recorded.straxPulses("raw_records.npy"))) {
            Records mapped = file.records();
            records = Records.allocate(file.type(), mapped.count(), Arena.ofAuto());
            records.copyFrom(0, mapped, 0, mapped.count());
        }
        RecordTimes times = records.type().times();
        long end = times.start(records, records.count() - 1) + 1;
        return Chunk.of(records, times.start(records, 0), end, TestChunks.RUN, "raw_records");
    }

    /// The index of the first record of every chunk.
    private static Set<Long> starts(Rechunk rechunk) {
        Set<Long> starts = new TreeSet<>();
        long next = 0;
        try (rechunk) {
            while (rechunk.hasNext()) {
                starts.add(next);
                next += rechunk.next().length();
            }
        }
        return starts;
    }

    @Test
    void everyCutOfStraxIsOneOfOursByGap() {
        for (JsonElement element : cases) {
            JsonObject given = element.getAsJsonObject();
            Set<Long> ours = starts(Rechunk.byGap(
                    List.of(chunk).iterator(), given.get("min_gap").getAsLong()));
            for (JsonElement cut : given.getAsJsonArray("result")) {
                assertTrue(ours.contains(cut.getAsLong()), given + " ours=" + ours);
            }
        }
        assertEquals(12, cases.size());
    }

    @Test
    void straxPassesItsTargetSizeAndWeDoNot() {
        int passed = 0;
        for (JsonElement element : cases) {
            JsonObject given = element.getAsJsonObject();
            long target = given.get("target_size_bytes").getAsLong();
            List<Long> cuts = new ArrayList<>();
            given.getAsJsonArray("result").forEach(cut -> cuts.add(cut.getAsLong()));
            cuts.add(chunk.length());
            for (int i = 1; i < cuts.size(); i++) {
                passed += (cuts.get(i) - cuts.get(i - 1)) * chunk.type().size() > target ? 1 : 0;
            }
            try (Rechunk rechunk = Rechunk.byBytes(List.of(chunk).iterator(), target)) {
                while (rechunk.hasNext()) {
                    Chunk part = rechunk.next();
                    assertTrue(part.nbytes() <= target, given + " nbytes=" + part.nbytes());
                }
            }
        }
        assertTrue(passed > 0, "passed=" + passed);
    }

    @Test
    void atTheCutsOfStraxOurSplitLeavesNothingOpen() {
        for (JsonElement element : cases) {
            JsonObject given = element.getAsJsonObject();
            for (JsonElement cut : given.getAsJsonArray("result")) {
                long index = cut.getAsLong();
                Split split = Chunks.split(chunk, chunk.type().times().start(chunk.records(), index));
                assertEquals(index, split.left().length(), given.toString());
                assertEquals(0, index == 0 ? 0 : split.left().overhang(), given.toString());
            }
        }
    }
}
