package dev.sluice.formats.strax;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.codec.Codec;
import dev.sluice.formats.codec.CodecException;
import dev.sluice.record.Records;
import dev.sluice.record.WorkingMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Decodes the chunks of a folder ahead of who takes them, several at once, in their order. For one thread.
///
/// Memory is taken from the budget of the run: that of the chunk that is read, and of those ahead as long as they take
/// no more than [#MOST_AHEAD] together.
final class DecodedChunks implements AutoCloseable {
    /// Bytes of decoded chunks that may be in memory, unless one alone takes more.
    static final long MOST_AHEAD = 512L << 20;

    private static final String REMEDY = "copy the file again from where it is whole";

    private final StraxMetadata data;
    private final List<StraxChunk> chunks;
    private final WorkingMemory memory;
    private final int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    private final ExecutorService decoders;
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private long held;
    private int next;

    /// A chunk that is being decoded into memory of its own.
    private record Ahead(StraxChunk chunk, Arena arena, Future<Records> records) {}

    DecodedChunks(StraxMetadata data, List<StraxChunk> chunks, WorkingMemory memory) {
        this.data = data;
        this.chunks = chunks.stream().filter(chunk -> chunk.count() > 0).toList();
        this.memory = memory;
        this.decoders = Executors.newFixedThreadPool(
                threads,
                task -> Thread.ofPlatform().daemon().name("sluice-decoder").unstarted(task));
    }

    /// The records of a chunk, which is the next one that has any; they are there until it is released.
    ///
    /// @throws FormatException if its file is missing or damaged
    Records take(StraxChunk chunk) {
        fill();
        Ahead first = ahead.peekFirst();
        if (first == null || first.chunk() != chunk) {
            throw new IllegalStateException("chunks are taken in their order: asked for " + chunk);
        }
        try {
            return first.records().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (failed.getCause() instanceof Error fatal) {
                throw fatal;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("reading was stopped");
        }
    }

    /// Frees the memory of the chunk that was taken.
    void release(StraxChunk chunk) {
        Ahead first = ahead.peekFirst();
        if (first != null && first.chunk() == chunk) {
            ahead.removeFirst();
            held -= bytes(chunk);
            first.arena().close();
        }
        fill();
    }

    private void fill() {
        while (next < chunks.size()
                && ahead.size() <= threads
                && (ahead.isEmpty() || held + bytes(chunks.get(next)) <= MOST_AHEAD)) {
            StraxChunk chunk = chunks.get(next++);
            held += bytes(chunk);
            Arena arena = memory.arena("chunks of " + data.folder().getFileName());
            ahead.addLast(new Ahead(chunk, arena, decoders.submit(() -> decode(chunk, arena))));
        }
    }

    private long bytes(StraxChunk chunk) {
        return Math.multiplyExact(chunk.count(), (long) data.type().size());
    }

    private Records decode(StraxChunk chunk, Arena arena) {
        Path file = data.folder().resolve(chunk.file());
        Codec codec = Codec.named(data.compressor())
                .orElseThrow(
                        () -> damaged(chunk, file, "compressor=" + data.compressor() + " is none of " + Codec.READ));
        try (Arena mapping = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment packed = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), mapping);
            requirePlausible(chunk, file, packed.byteSize());
            MemorySegment plain = arena.allocate(bytes(chunk), Long.BYTES);
            codec.decode(packed, plain);
            return Records.of(data.type(), plain, 0, chunk.count());
        } catch (CodecException broken) {
            throw caused(damaged(chunk, file, broken.getMessage()), broken);
        } catch (NoSuchFileException missing) {
            throw caused(damaged(chunk, file, "the file is missing"), missing);
        } catch (IOException unreadable) {
            throw caused(damaged(chunk, file, "the file cannot be read (" + unreadable.getMessage() + ")"), unreadable);
        }
    }

    /// No codec makes more than some thousand bytes of one: what the metadata say is checked before memory is asked
    /// for.
    private void requirePlausible(StraxChunk chunk, Path file, long packed) {
        if (bytes(chunk) / 50_000 > packed) {
            throw damaged(chunk, file, "n=" + chunk.count() + " records cannot lie in " + packed + " bytes");
        }
    }

    private static FormatException damaged(StraxChunk chunk, Path file, String problem) {
        return new FormatException(
                file,
                FormatException.NOT_IN_FILE,
                "chunk " + chunk.index() + " of " + chunk.range() + " cannot be read: " + problem,
                REMEDY);
    }

    private static FormatException caused(FormatException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        decoders.shutdownNow();
        for (Ahead left : ahead) {
            left.records().cancel(false);
        }
        decoders.close();
        ahead.forEach(left -> left.arena().close());
        ahead.clear();
    }
}
