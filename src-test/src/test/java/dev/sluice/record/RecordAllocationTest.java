package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class RecordAllocationTest {
    private static final RecordType FROM = RecordType.of("time:<i8", "wave:<i2[100]");
    private static final RecordType TO = RecordType.of("time:<i8", "peak:<f4", "n:<u2");

    @Test
    void rebindingCopyingAndHandlesAllocateNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64 * 1024);
            Records source = Records.allocate(RecordType.parse(FROM.descr()), 64, arena);
            RecordWindow window = new RecordWindow(TO);
            FieldCopy copy = FieldCopy.of("time", FROM, TO);
            long sum = work(20_000, memory, source, window, copy);
            int rounds = 20_000;
            long before = threads.getCurrentThreadAllocatedBytes();
            sum += work(rounds, memory, source, window, copy);
            long perRound = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
            assertTrue(perRound == 0, "bytes per round=" + perRound + ", sum=" + sum);
        }
    }

    private static long work(int rounds, MemorySegment memory, Records source, RecordWindow window, FieldCopy copy) {
        LongField wave = FROM.longField("wave");
        FloatField peak = TO.floatField("peak");
        DoubleField number = TO.doubleField("n");
        RecordTimes times = FROM.instantaneous().times();
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            window.rebind(memory, round % 100, 80);
            window.count(64);
            Records records = window.records();
            records.clear();
            records.copyField("time", source);
            copy.copy(source, records);
            peak.set(records, round % 64, wave.get(source, round % 64, 3));
            number.set(records, 1, round % 100);
            records.copyFrom(0, records, 32, 32);
            sum += times.end(source, 2) + records.byteSize();
        }
        return sum;
    }
}
