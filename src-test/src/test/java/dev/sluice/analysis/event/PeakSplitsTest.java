package dev.sluice.analysis.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.event.PeakFinding;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.waveform.StraxTypes;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where hits are parted is found in blocks of them, or at once from the last, as hit by hit.
final class PeakSplitsTest {
    private static final RecordType HITS = StraxTypes.HIT;
    private static final PeakFinding SETTINGS = PeakFinding.DEFAULT
            .with()
            .gapThreshold(300)
            .leftExtension(20)
            .rightExtension(150)
            .maxDuration(20_000)
            .build();

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, false", "4, true"})
    void theEndOfWholePeaksIsThatFoundHitByHit(long seed, boolean strax) {
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            Records hits = Records.allocate(HITS, 2000, arena);
            long time = 1000;
            for (int i = 0; i < hits.count(); i++) {
                time += random.nextInt(20) == 0 ? 250 + random.nextInt(200) : random.nextInt(90);
                HITS.longField("time").set(hits, i, time);
                HITS.longField("length").set(hits, i, random.nextInt(8));
                HITS.longField("dt").set(hits, i, 10);
            }
            PeakSplits splits = new PeakSplits(HITS, SETTINGS, strax);
            for (int from : new int[] {0, 1, 700, 1998, 1999}) {
                for (int of = from; of < hits.count(); of += 37) {
                    long end = splits.start(hits, of) + random.nextInt(3) - 1;
                    String name = "seed=" + seed + " from=" + from + " end=" + end;
                    assertEquals(oneByOne(hits, from, end, strax), splits.endOfWhole(hits, from, end), name);
                }
                long beyond = splits.start(hits, hits.count() - 1) + 1;
                assertEquals(hits.count(), splits.endOfWhole(hits, from, beyond));
            }
        }
    }

    private static long oneByOne(Records hits, int from, long end, boolean strax) {
        long start = HITS.times().start(hits, from) - 20;
        long reach = HITS.times().end(hits, from);
        for (int i = from + 1; i < hits.count(); i++) {
            long time = HITS.times().start(hits, i);
            long next = HITS.times().end(hits, i);
            long last = (strax ? next + 20 : Math.max(reach, next)) + 150;
            if (time - reach >= 300 || last - start > 20_000) {
                start = time - 20;
                if (start >= end) {
                    return i;
                }
                reach = next;
            }
            reach = Math.max(reach, next);
        }
        return hits.count();
    }
}
