package dev.sluice.formats.strax;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.codec.Codec;
import dev.sluice.formats.codec.CodecException;
import dev.sluice.plugin.SourceContext;
import dev.sluice.record.RecordTimes;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Decodes the chunks of a folder ahead of who takes them, several at once, in their order. For one thread.
///
/// Memory is taken from the budget of the run and used again for later chunks: that of the chunk that is read, and of
/// those ahead as long as all take no more than half of the budget together, nor more than [#MOST_AHEAD].
final class DecodedChunks implements AutoCloseable {
    /// Bytes of decoded chunks that may be in memory, unless one alone takes more.
    static final long MOST_AHEAD = 512L << 20;

    private static final String REMEDY = "copy the file again from where it is whole";

    private final StraxMetadata data;
    private final List<StraxChunk> chunks;
    private final WorkingMemory memory;
    private final long most;
    private final long largest;
    private final int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    private final ExecutorService decoders;
    private final Queue<Codec> codecs = new ConcurrentLinkedQueue<>();
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private final List<Slab> idle = new ArrayList<>();
    private long held;
    private int next;

    /// Memory for one chunk.
    private record Slab(Arena arena, MemorySegment bytes) {
        void free() {
            arena.close();
        }
    }

    /// A chunk that is being decoded into memory of its own, which is `given` or taken for it.
    private record Ahead(StraxChunk chunk, long bytes, Slab given, Future<Slab> slab) {
        void free() {
            if (slab.state() == Future.State.SUCCESS) {
                slab.resultNow().free();
            } else if (given != null && given.arena().scope().isAlive()) {
                // Its decoding was never begun.
                given.free();
            }
        }
    }

    DecodedChunks(StraxMetadata data, List<StraxChunk> chunks, SourceContext context) {
        this.data = data;
        this.chunks = chunks.stream().filter(chunk -> chunk.count() > 0).toList();
        this.memory = context.memory();
        this.most = Math.min(MOST_AHEAD, context.memoryBudget() / 2);
        this.largest = this.chunks.stream().mapToLong(this::bytes).max().orElse(0);
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
            return Records.of(data.type(), first.slab().get().bytes(), 0, chunk.count());
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

    /// Gives the memory of the chunk that was taken to one that follows, or frees it.
    void release(StraxChunk chunk) {
        Ahead first = ahead.peekFirst();
        if (first != null && first.chunk() == chunk) {
            ahead.removeFirst();
            held -= first.bytes();
            if (first.slab().state() == Future.State.SUCCESS) {
                idle.add(first.slab().resultNow());
            }
        }
        fill();
    }

    private void fill() {
        while (next < chunks.size()
                && ahead.size() <= threads
                && (ahead.isEmpty() || held + bytes(chunks.get(next)) <= most)) {
            StraxChunk chunk = chunks.get(next++);
            Slab fitting = fitting(bytes(chunk));
            long room = fitting == null ? room(bytes(chunk)) : fitting.bytes().byteSize();
            held += room;
            ahead.addLast(new Ahead(chunk, room, fitting, decoders.submit(() -> decode(chunk, fitting, room))));
        }
        idle.forEach(Slab::free);
        idle.clear();
    }

    /// Idle memory that is large enough; null if there is none. What is too small is freed before more is taken.
    private Slab fitting(long bytes) {
        for (Slab slab : idle) {
            if (slab.bytes().byteSize() >= bytes) {
                idle.remove(slab);
                return slab;
            }
        }
        idle.forEach(Slab::free);
        idle.clear();
        return null;
    }

    /// What to take for a chunk: up to a quarter more than it needs, so that a larger one can use the memory again. New
    /// memory costs half of what decoding does.
    private long room(long bytes) {
        long more = Math.min(Math.min(largest, bytes + bytes / 4), most - held);
        return Math.max(bytes, more);
    }

    private long bytes(StraxChunk chunk) {
        return Math.multiplyExact(chunk.count(), (long) data.type().size());
    }

    private Slab decode(StraxChunk chunk, Slab fitting, long room) {
        Path file = data.folder().resolve(chunk.file());
        Slab slab = fitting;
        boolean done = false;
        try (Arena mapping = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment packed = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), mapping);
            requirePlausible(chunk, file, packed.byteSize());
            slab = slab == null ? allocate(room) : slab;
            decode(chunk, file, packed, slab.bytes().asSlice(0, bytes(chunk)));
            requireInside(chunk, file, Records.of(data.type(), slab.bytes(), 0, chunk.count()));
            done = true;
            return slab;
        } catch (CodecException broken) {
            throw caused(damaged(chunk, file, broken.getMessage()), broken);
        } catch (NoSuchFileException missing) {
            throw caused(damaged(chunk, file, "the file is missing"), missing);
        } catch (IOException unreadable) {
            throw caused(damaged(chunk, file, "the file cannot be read (" + unreadable.getMessage() + ")"), unreadable);
        } catch (InternalError gone) {
            throw caused(damaged(chunk, file, "the file became shorter, or its disk fails, as it was read"), gone);
        } finally {
            if (!done && slab != null) {
                slab.free();
            }
        }
    }

    private Slab allocate(long bytes) {
        Arena arena = memory.arena("chunks of " + data.folder().getFileName());
        try {
            return new Slab(arena, arena.allocate(bytes, Long.BYTES));
        } catch (Throwable refused) {
            arena.close();
            throw refused;
        }
    }

    /// What codecs keep for their work is used again.
    private void decode(StraxChunk chunk, Path file, MemorySegment packed, MemorySegment plain) throws CodecException {
        Codec idleCodec = codecs.poll();
        Codec codec = idleCodec != null
                ? idleCodec
                : Codec.named(data.compressor())
                        .orElseThrow(() ->
                                damaged(chunk, file, "compressor=" + data.compressor() + " is none of " + Codec.READ));
        try {
            codec.decode(packed, plain);
        } finally {
            codecs.add(codec);
        }
    }

    /// No codec makes more than some thousand bytes of one: what the metadata say is checked before memory is asked
    /// for.
    private void requirePlausible(StraxChunk chunk, Path file, long packed) {
        if (bytes(chunk) / 50_000 > packed) {
            throw damaged(chunk, file, "n=" + chunk.count() + " records cannot lie in " + packed + " bytes");
        }
    }

    /// Strax has no checksums, but records of another chunk, or changed ones, seldom start where the metadata say.
    private static void requireInside(StraxChunk chunk, Path file, Records records) {
        RecordTimes times = records.type().times();
        for (long i = 0; i < records.count(); i++) {
            long time = times.start(records, i);
            if (time < chunk.start() || time >= chunk.end()) {
                throw damaged(chunk, file, "record " + i + " starts at time=" + time);
            }
        }
        requireTime(chunk, file, "first_time", chunk.firstTime(), times.start(records, 0));
        requireTime(chunk, file, "last_time", chunk.lastTime(), times.start(records, records.count() - 1));
    }

    private static void requireTime(StraxChunk chunk, Path file, String field, Long wanted, long found) {
        if (wanted != null && wanted != found) {
            throw damaged(chunk, file, "a record starts at time=" + found + ", where " + field + "=" + wanted);
        }
    }

    private static FormatException damaged(StraxChunk chunk, Path file, String problem) {
        return new FormatException(
                file,
                FormatException.NOT_IN_FILE,
                "chunk " + chunk.number() + " of " + chunk.range() + " cannot be read: " + problem,
                REMEDY);
    }

    private static FormatException caused(FormatException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        decoders.shutdownNow().clear();
        decoders.close();
        ahead.forEach(Ahead::free);
        ahead.clear();
        idle.forEach(Slab::free);
        idle.clear();
    }
}
