package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Splits of strax itself, recorded from it.
///
/// Where no record is open at the time, both agree. Where one is, the laws differ on purpose: strax refuses to split
/// (`CannotSplit`), or splits earlier if that is allowed; here records go by their start and the left chunk overhangs.
final class StraxSplitCasesTest {
    @Test
    void whereNoRecordIsOpenOurSplitIsThatOfStrax() {
        int compared = 0;
        for (JsonObject given : cases()) {
            if (!isOpen(given)) {
                JsonObject result = given.getAsJsonObject("result");
                Split split = split(given);
                assertEquals(result.getAsJsonArray("left"), summary(split.left()), given.toString());
                assertEquals(result.getAsJsonArray("right"), summary(split.right()), given.toString());
                compared++;
            }
        }
        assertTrue(compared > 50, "compared=" + compared);
    }

    @Test
    void whereStraxRefusesWeAssignByStartTimeAndTellTheOverhang() {
        int refused = 0;
        for (JsonObject given : cases()) {
            if (isOpen(given)) {
                long time = given.get("t").getAsLong();
                Split split = split(given);
                assertEquals(time, split.left().end(), given.toString());
                assertTrue(split.left().overhang() > 0, given.toString());
                assertEquals(
                        given.getAsJsonArray("intervals").size(),
                        split.left().length() + split.right().length(),
                        given.toString());
                boolean straxRefuses = given.get("result").isJsonPrimitive();
                assertEquals(!given.get("allow_early_split").getAsBoolean(), straxRefuses, given.toString());
                refused += straxRefuses ? 1 : 0;
            }
        }
        assertTrue(refused > 10, "refused=" + refused);
    }

    private static List<JsonObject> cases() {
        JsonArray split = Recorded.json(Recorded.straxPulses("cases.json")).getAsJsonArray("split");
        return StreamSupport.stream(split.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /// Whether a record that starts before the time ends after it, the time lying inside the chunk.
    private static boolean isOpen(JsonObject given) {
        long time = given.get("t").getAsLong();
        JsonArray chunk = given.getAsJsonArray("chunk");
        boolean inside = time > chunk.get(0).getAsLong() && time < chunk.get(1).getAsLong();
        return inside && rows(given).stream().anyMatch(row -> row.time() < time && row.end() > time);
    }

    private static List<Row> rows(JsonObject given) {
        List<Row> rows = new ArrayList<>();
        for (JsonElement interval : given.getAsJsonArray("intervals")) {
            JsonArray pair = interval.getAsJsonArray();
            rows.add(Row.of(pair.get(0).getAsLong(), pair.get(1).getAsLong()));
        }
        return rows;
    }

    private static Split split(JsonObject given) {
        JsonArray range = given.getAsJsonArray("chunk");
        Chunk chunk = TestChunks.chunk(
                TestChunks.SPANS, range.get(0).getAsLong(), range.get(1).getAsLong(), rows(given));
        return Chunks.split(chunk, given.get("t").getAsLong());
    }

    private static JsonArray summary(Chunk chunk) {
        JsonArray summary = new JsonArray();
        summary.add(chunk.start());
        summary.add(chunk.end());
        summary.add(chunk.length());
        return summary;
    }
}
