package dev.sluice.benchmarks.file;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Memory of one thread that grows to what is asked for, between a file and kernels. Not freed before the arena is.
final class Slab {
    private static final int NPY_START = 10;

    private final Arena arena;
    private MemorySegment memory = MemorySegment.NULL;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /// A slab without memory.
    Slab(Arena arena) {
        this.arena = arena;
    }

    /// The memory, of `size` bytes at least.
    MemorySegment atLeast(long size) {
        if (memory.byteSize() < size) {
            memory = arena.allocate(size, 64);
            bytes = memory.asByteBuffer();
        }
        return memory;
    }

    /// Reads `size` bytes from byte `from` of a file on.
    MemorySegment read(FileChannel file, long from, long size) throws IOException {
        atLeast(size);
        bytes.position(0).limit(Math.toIntExact(size));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException("the file ends at byte " + (from + bytes.position()));
            }
        }
        return memory;
    }

    /// Writes the first `size` bytes to byte `to` of a file on.
    void write(FileChannel file, long to, long size) throws IOException {
        bytes.position(0).limit(Math.toIntExact(size));
        while (bytes.hasRemaining()) {
            file.write(bytes, to + bytes.position());
        }
    }

    /// The byte at which the records of a `.npy` file of version 1 begin.
    static long records(FileChannel file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(NPY_START);
        file.read(start, 0);
        return NPY_START + (start.get(8) & 0xff) + 256L * (start.get(9) & 0xff);
    }
}
