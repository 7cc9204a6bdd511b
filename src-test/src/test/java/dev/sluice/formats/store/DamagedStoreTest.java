package dev.sluice.formats.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.formats.FormatException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens to the bytes of stored data is named, with the place, and is never data.
final class DamagedStoreTest {
    private static final StoreKey KEY = StoredRows.key(40);

    @TempDir
    private Path root;

    private DiskStore store;
    private List<Chunk> chunks;
    private IndexContent content;
    private byte[] index;
    private byte[] data;

    @BeforeEach
    void writeChunks() throws Exception {
        chunks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Loss[] losses = i % 5 == 1 ? new Loss[] {new Loss(i * 100, i * 100 + 5, "dropped")} : new Loss[0];
            chunks.add(StoredRows.chunk(i * 100, i * 100 + 100, i == 4 ? 0 : 21, 3, losses));
        }
        store = DiskStore.at(root);
        StoredRows.write(store, KEY, chunks);
        content = ((DiskData) store.find(KEY).orElseThrow()).content();
        index = Files.readAllBytes(content.index());
        data = Files.readAllBytes(content.dataFile());
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    private FormatException refused(String what) {
        FormatException refused = assertThrows(FormatException.class, this::read, what);
        String message = refused.getMessage();
        assertTrue(message.contains("file=" + refused.file()), message);
        assertTrue(message.contains("store repair"), message);
        return refused;
    }

    private void read() throws Exception {
        StoredData found = store.find(KEY).orElseThrow();
        StoredRows.read(found, TimeRange.UNBOUNDED);
    }

    @Test
    void everyByteOfTheIndexCounts() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < index.length; i++) {
            byte[] damaged = index.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(8));
            Files.write(content.index(), damaged);
            FormatException refused = refused("byte " + i + " of the index");
            assertEquals(content.index(), refused.file());
            assertTrue(refused.offset() <= i, refused.getMessage());
            assertTrue(refused.getMessage().contains("damaged at"), refused.getMessage());
        }
    }

    @Test
    void everyByteOfTheHeaderOfTheDataCounts() throws Exception {
        for (int i = 0; i < DataHeader.SIZE; i++) {
            byte[] damaged = data.clone();
            damaged[i] ^= 1;
            Files.write(content.dataFile(), damaged);
            FormatException refused = refused("byte " + i + " of the header");
            assertEquals(content.dataFile(), refused.file());
            assertEquals(0, refused.offset());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyFlippedBitOfRecordsIsNamed(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int at = DataHeader.SIZE + random.nextInt(data.length - DataHeader.SIZE);
            byte[] damaged = data.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(content.dataFile(), damaged);
            requireNamed(refused("seed=" + seed + ", byte=" + at), at);
        }
    }

    /// Chunk number, time range, file and offset of the chunk in which the byte lies.
    private void requireNamed(FormatException refused, long at) {
        int number = 0;
        while (content.dataBytes(number + 1) <= at) {
            number++;
        }
        String message = refused.getMessage();
        assertTrue(
                message.contains("chunk " + number + " of " + KEY + ", time range "
                        + chunks.get(number).range()),
                message);
        assertTrue(message.contains("CRC32C="), message);
        assertEquals(content.dataFile(), refused.file());
        assertEquals(content.dataBytes(number), refused.offset());
    }

    @Test
    void everyTruncationIsNamed() throws Exception {
        for (int size = 0; size < data.length; size += 97) {
            Files.write(content.dataFile(), Arrays.copyOf(data, size));
            FormatException refused = refused("data of size=" + size);
            assertEquals(size, refused.offset());
            assertTrue(size < DataHeader.SIZE || refused.getMessage().contains("chunk "), refused.getMessage());
        }
        Files.write(content.dataFile(), data);
        for (int size = 0; size < index.length; size += 97) {
            Files.write(content.index(), Arrays.copyOf(index, size));
            FormatException refused = refused("index of size=" + size);
            assertTrue(refused.offset() <= size, refused.getMessage());
        }
        Files.write(content.index(), Arrays.copyOf(index, (int) content.chunkBytes()));
        assertTrue(refused("no last entry").getMessage().contains("ends too early"));
    }

    @Test
    void bytesThatFollowAreNamed() throws Exception {
        Files.write(content.dataFile(), Arrays.copyOf(data, data.length + 1));
        assertTrue(refused("data").getMessage().contains("follow the last chunk"));
        Files.write(content.dataFile(), data);
        Files.write(content.index(), Arrays.copyOf(index, index.length + 24));
        assertTrue(refused("index").getMessage().contains("what follows its last entry"));
    }

    @Test
    void swappedChunksAreNamed() throws Exception {
        byte[] swapped = data.clone();
        int size = (int) (content.dataBytes(3) - content.dataBytes(2));
        System.arraycopy(data, (int) content.dataBytes(2), swapped, (int) content.dataBytes(7), size);
        System.arraycopy(data, (int) content.dataBytes(7), swapped, (int) content.dataBytes(2), size);
        Files.write(content.dataFile(), swapped);
        requireNamed(refused("swapped"), content.dataBytes(2));
    }

    @Test
    void missingChunkIsNamed() throws Exception {
        byte[] missing = data.clone();
        int from = (int) content.dataBytes(3);
        int to = (int) content.dataBytes(2);
        System.arraycopy(data, from, missing, to, data.length - from);
        Files.write(content.dataFile(), Arrays.copyOf(missing, data.length - (from - to)));
        assertTrue(refused("missing").getMessage().contains("chunk 11"), "the file is too short for the last one");
        Files.write(content.dataFile(), missing);
        requireNamed(refused("missing"), content.dataBytes(2));
        Files.delete(content.dataFile());
        assertTrue(refused("no file").getMessage().contains("is missing"));
    }

    @Test
    void entriesThatChangedPlacesOrAreMissingAreNamed() throws Exception {
        int size = EntryFrame.size(content.entries().get(2).payload().length);
        assertEquals(size, EntryFrame.size(content.entries().get(3).payload().length));
        int at = (int) content.chunkBytes();
        for (int i = 11; i >= 2; i--) {
            at -= EntryFrame.size(content.entries().get(i).payload().length);
        }
        byte[] swapped = index.clone();
        System.arraycopy(index, at, swapped, at + size, size);
        System.arraycopy(index, at + size, swapped, at, size);
        Files.write(content.index(), swapped);
        FormatException refused = refused("swapped entries");
        assertEquals(at, refused.offset());
        assertTrue(
                refused.getMessage().contains("the entry of chunk 2, which starts at time=200"), refused.getMessage());

        byte[] missing = new byte[index.length - size];
        System.arraycopy(index, 0, missing, 0, at);
        System.arraycopy(index, at + size, missing, at, missing.length - at);
        Files.write(content.index(), missing);
        assertEquals(at, refused("missing entry").offset());
    }

    @Test
    void dataOfAnotherIndexAreNotRead() throws Exception {
        StoreKey other = StoredRows.key(41);
        StoredRows.write(store, other, chunks);
        IndexContent theirs = ((DiskData) store.find(other).orElseThrow()).content();
        Files.copy(theirs.dataFile(), content.dataFile(), StandardCopyOption.REPLACE_EXISTING);
        assertTrue(refused("foreign data").getMessage().contains("are not the header of the data of " + KEY));
        Files.write(content.dataFile(), data);
        Files.copy(theirs.index(), content.index(), StandardCopyOption.REPLACE_EXISTING);
        assertThrows(FormatException.class, this::read, "the data file it speaks of is not in this folder");
    }

    @Test
    void damageOutsideOfTheRangeIsNotMet() throws Exception {
        byte[] damaged = data.clone();
        damaged[(int) content.dataBytes(8)] ^= 1;
        Files.write(content.dataFile(), damaged);
        StoredData found = store.find(KEY).orElseThrow();
        assertEquals(StoredRows.expected(chunks.subList(0, 8)), StoredRows.read(found, TimeRange.of(0, 800)));
        assertThrows(FormatException.class, () -> StoredRows.read(found, TimeRange.of(0, 801)));
    }

    @Test
    void damagedDataAreNotReplacedByAWriter() throws Exception {
        byte[] damaged = index.clone();
        damaged[index.length - 1] ^= 1;
        Files.write(content.index(), damaged);
        assertThrows(FormatException.class, () -> store.writer(KEY, StoredRows.TYPE));
    }

    @Test
    void wrongTailsOfUnfinishedDataAreCutOff() throws Exception {
        StoreKey key = StoredRows.key(42);
        StoreWriter writer = store.writer(key, StoredRows.TYPE);
        for (Chunk chunk : chunks) {
            writer.accept(chunk);
        }
        writer.suspend();
        IndexContent left = ((DiskData) store.unfinished(key).orElseThrow()).content();
        byte[] whole = Files.readAllBytes(left.index());
        for (int size = whole.length; size > left.validBytes() / 2; size -= 13) {
            byte[] torn = Arrays.copyOf(whole, size);
            torn[size - 1] ^= 0x40;
            Files.write(left.index(), torn);
            List<StoredRows.Received> prefix =
                    StoredRows.read(store.unfinished(key).orElseThrow(), TimeRange.UNBOUNDED);
            assertEquals(StoredRows.expected(chunks.subList(0, prefix.size())), prefix, "size=" + size);
            assertTrue(prefix.size() < chunks.size());
        }
    }
}
