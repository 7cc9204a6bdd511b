package dev.sluice.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.OutOfBudgetException;
import dev.sluice.context.Context;
import dev.sluice.context.StreamingContext;
import dev.sluice.context.TestPlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is published while it is taken reaches the streams, in order, lawful and complete.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveInputTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "channel:<i2", "value:<i8").instantaneous();
    private static final LongField TIME = TYPE.longField("time");
    private static final LongField CHANNEL = TYPE.longField("channel");
    private static final LongField VALUE = TYPE.longField("value");

    private final Context context = Context.create();
    private final LiveInput live = context.live("pulses", TYPE);

    private static void fill(Records records, long... times) {
        for (int i = 0; i < times.length; i++) {
            TIME.set(records, i, times[i]);
            CHANNEL.set(records, i, 0);
            VALUE.set(records, i, times[i]);
        }
    }

    private void publish(long start, long end, long... times) {
        fill(live.claim(times.length), times);
        live.publish(start, end);
    }

    private ChunkStream open() {
        return context.streaming("live_run").workers(2).chunkRecords(100).getStream("pulses");
    }

    private static List<String> told(ChunkStream stream) {
        List<String> message = new ArrayList<>();
        for (Chunk chunk : stream) {
            StringBuilder text = new StringBuilder("[" + chunk.start() + ", " + chunk.end() + ")");
            for (long i = 0; i < chunk.length(); i++) {
                text.append(' ').append(TIME.get(chunk.records(), i));
            }
            chunk.losses().forEach(loss -> text.append(" lost [" + loss.start() + ", " + loss.end() + ")"));
            message.add(text.toString());
        }
        return message;
    }

    @Test
    void whatIsPublishedComesOutInOrder() {
        try (ChunkStream stream = open()) {
            publish(0, 10, 1, 2, 3);
            publish(10, 20);
            publish(20, 30, 20, 29);
            live.close();
            assertEquals(List.of("[0, 10) 1 2 3", "[10, 20)", "[20, 30) 20 29"), told(stream));
            assertEquals(5, stream.summary().records());
        }
    }

    @Test
    void aClaimThatAnotherOneTookThePlaceOfCannotBeWritten() {
        try (ChunkStream stream = open()) {
            Records first = live.claim(2);
            fill(live.claim(1), 1);
            assertThrows(IllegalStateException.class, () -> TIME.set(first, 0, 5));
            live.publish(0, 10);
            live.close();
            assertEquals(List.of("[0, 10) 1"), told(stream));
        }
    }

    @Test
    void recordsThatAreClaimedAndNeverPublishedAreAWarningOfTheRun() {
        try (ChunkStream stream = open()) {
            publish(0, 10, 1);
            fill(live.claim(2), 10, 11);
            live.finish();
            assertEquals(List.of("[0, 10) 1"), told(stream));
            List<String> warnings = stream.summary().warnings();
            assertEquals(1, warnings.size(), warnings::toString);
            assertTrue(
                    warnings.getFirst().contains("2 records of pulses that were claimed last are not part of the run"));
        }
    }

    /// No other stream that is closed would make room for it, and nothing is used up.
    @ParameterizedTest
    @ValueSource(longs = {2_000_000_000L, Long.MAX_VALUE})
    void aClaimThatNoBudgetHoldsSaysWhatIsLimited(long count) {
        try (ChunkStream stream = context.streaming("live_run").memory(1 << 20).getStream("pulses")) {
            String message = assertThrows(OutOfBudgetException.class, () -> live.claim(count))
                    .getMessage();
            assertTrue(message.contains("more than the whole memory budget=1048576"), message);
            assertFalse(message.contains("used up") || message.contains("close other streams"), message);
            publish(0, 10, 1);
            live.close();
            assertEquals(List.of("[0, 10) 1"), told(stream));
        }
    }

    @Test
    void theReaderSeesTheMemoryThatWasClaimed() {
        try (ChunkStream stream = open()) {
            Records claimed = live.claim(2);
            long address = claimed.segment().address() + claimed.byteOffset();
            fill(claimed, 1, 2);
            live.publish(0, 10);
            Records read = stream.iterator().next().records();
            assertEquals(address, read.segment().address() + read.byteOffset());
            live.close();
        }
    }

    @Test
    void pluginsComputeFromALiveInputAsFromAnyOther() {
        context.register(TestPlugin.of(
                TYPE,
                "copies",
                (in, out) -> out.records(in.records().count())
                        .copyFrom(0, in.records(), 0, in.records().count()),
                "pulses"));
        try (ChunkStream stream = context.streaming("live_run").getStream("copies")) {
            publish(0, 10, 1, 2);
            publish(10, 20, 15);
            live.close();
            assertEquals(List.of("[0, 10) 1 2", "[10, 20) 15"), told(stream));
        }
    }

    @Test
    void aClaimThatNobodyWillTakeIsRefusedAfterABoundedTime() {
        live.patience(Duration.ofMillis(1));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> live.claim(1));
        assertTrue(refused.getMessage().contains("no stream takes what is published as pulses"), refused.getMessage());
    }

    @Test
    void aClaimWaitsForTheStreamToBeOpened() throws Exception {
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            publish(0, 10, 5);
            live.finish();
        });
        try (ChunkStream stream = open()) {
            assertEquals(List.of("[0, 10) 5"), told(stream));
        }
        publisher.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anUnlawfulPublishIsRefusedAtOnceAndMayBeCorrected() {
        try (ChunkStream stream = open()) {
            Records records = live.claim(2);
            fill(records, 7, 3);
            ChunkLawException unsorted = assertThrows(ChunkLawException.class, () -> live.publish(0, 10));
            assertTrue(unsorted.getMessage().contains("sort the records by time"), unsorted.getMessage());
            fill(records, 3, 12);
            assertThrows(ChunkLawException.class, () -> live.publish(0, 10));
            live.publish(1, 0, 10);
            assertThrows(IllegalArgumentException.class, () -> live.publish(1, 10, 20));
            live.close();
            assertEquals(List.of("[0, 10) 3"), told(stream));
        }
    }

    @ParameterizedTest
    @CsvSource({"12, a hole", "9, an overlap"})
    void aChunkThatDoesNotStartWhereTheLastOneEndedIsRefused(long start, String how) {
        try (ChunkStream stream = open()) {
            publish(0, 10, 5);
            ChunkLawException refused = assertThrows(ChunkLawException.class, () -> publish(start, 20, 15));
            assertTrue(refused.getMessage().startsWith(how), refused.getMessage());
            live.publish(10, 20);
            live.close();
            assertEquals(List.of("[0, 10) 5", "[10, 20) 15"), told(stream));
        }
    }

    @Test
    void timeThatTheDeviceLostBecomesPartOfTheNextChunk() {
        try (ChunkStream stream = open()) {
            publish(0, 10, 5);
            live.lost(10, 14, "FIFO overflow");
            publish(14, 20, 15);
            live.lost(20, 50, "dead");
            live.close();
            assertEquals(List.of("[0, 10) 5", "[10, 20) 15 lost [10, 14)", "[20, 50) lost [20, 50)"), told(stream));
            assertEquals(
                    List.of(new Loss(10, 14, "FIFO overflow"), new Loss(20, 50, "dead")),
                    stream.summary().losses());
        }
    }

    @Test
    void lossesAreToldInOrder() {
        try (ChunkStream stream = open()) {
            publish(0, 10, 5);
            assertThrows(IllegalArgumentException.class, () -> live.lost(5, 8, "too early"));
            live.lost(12, 14, "gap");
            assertThrows(IllegalArgumentException.class, () -> live.lost(13, 15, "twice"));
            assertThrows(ChunkLawException.class, () -> publish(14, 20, 15));
            live.publish(10, 20);
            live.close();
            assertEquals(List.of("[0, 10) 5", "[10, 20) 15 lost [12, 14)"), told(stream));
        }
    }

    @Test
    void anotherStreamMayFollowAFinishedOne() {
        for (int run = 0; run < 3; run++) {
            try (ChunkStream stream = open()) {
                publish(run * 100, run * 100 + 10, run * 100 + 5);
                live.finish();
                assertEquals(1, told(stream).size());
            }
        }
        live.close();
        assertThrows(IllegalStateException.class, this::open);
    }

    @Test
    void aSecondPassAtTheSameTimeIsRefused() {
        try (ChunkStream stream = open()) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, this::open);
            assertTrue(refused.getMessage().contains("one pass at a time"), refused.getMessage());
            publish(0, 10, 5);
            live.close();
            assertEquals(List.of("[0, 10) 5"), told(stream));
        }
    }

    @Test
    void publishingIsRefusedOnceTheReadersHaveLetGo() {
        ChunkStream stream = open();
        publish(0, 10, 5);
        live.claim(1);
        assertTrue(live.isRead());
        stream.close();
        assertFalse(live.isRead());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> live.publish(10, 20));
        assertTrue(
                refused.getMessage().contains("no reader takes pulses of run live_run any more"), refused.getMessage());
        assertThrows(IllegalStateException.class, () -> live.claim(1));
        live.close();
    }

    @Test
    void aPublisherThatWaitsForRoomIsLetGoWhenTheStreamIsClosed() throws Exception {
        ChunkStream stream = open();
        CompletableFuture<Throwable> publisher = CompletableFuture.supplyAsync(() -> {
            try {
                for (long i = 0; true; i++) {
                    publish(i * 10, i * 10 + 10, i * 10);
                }
            } catch (IllegalStateException refused) {
                return refused;
            }
        });
        stream.iterator().next();
        stream.close();
        assertTrue(publisher.get(10, TimeUnit.SECONDS).getMessage().contains("no reader takes pulses"));
    }

    @Test
    void aSecondPublishingThreadIsToldWhoPublishes() throws Exception {
        try (ChunkStream stream = open()) {
            fill(live.claim(1), 5);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread second = new Thread(() -> {
                try {
                    live.claim(1);
                } catch (IllegalStateException refused) {
                    thrown.set(refused);
                }
            });
            second.start();
            second.join();
            assertTrue(thrown.get().getMessage().contains("let one thread at a time publish"), thrown.get() + "");
            live.publish(0, 10);
            live.close();
            assertEquals(List.of("[0, 10) 5"), told(stream));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void lateRecordsArePutInOrderAndThoseThatComeLaterStillAreCounted(long seed) {
        Random random = new Random(seed);
        long lateness = 1 + random.nextInt(200);
        live.lateness(lateness);
        List<Long> expected = new ArrayList<>();
        List<Long> found = new ArrayList<>();
        long refused = 0;
        try (ChunkStream stream = context.streaming("live_run").workers(1).getStream("pulses")) {
            Iterator<Chunk> chunks = stream.iterator();
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                long reached = 0;
                while (chunks.hasNext()) {
                    Chunk chunk = chunks.next();
                    assertEquals(reached, chunk.start(), "seed=" + seed);
                    reached = chunk.end();
                    for (long i = 0; i < chunk.length(); i++) {
                        found.add(VALUE.get(chunk.records(), i));
                    }
                }
            });
            long latest = 0;
            for (int block = 0; block < 300; block++) {
                long threshold = block == 0 ? 0 : Math.max(0, latest - lateness);
                long end = latest + random.nextInt(60);
                long count = end == 0 ? 0 : random.nextInt(20);
                Records records = live.claim(count);
                for (long i = 0; i < count; i++) {
                    long time = Math.max(0, end - 1 - random.nextInt((int) Math.min(end, 300)));
                    int channel = random.nextInt(4);
                    long key = time * 1_000_000 + channel * 100_000 + expected.size() + refused;
                    TIME.set(records, i, time);
                    CHANNEL.set(records, i, channel);
                    VALUE.set(records, i, key);
                    if (time >= threshold) {
                        expected.add(key);
                    } else {
                        refused++;
                    }
                }
                live.publish(latest, end);
                latest = end;
            }
            live.close();
            reader.join();
            expected.sort(Long::compare);
            assertEquals(expected, found, "seed=" + seed);
            assertEquals(refused, stream.summary().dropped().refused(), "seed=" + seed);
            assertEquals(refused > 0, !stream.summary().warnings().isEmpty(), "seed=" + seed);
        }
    }

    @Test
    void aDisjointTypeIsCutWhereNoLateRecordIsOpen() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8").disjoint();
        LiveInput spans = context.live("spans", type).lateness(10);
        try (ChunkStream stream = context.streaming("live_run").getStream("spans")) {
            Records records = spans.claim(2);
            type.longField("time").set(records, 0, 5);
            type.longField("endtime").set(records, 0, 25);
            type.longField("time").set(records, 1, 1);
            type.longField("endtime").set(records, 1, 3);
            spans.publish(0, 20);
            spans.publish(0, 20, 40);
            spans.close();
            List<String> intervals = new ArrayList<>();
            stream.forEach(chunk -> intervals.add(chunk.range() + " " + chunk.length()));
            assertEquals(List.of("[0, 5) 1", "[5, 30) 1", "[30, 40) 0"), intervals);
        }
    }

    @Test
    void lateRecordsBeyondTheBudgetAreRefusedAndWhatWasTakenInIsDelivered() {
        live.lateness(1_000_000_000);
        CompletableFuture<Long> reader;
        long accepted = 0;
        try (ChunkStream stream =
                context.streaming("live_run").workers(1).memory(1 << 18).getStream("pulses")) {
            reader = CompletableFuture.supplyAsync(() -> {
                long records = 0;
                for (Chunk chunk : stream) {
                    records += chunk.length();
                }
                return records;
            });
            try {
                for (long i = 0; true; i++) {
                    publish(i, i + 1, i, i, i, i);
                    accepted += 4;
                }
            } catch (OutOfBudgetException full) {
                assertTrue(accepted > 100, "accepted=" + accepted);
            }
            assertTrue(stream.reservedBytes() <= 1 << 18);
            live.close();
            assertEquals(accepted, reader.join());
        }
    }

    @Test
    void aTapLooksAtWhatIsComputedOnTheWay() throws InterruptedException {
        context.register(TestPlugin.of(TYPE, "nothing", (in, out) -> out.records(0), "pulses"));
        StreamingContext streaming = context.streaming("live_run");
        try (Arena arena = Arena.ofConfined();
                Tap tap = streaming.tap("pulses", 2);
                ChunkStream stream = streaming.getStream("nothing")) {
            publish(0, 10, 1, 2);
            Chunk seen = tap.poll(arena, Duration.ofSeconds(30)).orElseThrow();
            assertEquals("pulses live_run [0, 10) 2 records", seen.toString());
            live.close();
            assertEquals(1, told(stream).size());
        }
    }
}
