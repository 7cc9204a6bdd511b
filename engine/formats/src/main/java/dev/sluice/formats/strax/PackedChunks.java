package dev.sluice.formats.strax;

import dev.sluice.formats.codec.Codec;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Compresses chunks and writes their files, some at once; an error shows at the next call. For one thread.
final class PackedChunks implements AutoCloseable {
    private final Path folder;
    private final StraxName name;
    private final String codec;
    private final int most = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    private final ExecutorService packers = Executors.newFixedThreadPool(
            most, task -> Thread.ofPlatform().daemon().name("sluice-packer").unstarted(task));
    private final List<Future<Packed>> all = new ArrayList<>();

    /// A chunk whose file is on the disk; without records it has none.
    record Packed(SilentCuts.Cut cut, String file, long fileSize) {}

    PackedChunks(Path folder, StraxName name, String codec) {
        this.folder = folder;
        this.name = name;
        this.codec = codec;
    }

    /// Starts to write a chunk, and frees its memory then; waits while as many are being written as there are threads.
    void add(SilentCuts.Cut cut, Records records, Arena memory) throws IOException {
        if (all.size() >= most) {
            try {
                result(all.get(all.size() - most));
            } catch (IOException | RuntimeException failed) {
                memory.close();
                throw failed;
            }
        }
        all.add(packers.submit(() -> {
            try (memory) {
                return write(cut, records);
            }
        }));
    }

    private Packed write(SilentCuts.Cut cut, Records records) throws IOException {
        if (cut.count() == 0) {
            return new Packed(cut, null, 0);
        }
        String file = name.chunk(cut.index());
        Path part = folder.resolve(file + StraxName.UNFINISHED);
        long size;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            size = Codec.named(codec)
                    .orElseThrow()
                    .encode(records.segment().asSlice(records.byteOffset(), records.byteSize()), channel);
            channel.force(true);
        }
        Files.move(part, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        return new Packed(cut, file, size);
    }

    /// @throws IOException if a chunk could not be written
    void throwIfFailed() throws IOException {
        for (int i = Math.max(0, all.size() - most); i < all.size(); i++) {
            if (all.get(i).isDone()) {
                result(all.get(i));
            }
        }
    }

    /// Waits for all; their order is that in which they were added.
    ///
    /// @throws IOException if a chunk could not be written
    List<Packed> await() throws IOException {
        List<Packed> done = new ArrayList<>();
        for (Future<Packed> chunk : all) {
            done.add(result(chunk));
        }
        return done;
    }

    private static Packed result(Future<Packed> chunk) throws IOException {
        try {
            return chunk.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("writing was stopped", stopped);
        }
    }

    @Override
    public void close() {
        packers.close();
    }
}
