package dev.sluice.formats.store;

import dev.sluice.store.StoredChunk;
import java.nio.file.Path;
import java.util.List;

/// What an index says, up to its first trouble. Immutable.
///
/// @param index      the file
/// @param head       what the folder holds; null if the head itself is damaged
/// @param entries    the chunks that are said to be there
/// @param complete   whether the last entry says that there are no more
/// @param validBytes the length of what could be read
/// @param chunkBytes the length up to the end of the last chunk's entry, from where a writer goes on
/// @param chain      the checksum of the entry that ends there
/// @param trouble    why nothing more could be read; empty if the file ends there
record IndexContent(
        Path index,
        StoreHead head,
        List<ChunkEntry> entries,
        boolean complete,
        long validBytes,
        long chunkBytes,
        int chain,
        String trouble) {
    IndexContent {
        entries = List.copyOf(entries);
    }

    List<StoredChunk> chunks() {
        return entries.stream().map(ChunkEntry::chunk).toList();
    }

    Path dataFile() {
        return index.resolveSibling(head.dataFile());
    }

    /// The number of the entry that would follow that of the last chunk.
    int sequence() {
        return (head == null ? 0 : 1) + entries.size();
    }

    /// The length that the data file has, if all of it is there.
    long dataBytes() {
        return dataBytes(entries.size());
    }

    /// The length that the data file has after so many chunks.
    long dataBytes(int chunks) {
        long end = DataHeader.SIZE;
        for (int i = 0; i < chunks; i++) {
            end = entries.get(i).dataEnd(end);
        }
        return end;
    }
}
