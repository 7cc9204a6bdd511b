package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.internal.run.OpenStream;
import dev.sluice.internal.run.PipelineStream;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// E17: what is forgotten without being closed is reported once, its threads end, and its memory goes back.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ForgottenStreamsTest {
    private static final int STREAMS = 6;

    private final Logger logger = Logger.getLogger(ChunkStream.class.getName());
    private final List<String> message = Collections.synchronizedList(new ArrayList<>());
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord record) {
            message.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listening);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listening);
    }

    /// How a stream is lost sight of.
    enum Forgetting {
        AT_ITS_FIRST_CHUNK {
            @Override
            void read(ChunkStream stream) {
                stream.iterator().next();
            }
        },
        BEFORE_IT_IS_READ {
            @Override
            void read(ChunkStream stream) {
                // It is not looked at.
            }
        },
        AT_ITS_END {
            @Override
            void read(ChunkStream stream) {
                Iterator<Chunk> chunks = stream.iterator();
                for (int i = 0; i < 20 && chunks.hasNext(); i++) {
                    chunks.next();
                }
            }
        };

        abstract void read(ChunkStream stream);
    }

    @ParameterizedTest
    @EnumSource
    void aForgottenStreamIsToldOfOnceAndFreed(Forgetting forgetting) {
        List<OpenStream> forgotten = new ArrayList<>();
        List<WeakReference<Context>> contexts = new ArrayList<>();
        long before = threads();
        for (int i = 0; i < STREAMS; i++) {
            forget(forgetting, "r" + i, forgotten, contexts);
        }
        await(() -> message.size() >= STREAMS);
        assertEquals(STREAMS, message.size(), message.toString());
        for (int i = 0; i < STREAMS; i++) {
            String run = "of run r" + i + " ";
            assertEquals(
                    1,
                    message.stream().filter(sentence -> sentence.contains(run)).count(),
                    message.toString());
        }
        assertTrue(message.getFirst().startsWith("the stream of features of run r"), message.getFirst());
        assertTrue(message.getFirst().contains("never closed"), message.getFirst());
        await(() -> forgotten.stream().allMatch(stream -> stream.reservedBytes() == 0));
        forgotten.clear();
        await(() -> contexts.stream().allMatch(context -> context.get() == null));
        await(() -> threads() <= before);
    }

    /// In a method of its own, so that no variable keeps anything.
    private static void forget(
            Forgetting forgetting, String run, List<OpenStream> streams, List<WeakReference<Context>> contexts) {
        long records = forgetting == Forgetting.AT_ITS_END ? 500 : SimulatedDetector.ENDLESS;
        Context context = Context.create().register(SimulatedDetector.ofRecords(records), new Features());
        ChunkStream stream = context.streaming(run)
                .workers(2)
                .chunkRecords(100)
                .memory(16 << 20)
                .getStream("features");
        forgetting.read(stream);
        streams.add(((PipelineStream) stream).open());
        contexts.add(new WeakReference<>(context));
    }

    /// A holder of the iterator has not forgotten the stream, and one of the context may forget a stream.
    @Test
    void aStreamThatIsReadIsNotForgottenWhileItsNeighbourIs() {
        try (Context context =
                Context.create().register(SimulatedDetector.ofRecords(SimulatedDetector.ENDLESS), new Features())) {
            Iterator<Chunk> read = context.streaming("read")
                    .chunkRecords(50)
                    .getStream("features")
                    .iterator();
            Records forgotten = firstOf(context);
            await(() -> !message.isEmpty());
            for (int i = 0; i < 200; i++) {
                assertEquals(50, read.next().length());
            }
            assertEquals(1, message.size(), message.toString());
            assertTrue(message.getFirst().contains("of run lost "), message.getFirst());
            await(() -> isStale(forgotten));
        }
        assertEquals(1, message.size(), message.toString());
    }

    private static Records firstOf(Context context) {
        return context.streaming("lost").getStream("features").iterator().next().records();
    }

    private static boolean isStale(Records records) {
        try {
            records.count();
            return false;
        } catch (IllegalStateException stale) {
            return true;
        }
    }

    @Test
    void nothingIsToldOfAStreamThatIsClosed() {
        for (int i = 0; i < 3; i++) {
            readAndClose();
        }
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        await(() -> garbage.get() == null);
        assertEquals(List.of(), message);
    }

    private static void readAndClose() {
        Context context = Context.create().register(SimulatedDetector.ofRecords(1000), new Features());
        ChunkStream stream = context.streaming("r").getStream("features");
        stream.iterator().next();
        stream.close();
        assertThrows(IllegalStateException.class, () -> stream.tap(1));
        assertFalse(stream.runId().isEmpty());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-"))
                .count();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within 60 s");
            System.gc();
            Thread.onSpinWait();
        }
    }
}
