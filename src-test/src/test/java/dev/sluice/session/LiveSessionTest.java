package dev.sluice.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.LiveInput;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host publishes, or a source of its own, goes through the same words as a file.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveSessionTest {
    private static final int RECORDS = 320;

    private static byte[] bytes(Records records) {
        return records.segment()
                .asSlice(records.byteOffset(), records.byteSize())
                .toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] features(Context context) {
        try (Arena arena = Arena.ofConfined()) {
            return bytes(context.streaming("by_hand")
                    .getArray(arena, "features", TimeRange.UNBOUNDED)
                    .records());
        }
    }

    @Test
    void publishedRecordsAreComputedAsThoseOfAFile() throws InterruptedException {
        SessionRequest request = SessionRequest.reading().targets("features").set("peak_range", "30:70");
        try (Arena arena = Arena.ofShared();
                Context context = Context.create().register(SimulatedDetector.ofRecords(RECORDS), new Features())) {
            byte[] expected = features(context.set("peak_range", "30:70"));
            Chunk recorded = context.streaming("waves").getArray(arena, "st_waveforms_stream");
            RecordType type = recorded.records().type();
            ByteArrayOutputStream found = new ByteArrayOutputStream();
            try (Session session = Session.live(request, "st_waveforms_stream", type);
                    ChunkStream stream = session.stream()) {
                Thread publisher = Thread.ofPlatform().start(() -> publish(session.live(), recorded));
                stream.forEach(chunk -> found.writeBytes(bytes(chunk.records())));
                publisher.join();
                assertEquals(RECORDS, stream.summary().records());
            }
            assertArrayEquals(expected, found.toByteArray());
        }
    }

    /// Publishes all records in blocks of 32, each up to where the next one starts.
    private static void publish(LiveInput live, Chunk recorded) {
        Records records = recorded.records();
        long start = records.type().times().start(records, 0);
        for (long from = 0; from < records.count(); from += 32) {
            Records slot = live.claim(32);
            Records block = records.slice(from, from + 32);
            MemorySegment.copy(
                    block.segment(), block.byteOffset(), slot.segment(), slot.byteOffset(), block.byteSize());
            boolean last = from + 32 >= records.count();
            long end = last ? recorded.end() : records.type().times().start(records, from + 32);
            live.publish(start, end);
            start = end;
        }
        live.finish();
    }

    @Test
    void aSourceOfTheHostIsReadToo() {
        byte[] expected;
        try (Context context = Context.create().register(SimulatedDetector.ofRecords(RECORDS), new Features())) {
            expected = features(context);
        }
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        SessionRequest request = SessionRequest.reading().with(SessionOption.RUN_ID, "own");
        try (Session session = Session.open(request, SimulatedDetector.ofRecords(RECORDS));
                ChunkStream stream = session.stream()) {
            assertEquals("own", session.runId());
            stream.forEach(chunk -> found.writeBytes(bytes(chunk.records())));
        }
        assertArrayEquals(expected, found.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.npy", "--format=npy", "--sim-records=10", "--with=b.npy"})
    void whatIsPublishedIsNotReadFromAFile(String word) {
        SessionRequest request = SessionRequest.parse(java.util.List.of(word));
        SessionException refused = assertThrows(
                SessionException.class,
                () -> Session.live(
                        request,
                        "st_waveforms_stream",
                        SimulatedDetector.ofRecords(1).spec().type()));
        assertEquals(SessionException.Kind.USAGE, refused.kind());
        assertTrue(refused.getMessage().contains("leave it out"), refused::getMessage);
    }

    @Test
    void aTargetThatTheRecordsDoNotGiveIsRefused() {
        RecordType type = RecordType.of("time:<i8", "height:<f4").instantaneous();
        SessionRequest request = SessionRequest.reading().targets("features");
        SessionException refused = assertThrows(SessionException.class, () -> {
            try (Session session = Session.live(request, "heights", type);
                    ChunkStream stream = session.stream()) {
                stream.forEach(chunk -> {});
            }
        });
        assertEquals(SessionException.Kind.USAGE, refused.kind());
        assertTrue(refused.getMessage().contains("holds heights"), refused::getMessage);
        assertTrue(
                refused.getMessage()
                        .endsWith("; open the live input as st_waveforms_stream, if that is what its records are"),
                refused::getMessage);
    }

    @Test
    void aSessionOfAFileTakesNothing() {
        try (Session session = Session.open("--sim-records", "10")) {
            assertThrows(IllegalStateException.class, session::live);
        }
    }
}
