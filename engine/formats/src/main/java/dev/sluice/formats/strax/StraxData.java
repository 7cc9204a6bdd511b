package dev.sluice.formats.strax;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.Tally;
import dev.sluice.record.RecordType;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoredChunk;
import dev.sluice.store.StoredData;
import dev.sluice.store.TimeIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Data of a folder of strax as a store has them. Their chunks come in pieces of about half a mebibyte, between which
/// no record is open, as the type under which they were computed may promise that.
///
/// @param key      under what they are kept
/// @param metadata what the folder says of them
record StraxData(StoreKey key, StraxMetadata metadata) implements StoredData {
    private static final long PIECE = 512 << 10;
    /// What is odd about records was reported when they were computed.
    private static final Tally UNTOLD = new Tally() {
        @Override
        public void add(long count) {}

        @Override
        public void add(long count, long first) {}
    };

    @Override
    public RecordType type() {
        return metadata.type();
    }

    /// Strax keeps whole runs.
    @Override
    public TimeRange coverage() {
        return TimeRange.UNBOUNDED;
    }

    @Override
    public List<StoredChunk> chunks() {
        return metadata.chunks().stream()
                .map(chunk -> new StoredChunk(
                        chunk.start(), chunk.end(), chunk.count(), chunk.count() * type().size(), chunk.losses()))
                .toList();
    }

    @Override
    public long storedBytes() {
        try (Stream<Path> files = Files.list(metadata.folder())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException removed) {
            return 0;
        }
    }

    @Override
    public ChunkReader open(TimeRange range) {
        TimeIndex index = new TimeIndex(chunks());
        int first = index.first(range);
        int end = Math.max(first, index.end(range));
        long before = metadata
                .chunks()
                .subList(0, Math.min(first, metadata.chunks().size()))
                .stream()
                .mapToLong(StraxChunk::count)
                .sum();
        List<StraxChunk> needed = first >= end ? List.of() : metadata.chunks().subList(first, end);
        return new StraxReader(
                metadata, type().disjoint(), needed, before, new Pieces(key.runId(), range, type().size()));
    }

    /// What a store's reader reads for: pieces of one size, and nothing is left out.
    private record Pieces(String runId, TimeRange timeRange, int recordSize) implements SourceContext {
        /// Of chunks that are decoded ahead, half of it is in memory at most, unless one alone takes more.
        @Override
        public long memoryBudget() {
            return DecodedChunks.MOST_AHEAD;
        }

        @Override
        public <T> T get(Option<T> option) {
            return option.defaultValue();
        }

        @Override
        public long chunkRecords() {
            return Math.max(1, PIECE / recordSize);
        }

        @Override
        public FailurePolicy failurePolicy() {
            return FailurePolicy.FAIL;
        }

        @Override
        public void warn(String sentence) {
            System.getLogger(StraxData.class.getName()).log(System.Logger.Level.WARNING, sentence);
        }

        @Override
        public Tally tally(String sentence) {
            return UNTOLD;
        }
    }
}
