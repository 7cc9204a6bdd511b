package dev.sluice.formats.store;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.record.RecordType;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoredChunk;
import dev.sluice.store.StoredData;
import dev.sluice.store.TimeIndex;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// What a folder of a [DiskStore] holds, as its index says. Immutable; safe from any thread.
final class DiskData implements StoredData {
    private final IndexContent content;
    private final TimeIndex times;

    DiskData(IndexContent content) {
        this.content = content;
        this.times = new TimeIndex(content.chunks());
    }

    IndexContent content() {
        return content;
    }

    @Override
    public StoreKey key() {
        return content.head().key();
    }

    @Override
    public RecordType type() {
        return content.head().type();
    }

    @Override
    public TimeRange coverage() {
        return content.head().coverage();
    }

    @Override
    public List<StoredChunk> chunks() {
        return times.chunks();
    }

    @Override
    public long storedBytes() {
        return content.validBytes() + content.dataBytes();
    }

    @Override
    public ChunkReader open(TimeRange range) throws IOException {
        int first = times.first(range);
        int end = Math.max(first, times.end(range));
        try {
            return DiskReader.open(content, first, end);
        } catch (NoSuchFileException gone) {
            throw new StoreException(
                    key() + " was removed or replaced since it was found: file=" + content.dataFile()
                            + "; look for it again, or compute it",
                    gone);
        }
    }
}
