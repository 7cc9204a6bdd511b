package dev.sluice.stream;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkMerge;
import dev.sluice.chunk.ChunkView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/// Several streams of one run read as one, chunk by chunk, in bounded memory: merged by time, or one after the other.
///
/// Merged by time, a chunk per stream is held, and equal times are ordered by channel, then by the order of the list.
/// One after the other, nothing is copied; each stream must start no earlier than the one before it ended. In both,
/// the chunks tile the time from the first to the last: where no stream has anything, they are empty.
///
/// Read once, by one thread, which must not be needed by the streams otherwise. A chunk may be read until the next one
/// is asked for. Closing it closes the streams that it was made of.
public final class MergedStream implements Iterable<Chunk>, AutoCloseable {
    private final List<ChunkStream> streams;
    private final boolean sort;
    private final String dataType;
    private final List<ChunkView> views = new ArrayList<>();
    private ChunkMerge merge;
    private boolean iterated;

    private MergedStream(List<ChunkStream> streams, boolean sort) {
        this.streams = List.copyOf(streams);
        this.sort = sort;
        this.dataType = streams.stream().map(ChunkStream::dataType).distinct().collect(Collectors.joining("+"));
    }

    /// The streams as one, which is called what they are called, the names joined by `+` where they differ. It owns
    /// them from now on, unless it refuses them.
    ///
    /// @param sort whether they are merged by time, or follow each other as in the list
    /// @throws IllegalArgumentException if there is none, one stands twice, or they differ in run or type of records
    public static MergedStream of(List<ChunkStream> streams, boolean sort) {
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("no stream is given to be merged; give one at least");
        }
        ChunkStream first = streams.get(0);
        for (int i = 1; i < streams.size(); i++) {
            ChunkStream other = streams.get(i);
            if (streams.subList(0, i).contains(other)) {
                throw new IllegalArgumentException("the stream of " + other.dataType()
                        + " stands in the list twice; a stream is read once: ask the context for another one");
            }
            requireAlike(first, other);
        }
        return new MergedStream(streams, sort);
    }

    private static void requireAlike(ChunkStream first, ChunkStream other) {
        if (!first.type().equals(other.type())) {
            throw new IllegalArgumentException(
                    "streams of different records do not merge: " + first.dataType() + " has "
                            + first.type().descr() + ", " + other.dataType() + " has "
                            + other.type().descr()
                            + "; keep the same columns of both, or write a plugin that depends on both");
        }
        if (!first.runId().equals(other.runId())) {
            throw new IllegalArgumentException(
                    "streams of different runs do not merge: " + first.dataType() + " of run "
                            + first.runId() + ", " + other.dataType() + " of run " + other.runId()
                            + "; their times have nothing to do with each other: read the runs one by one");
        }
    }

    /// What the chunks are called.
    public String dataType() {
        return dataType;
    }

    /// The one pass over the chunks.
    ///
    /// @throws IllegalStateException if there was one before
    @Override
    public Iterator<Chunk> iterator() {
        if (iterated) {
            throw new IllegalStateException("this merged stream of " + dataType
                    + " was read already; ask the context for other streams and merge those");
        }
        iterated = true;
        List<Iterator<Chunk>> inputs = new ArrayList<>();
        for (ChunkStream stream : streams) {
            inputs.add(sort ? new Renamed(stream.iterator(), view()) : stream.iterator());
        }
        if (!sort) {
            return new ConcatenatedChunks(inputs, view());
        }
        merge = new ChunkMerge(inputs);
        return merge;
    }

    private ChunkView view() {
        ChunkView view = new ChunkView(streams.get(0).type(), dataType);
        views.add(view);
        return view;
    }

    /// Closes the streams and frees the memory of the merge; the last chunk is no longer valid. Twice is harmless.
    ///
    /// @throws RuntimeException the first failure to close one, with the others suppressed
    @Override
    public void close() {
        views.forEach(ChunkView::end);
        RuntimeException failure = null;
        for (ChunkStream stream : streams) {
            try {
                stream.close();
            } catch (RuntimeException failed) {
                if (failure == null) {
                    failure = failed;
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (merge != null) {
            merge.close();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// The chunks of one stream under the name of all.
    private record Renamed(Iterator<Chunk> chunks, ChunkView view) implements Iterator<Chunk> {
        @Override
        public boolean hasNext() {
            return chunks.hasNext();
        }

        @Override
        public Chunk next() {
            Chunk chunk = chunks.next();
            return view.show(chunk, chunk.number());
        }
    }
}
