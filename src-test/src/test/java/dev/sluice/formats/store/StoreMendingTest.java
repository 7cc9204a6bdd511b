package dev.sluice.formats.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Listing, verifying, repairing and cleaning.
final class StoreMendingTest {
    private static final StoreKey KEY = StoredRows.key(40);
    private static final String NAME = KEY.name();

    @TempDir
    private Path root;

    private final List<Chunk> chunks = new ArrayList<>();
    private DiskStore store;
    private IndexContent content;

    @BeforeEach
    void writeChunks() throws Exception {
        for (int i = 0; i < 10; i++) {
            chunks.add(StoredRows.chunk(i * 100, i * 100 + 100, 10 + i, 3));
        }
        store = DiskStore.at(root, DiskSettings.EACH_CHUNK);
        StoredRows.write(store, KEY, chunks);
        content = ((DiskData) store.find(KEY).orElseThrow()).content();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    private void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 4;
        Files.write(file, bytes);
    }

    private List<StoredRows.Received> read() throws Exception {
        return StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED);
    }

    private StoreEntry only() throws IOException {
        List<StoreEntry> entries = StoreSurvey.list(store);
        assertEquals(1, entries.size(), entries.toString());
        return entries.get(0);
    }

    @Test
    void wholeDataAreLeftAlone() throws Exception {
        assertEquals(StoreEntry.State.COMPLETE, only().state());
        assertEquals(10, only().chunks());
        assertEquals(List.of(), StoreSurvey.verify(only()));
        assertTrue(StoreMending.repair(store, NAME).isEmpty());
        assertEquals(StoredRows.expected(chunks), read());
    }

    @Test
    void eachDamagedChunkIsToldAndBecomesALoss() throws Exception {
        flip(content.dataFile(), content.dataBytes(2) + 5);
        flip(content.dataFile(), content.dataBytes(7));
        List<String> troubles = StoreSurvey.verify(only());
        assertEquals(2, troubles.size(), troubles.toString());
        assertTrue(troubles.get(0).startsWith("chunk 2 of " + NAME), troubles.get(0));
        String done = StoreMending.repair(store, NAME).orElseThrow();
        assertTrue(done.contains("chunks=[2, 7]"), done);
        List<StoredRows.Received> mended = read();
        for (int i = 0; i < chunks.size(); i++) {
            StoredRows.Received expected = StoredRows.expected(chunks.get(i));
            if (i == 2 || i == 7) {
                assertEquals("", mended.get(i).bytes());
                assertEquals(1, mended.get(i).losses().size());
                assertTrue(mended.get(i).losses().get(0).cause().contains("chunk " + i + " of " + NAME));
                assertEquals(expected.end(), mended.get(i).losses().get(0).end());
            } else {
                assertEquals(expected, mended.get(i));
            }
        }
        assertEquals(2, only().losses());
        assertEquals(List.of(), StoreSurvey.verify(only()));
    }

    @Test
    void missingEndOfTheDataBecomesLosses() throws Exception {
        byte[] bytes = Files.readAllBytes(content.dataFile());
        Files.write(content.dataFile(), Arrays.copyOf(bytes, (int) content.dataBytes(8) + 3));
        assertEquals(StoreEntry.State.DAMAGED, only().state());
        String done = StoreMending.repair(store, NAME).orElseThrow();
        assertTrue(done.contains("chunks=[8, 9]"), done);
        assertEquals(StoredRows.expected(chunks.subList(0, 8)), read().subList(0, 8));
    }

    @Test
    void damagedHeaderOfTheDataIsWrittenAnew() throws Exception {
        flip(content.dataFile(), 3);
        assertThrows(FormatException.class, this::read);
        assertTrue(StoreMending.repair(store, NAME).orElseThrow().contains("none is lost"));
        assertEquals(StoredRows.expected(chunks), read());
    }

    @Test
    void whatComesBeforeADamagedEntryIsGoneOnFrom() throws Exception {
        int at = EntryFrame.size(content.head().json().length())
                + 5 * EntryFrame.size(content.entries().get(0).payload().length);
        flip(content.index(), at + 30);
        String done = StoreMending.repair(store, NAME).orElseThrow();
        assertTrue(done.contains("the 5 chunks before the damage, up to time=500"), done);
        assertTrue(store.find(KEY).isEmpty());
        assertEquals(StoreEntry.State.UNFINISHED, only().state());
        StoredData left = store.unfinished(KEY).orElseThrow();
        assertEquals(StoredRows.expected(chunks.subList(0, 5)), StoredRows.read(left, TimeRange.UNBOUNDED));
    }

    @Test
    void damagedHeadIsBeyondRepair() throws Exception {
        flip(content.index(), 40);
        FormatException beyond = assertThrows(FormatException.class, () -> StoreMending.repair(store, NAME));
        assertTrue(beyond.getMessage().contains("remove the folder"), beyond.getMessage());
        assertEquals(StoreEntry.State.DAMAGED, only().state());
        assertThrows(StoreException.class, () -> StoreMending.repair(store, "../x"));
    }

    @Test
    void cleaningLeavesWhatIsWrittenAndWhatIsComplete() throws Exception {
        StoreKey left = StoredRows.key(41);
        StoreWriter suspended = store.writer(left, StoredRows.TYPE);
        suspended.accept(chunks.get(0));
        suspended.suspend();
        try (StoreWriter busy = store.writer(StoredRows.key(42), StoredRows.TYPE)) {
            busy.accept(chunks.get(0));
            List<StoreEntry.State> states = StoreSurvey.list(store).stream()
                    .map(StoreEntry::state)
                    .sorted()
                    .toList();
            assertEquals(
                    List.of(StoreEntry.State.COMPLETE, StoreEntry.State.BEING_WRITTEN, StoreEntry.State.UNFINISHED),
                    states);
            StoreMending.Cleaned cleaned = StoreMending.clean(store);
            assertEquals(1, cleaned.names().size());
            assertTrue(cleaned.names().get(0).contains(left.name()), cleaned.toString());
            assertTrue(cleaned.bytes() > 0);
            busy.accept(chunks.get(1));
            busy.commit();
        }
        assertTrue(store.unfinished(left).isEmpty());
        assertEquals(2, store.list().size());
    }
}
