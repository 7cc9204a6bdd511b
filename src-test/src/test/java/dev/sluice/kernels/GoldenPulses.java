package dev.sluice.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The arrays that strax's own functions gave, with the header of the `.npy` files cut off.
final class GoldenPulses {

    static final FragmentLayout LAYOUT = new FragmentLayout(110);

    private static final Path FOLDER =
            Path.of(System.getProperty("sluice.home")).resolve("../shared/fixtures/strax/golden_pulses");
    private static final int HEADER_LENGTH = 8;
    private static final int HEADER = 10;

    private GoldenPulses() {}

    /// A copy of the array of that name, which a test may change; skips the test where there is none.
    static MemorySegment load(String name, Arena arena) {
        Path file = FOLDER.resolve(name + ".npy");
        Assumptions.assumeTrue(Files.isRegularFile(file), () -> "golden array is not there: " + file);
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            int header = bytes.get(Waveforms.INT16, HEADER_LENGTH) & 0xFFFF;
            MemorySegment array = bytes.asSlice(HEADER + (long) header);
            return arena.allocate(array.byteSize(), Long.BYTES).copyFrom(array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first byte that differs, as record and byte in the record; empty if there is none.
    static String difference(MemorySegment expected, MemorySegment actual, int stride) {
        long at = expected.mismatch(actual);
        return at < 0
                ? ""
                : "record " + at / stride + " byte " + at % stride + ": expected "
                        + expected.get(ValueLayout.JAVA_BYTE, at) + ", is " + actual.get(ValueLayout.JAVA_BYTE, at);
    }
}
