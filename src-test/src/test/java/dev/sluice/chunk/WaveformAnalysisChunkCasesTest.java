package dev.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.sluice.fixtures.Recorded;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Operations on chunks by the Python package WaveformAnalysis, recorded from it: each is run, and where our law
/// differs on purpose the test says so.
final class WaveformAnalysisChunkCasesTest {
    private static final Pattern RANGE = Pattern.compile(".*\\[(\\d+|None),(\\d+|None)\\).*");
    private static final RecordType TYPE = RecordType.of("time:<i8", "dt:<i4", "length:<i4");
    private static final long LENGTH = 100;
    private static final long DT = 10;

    private JsonObject cases;
    private final TreeSet<String> run = new TreeSet<>();

    @BeforeEach
    void readTheRecordedCases() {
        cases = Recorded.waveformAnalysis().getAsJsonObject("chunk");
        assertEquals(
                "[0,1000,2000,3000,4000]",
                cases.getAsJsonObject("data").get("time").toString());
    }

    private static Chunk chunk(long end, long... times) {
        Records records = Records.allocate(TYPE, times.length, Arena.ofAuto());
        for (int i = 0; i < times.length; i++) {
            TYPE.longField("time").set(records, i, times[i]);
            TYPE.longField("dt").set(records, i, DT);
            TYPE.longField("length").set(records, i, LENGTH);
        }
        return Chunk.of(records, 0, end, TestChunks.RUN, "waveforms");
    }

    private static Chunk data() {
        return chunk(5000, 0, 1000, 2000, 3000, 4000);
    }

    private static List<Long> times(Chunk chunk) {
        LongField time = TYPE.longField("time");
        List<Long> times = new ArrayList<>();
        for (long i = 0; i < chunk.length(); i++) {
            times.add(time.get(chunk.records(), i));
        }
        return times;
    }

    private static List<Long> longs(JsonArray array) {
        List<Long> longs = new ArrayList<>();
        array.forEach(element -> longs.add(element.getAsLong()));
        return longs;
    }

    private static TimeRange range(String name) {
        Matcher matcher = RANGE.matcher(name);
        assertTrue(matcher.matches(), name);
        long start = matcher.group(1).equals("None") ? 0 : Long.parseLong(matcher.group(1));
        long end = matcher.group(2).equals("None") ? 5000 : Long.parseLong(matcher.group(2));
        return TimeRange.of(start, end);
    }

    /// Start, end and number of records of every chunk.
    private static List<List<Long>> cuts(Rechunk rechunk) {
        List<List<Long>> cuts = new ArrayList<>();
        try (rechunk) {
            while (rechunk.hasNext()) {
                Chunk chunk = rechunk.next();
                cuts.add(List.of(chunk.start(), chunk.end(), chunk.length()));
            }
        }
        return cuts;
    }

    private List<List<Long>> recorded(String name) {
        run.add(name);
        List<List<Long>> rows = new ArrayList<>();
        for (JsonElement row : cases.getAsJsonArray(name)) {
            rows.add(longs(row.getAsJsonArray()));
        }
        return rows;
    }

    @Test
    void looseSelectionIsOursByTouchAndStrictSelectionOursByContainment() {
        for (String name : cases.keySet()) {
            if (name.startsWith("select")) {
                Selection selection = name.endsWith("True") ? Selection.CONTAINED : Selection.TOUCHING;
                Chunk selected = Chunks.select(data(), range(name), selection, Arena.ofAuto());
                assertEquals(longs(cases.getAsJsonArray(name)), times(selected), name);
                run.add(name);
            }
        }
        assertEquals(10, run.size());
    }

    /// Their clip cuts a record at the bounds and leaves its waveform as it was; ours keeps records whole, in the range
    /// in which they start.
    @Test
    void clippingTakesWholeRecordsByTheirStartAndCutsNone() {
        for (String name : cases.keySet()) {
            if (name.startsWith("clip")) {
                TimeRange range = range(name);
                List<Long> uncut = recorded(name).stream()
                        .map(row -> row.get(0))
                        .filter(time -> times(data()).contains(time))
                        .toList();
                Chunk clipped = Chunks.clip(data(), range);
                assertEquals(uncut, times(clipped), name);
                for (long i = 0; i < clipped.length(); i++) {
                    assertEquals(LENGTH, TYPE.longField("length").get(clipped.records(), i), name);
                }
            }
        }
        assertEquals(5, run.size());
    }

    /// Their windows share the records that straddle a bound, so that 5 records become 7; ours have each once.
    @Test
    void windowsOfTimeHaveEveryRecordOnce() {
        for (long width : new long[] {1500, 1000}) {
            long doubled = 0;
            long found = 0;
            for (List<Long> window : recorded("split_by_time(" + width + ")")) {
                long start = window.get(0);
                Chunk part = Chunks.clip(data(), TimeRange.of(start, window.get(1)));
                long straddling = times(data()).stream()
                        .filter(time -> time < start && time + LENGTH * DT > start)
                        .count();
                assertEquals(window.get(2), part.length() + straddling, "width=" + width + " start=" + start);
                doubled += straddling;
                found += part.length();
            }
            assertEquals(5, found);
            assertEquals(width == 1500 ? 2 : 0, doubled);
        }
    }

    @Test
    void chunksByCountAreTheirs() {
        List<List<Long>> theirs = recorded("split_by_count(2)");
        assertEquals(theirs, cuts(Rechunk.byCount(List.of(data()).iterator(), 2)));
        assertEquals(
                recorded("rechunk target 2 max default of one 5"),
                cuts(Rechunk.byCount(List.of(data()).iterator(), 2)));
    }

    /// Theirs gathers whole input chunks until it has the target or more; ours has the count that was asked for,
    /// whatever the chunks before were, because results must not depend on them.
    @Test
    void rechunkingGivesTheCountThatWasAskedForAndNotMore() {
        Split first = Chunks.split(data(), 2000);
        Split second = Chunks.split(first.right(), 4000);
        List<Chunk> pairs = List.of(first.left(), second.left(), second.right());
        assertEquals(
                List.of(List.of(0L, 4000L, 4L), List.of(4000L, 5000L, 1L)), recorded("rechunk target 3 of count(2)"));
        assertEquals(
                List.of(List.of(0L, 3000L, 3L), List.of(3000L, 5000L, 2L)), cuts(Rechunk.byCount(pairs.iterator(), 3)));
    }

    /// The same records are together; but their chunks leave the gap out, and ours tile the time.
    @Test
    void breaksCutTheSameRecordsApartAndNoTimeIsLost() {
        for (long threshold : new long[] {9999, 10000}) {
            List<List<Long>> theirs = recorded("split_by_breaks gap10000 thr" + threshold);
            Chunk gapped = chunk(15000, 0, 1000, 2000, 13000, 14000);
            List<List<Long>> ours = cuts(Rechunk.byGap(List.of(gapped).iterator(), threshold));
            assertEquals(
                    theirs.stream().map(row -> row.get(2)).toList(),
                    ours.stream().map(row -> row.get(2)).toList());
            assertEquals(0, ours.get(0).get(0));
            assertEquals(15000, ours.get(ours.size() - 1).get(1));
            for (int i = 1; i < ours.size(); i++) {
                assertEquals(ours.get(i - 1).get(1), ours.get(i).get(0));
            }
        }
    }

    @Test
    void everyRecordedCaseIsRunHere() {
        assertEquals(22, cases.size() - 1, "recorded cases");
        clippingTakesWholeRecordsByTheirStartAndCutsNone();
        windowsOfTimeHaveEveryRecordOnce();
        chunksByCountAreTheirs();
        rechunkingGivesTheCountThatWasAskedForAndNotMore();
        breaksCutTheSameRecordsApartAndNoTimeIsLost();
        TreeSet<String> missing = new TreeSet<>(cases.keySet());
        missing.removeAll(run);
        missing.removeIf(name -> name.startsWith("select") || name.equals("data"));
        assertEquals(new TreeSet<>(), missing);
    }
}
