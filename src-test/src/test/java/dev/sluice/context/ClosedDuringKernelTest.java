package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.waveform.PeakCharge;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/// E9: a reader hands its chunk to a thread of its own, and closes the stream while that runs a kernel on it.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClosedDuringKernelTest {

    private static final RecordType FEATURES =
            RecordType.of("time:<i8", "peak:<f4", "charge:<f4").instantaneous();
    private static final int RECORDS = 20_000;

    @RepeatedTest(4)
    void closingAStreamWaitsForTheKernelThatRunsOnItsChunk() throws InterruptedException {
        AtomicReference<Throwable> end = new AtomicReference<>();
        CountDownLatch runs = new CountDownLatch(3);
        Thread thread;
        try (Arena arena = Arena.ofShared()) {
            Records results = Records.allocate(FEATURES, RECORDS, arena);
            try (Context context = Context.create().register(SimulatedDetector.ofRecords(RECORDS));
                    ChunkStream stream = context.streaming("run")
                            .workers(1)
                            .chunkRecords(RECORDS)
                            .getStream("st_waveforms_stream")) {
                Records waveforms = stream.iterator().next().records();
                thread = Thread.ofPlatform().daemon().start(() -> {
                    try {
                        while (true) {
                            PeakCharge.of(waveforms).into(results);
                            runs.countDown();
                        }
                    } catch (Throwable thrown) {
                        end.set(thrown);
                    }
                });
                assertTrue(runs.await(60, TimeUnit.SECONDS), "the kernel does not run: " + end.get());
            }
            assertTrue(thread.join(Duration.ofSeconds(60)), "the kernel goes on after the stream has closed");
            assertInstanceOf(IllegalStateException.class, end.get());
        }
    }
}
