package dev.sluice.formats.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// One frame of zstd. Used by one thread; what is given lies outside of the heap.
final class ZstdFrames extends Codec {
    private static final int LEVEL = 3;
    private static final long MOST = Integer.MAX_VALUE - 1024;

    @Override
    public void decode(MemorySegment source, MemorySegment target) throws CodecException {
        requireBelow(source.byteSize());
        requireBelow(target.byteSize());
        ByteBuffer from = source.asByteBuffer();
        long told = Zstd.getDirectByteBufferFrameContentSize(from, 0, (int) source.byteSize());
        if (told > 0 && told != target.byteSize()) {
            throw CodecException.length(told, target.byteSize());
        }
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            int made = context.decompressDirectByteBuffer(
                    target.asByteBuffer(), 0, (int) target.byteSize(), from, 0, (int) source.byteSize());
            if (made != target.byteSize()) {
                throw CodecException.length(made, target.byteSize());
            }
        } catch (ZstdException damaged) {
            throw new CodecException("the bytes of zstd are damaged: " + damaged.getMessage(), damaged);
        }
    }

    @Override
    public long encode(MemorySegment source, WritableByteChannel target) throws IOException {
        requireBelow(source.byteSize());
        try (Arena arena = Arena.ofConfined();
                ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(LEVEL).setContentSize(true).setChecksum(false);
            ByteBuffer packed =
                    arena.allocate(Zstd.compressBound(source.byteSize())).asByteBuffer();
            int count = context.compressDirectByteBuffer(
                    packed, 0, packed.capacity(), source.asByteBuffer(), 0, (int) source.byteSize());
            packed.limit(count);
            while (packed.hasRemaining()) {
                target.write(packed);
            }
            return count;
        }
    }

    private static void requireBelow(long bytes) throws CodecException {
        if (bytes > MOST) {
            throw new CodecException("a chunk of " + bytes + " bytes, where at most " + MOST + " are read", 0);
        }
    }
}
