package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.record.RecordType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class StoreWriterTest {
    /// In strax, a failed write of another thread goes unnoticed and the folder is renamed as if it were complete.
    @Test
    void failureOfALaterWriteSurfacesAtCommit() throws IOException {
        Recording writer = new Recording(null, new IOException("disk full"));
        writer.accept(StoredRows.chunk(0, 10, 5, 1));
        assertEquals(
                "disk full", assertThrows(IOException.class, writer::commit).getMessage());
        assertEquals(1, writer.discarded);
        writer.close();
        assertEquals(1, writer.discarded);
    }

    @Test
    void failureThatWasOverlookedIsTheCauseAtCommit() {
        IOException broken = new IOException("disk full");
        Recording writer = new Recording(broken, null);
        assertSame(broken, assertThrows(IOException.class, () -> writer.accept(StoredRows.chunk(0, 10, 5, 1))));
        StoreException again = assertThrows(StoreException.class, writer::commit);
        assertSame(broken, again.getCause());
        assertTrue(again.getMessage().contains("failed after 0 chunks: disk full"), again.getMessage());
        assertEquals(0, writer.finished);
        assertEquals(1, writer.discarded);
    }

    @Test
    void committedWriterIsNotDiscarded() throws IOException {
        Recording writer = new Recording(null, null);
        writer.accept(StoredRows.chunk(0, 10, 5, 1));
        writer.commit();
        writer.abort();
        writer.close();
        assertEquals(1, writer.accepted());
        assertEquals(0, writer.discarded);
        assertThrows(IllegalStateException.class, writer::commit);
    }

    @Test
    void recordsOfAnotherTypeAreRefused() {
        Recording writer = new Recording(null, null, RecordType.of("time:<i8").instantaneous());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> writer.accept(StoredRows.chunk(0, 10, 5, 1)));
        assertTrue(refused.getMessage().contains("records of another type"), refused.getMessage());
    }

    /// Counts what it is asked for, and fails where it should.
    private static final class Recording extends StoreWriter {
        private final IOException whileWriting;
        private final IOException whileFinishing;
        private int finished;
        private int discarded;

        Recording(IOException whileWriting, IOException whileFinishing) {
            this(whileWriting, whileFinishing, StoredRows.TYPE);
        }

        Recording(IOException whileWriting, IOException whileFinishing, RecordType type) {
            super(StoredRows.key(40), type);
            this.whileWriting = whileWriting;
            this.whileFinishing = whileFinishing;
        }

        @Override
        protected void write(Chunk chunk) throws IOException {
            if (whileWriting != null) {
                throw whileWriting;
            }
        }

        @Override
        protected void finish() throws IOException {
            if (whileFinishing != null) {
                throw whileFinishing;
            }
            finished++;
        }

        @Override
        protected void discard() {
            discarded++;
        }
    }
}
