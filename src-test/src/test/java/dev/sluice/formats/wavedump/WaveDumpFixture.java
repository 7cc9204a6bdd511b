package dev.sluice.formats.wavedump;

import dev.sluice.formats.wavedump.file.EventLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes WaveDump files for tests, event by event, right or wrong.
public final class WaveDumpFixture {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int board = 31;
    private int channel;
    private int counter;

    public WaveDumpFixture board(int value) {
        board = value;
        return this;
    }

    public WaveDumpFixture channel(int value) {
        channel = value;
        return this;
    }

    public WaveDumpFixture counter(int value) {
        counter = value;
        return this;
    }

    /// An event of 16-bit samples.
    public WaveDumpFixture event(long tag, int... samples) {
        ByteBuffer payload = buffer(2 * samples.length);
        for (int sample : samples) {
            payload.putShort((short) sample);
        }
        return raw(EventLayout.HEADER_BYTES + payload.capacity(), tag, payload.array());
    }

    /// An event of 8-bit samples.
    WaveDumpFixture eventOfBytes(long tag, int... samples) {
        ByteBuffer payload = buffer(samples.length);
        for (int sample : samples) {
            payload.put((byte) sample);
        }
        return raw(EventLayout.HEADER_BYTES + payload.capacity(), tag, payload.array());
    }

    /// An event of float samples.
    WaveDumpFixture eventOfFloats(long tag, float... samples) {
        ByteBuffer payload = buffer(4 * samples.length);
        for (float sample : samples) {
            payload.putFloat(sample);
        }
        return raw(EventLayout.HEADER_BYTES + payload.capacity(), tag, payload.array());
    }

    /// An event whose header claims `size` bytes, whatever the payload is.
    public WaveDumpFixture raw(long size, long tag, byte[] payload) {
        ByteBuffer header = buffer(EventLayout.HEADER_BYTES);
        header.putInt((int) size)
                .putInt(board)
                .putInt(0x60000 + counter)
                .putInt(channel)
                .putInt(counter++);
        header.putInt((int) tag);
        bytes.writeBytes(header.array());
        bytes.writeBytes(payload);
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    public Path write(Path file) {
        return write(file, bytes());
    }

    public static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Path configuration(Path directory, String... lines) {
        try {
            return Files.write(directory.resolve("WaveDumpConfig.txt"), List.of(lines));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
