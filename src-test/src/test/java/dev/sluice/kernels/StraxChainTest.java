package dev.sluice.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kernels.channel.ChannelBaselines;
import dev.sluice.kernels.hit.FindHitsKernel;
import dev.sluice.kernels.hit.HitOrder;
import dev.sluice.kernels.record.CutOutsideHitsKernel;
import dev.sluice.kernels.record.RecordLinks;
import dev.sluice.kernels.record.RecordsKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Raw records to records, hits and cut records, as a whole.
@KernelTest
class StraxChainTest {

    private static final FragmentLayout LAYOUT = GoldenPulses.LAYOUT;

    @Test
    void theChainGivesTheGoldenHitsInOrderAndTheGoldenCutRecords() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = GoldenPulses.load("raw_records", arena);
            MemorySegment expectedRecords = GoldenPulses.load("records_cut_default_2_15", arena);
            MemorySegment unsorted = GoldenPulses.load("hits_15", arena);
            long count = raw.byteSize() / LAYOUT.rawBytes();
            MemorySegment records = arena.allocate(expectedRecords.byteSize());
            MemorySegment cut = arena.allocate(expectedRecords.byteSize());
            MemorySegment hits = arena.allocate(unsorted.byteSize(), 8);
            MemorySegment sorted = arena.allocate(unsorted.byteSize(), 8);
            long capacity = unsorted.byteSize() / FragmentLayout.HIT_BYTES;
            RecordsKernel.of(LAYOUT)
                    .compatibility(Compatibility.STRAX)
                    .build()
                    .compute(raw, 0, count, records, 0, ChannelBaselines.ofAll());
            long found = FindHitsKernel.of(LAYOUT)
                    .compatibility(Compatibility.STRAX)
                    .build()
                    .find(records, 0, count, hits, 0, capacity);
            CutOutsideHitsKernel.of(LAYOUT, 2, 15, Compatibility.STRAX)
                    .cut(records, 0, count, hits, 0, found, cut, 0, new RecordLinks(LAYOUT));
            new HitOrder().sort(hits, 0, found, sorted, 0);
            assertEquals(capacity, found);
            assertEquals("", GoldenPulses.difference(expectedRecords, cut, LAYOUT.recordBytes()));
            MemorySegment expected = plainOrder(unsorted, arena);
            assertEquals("", GoldenPulses.difference(expected, sorted, FragmentLayout.HIT_BYTES));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 33, 64, 100, 1000})
    void hitsAreSortedByTimeThenChannelAndOtherwiseStayAsTheyWere(int count) {
        Random random = new Random(count);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hits = arena.allocate((long) count * FragmentLayout.HIT_BYTES, 8);
            for (int i = 0; i < count; i++) {
                MemorySegment hit = hits.asSlice((long) i * FragmentLayout.HIT_BYTES, FragmentLayout.HIT_BYTES);
                hit.set(Waveforms.INT64, 0, random.nextBoolean() ? i / 3 : random.nextInt(count) - count / 2);
                hit.set(Waveforms.INT16, 14, (short) (random.nextInt(4) - 2));
                hit.set(Waveforms.INT32, 28, i);
            }
            MemorySegment sorted = arena.allocate(hits.byteSize(), 8);
            new HitOrder().sort(hits, 0, count, sorted, 0);
            MemorySegment expected = plainOrder(hits, arena);
            assertEquals("", GoldenPulses.difference(expected, sorted, FragmentLayout.HIT_BYTES), "seed=" + count);
        }
    }

    private static MemorySegment plainOrder(MemorySegment hits, Arena arena) {
        int bytes = FragmentLayout.HIT_BYTES;
        MemorySegment sorted = arena.allocate(hits.byteSize(), 8);
        int[] order = IntStream.range(0, (int) (hits.byteSize() / bytes))
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> hits.get(Waveforms.INT64, (long) i * bytes))
                        .thenComparingInt(i -> hits.get(Waveforms.INT16, (long) i * bytes + 14)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < order.length; i++) {
            MemorySegment.copy(hits, (long) order[i] * bytes, sorted, (long) i * bytes, bytes);
        }
        return sorted;
    }
}
