package dev.sluice.formats.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A way to compress the bytes of a chunk, under the name that strax has for it. Used by one thread.
///
/// Bytes that are read are not trusted: each length is checked against what is left of both sides, so that damaged data
/// end with a [CodecException] and never reach beyond the memory given.
public abstract class Codec {
    /// Codecs are made by [#named].
    Codec() {}

    /// Names of codecs that are read.
    public static final List<String> READ = List.of("lz4", "zstd", "blosc", "bz2");
    /// Names of codecs that are written.
    public static final List<String> WRITTEN = List.of("lz4", "zstd", "blosc");

    /// A codec for one thread; none if there is no such name.
    public static Optional<Codec> named(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "lz4" -> new Lz4Frames();
                    case "zstd" -> new ZstdFrames();
                    case "blosc" -> new BloscFrames();
                    case "bz2" -> new Bzip2Streams();
                    default -> null;
                });
    }

    /// Fills `target` with what `source` holds, which is as many bytes.
    ///
    /// @throws CodecException if the bytes are damaged, or hold more or less
    public abstract void decode(MemorySegment source, MemorySegment target) throws CodecException;

    /// Writes the compressed bytes of `source`; returns how many they are.
    ///
    /// @throws IOException if the channel does not take them
    /// @throws UnsupportedOperationException if it is only read
    public long encode(MemorySegment source, WritableByteChannel target) throws IOException {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " are read only; write " + String.join(" or ", WRITTEN));
    }

    /// Whether the array from `from` on begins with those bytes.
    static boolean starts(byte[] bytes, int from, byte... magic) {
        return bytes.length - from >= magic.length
                && Arrays.equals(bytes, from, from + magic.length, magic, 0, magic.length);
    }
}
