package dev.sluice.formats.wavedump.file;

import dev.sluice.formats.FormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Refuses files of other formats under names of WaveDump: their first bytes would be an event of more than a gigabyte.
/// Stateless.
final class ForeignFile {
    private static final List<Signature> KNOWN = List.of(
            new Signature("\u0093NUMPY", "a .npy file"),
            new Signature("\u0089HDF", "an HDF5 file"),
            new Signature("\u007fELF", "a program"),
            new Signature("root", "a ROOT file"),
            new Signature("PAR1", "a Parquet file"));

    private ForeignFile() {}

    private record Signature(String start, String what) {
        boolean begins(MemorySegment file) {
            byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < bytes.length; i++) {
                if (i >= file.byteSize() || file.get(ValueLayout.JAVA_BYTE, i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @throws FormatException if the bytes of `path` begin as those of another format do
    static void refuse(Path path, MemorySegment bytes) throws FormatException {
        for (Signature signature : KNOWN) {
            if (signature.begins(bytes)) {
                throw new FormatException(
                        path,
                        0,
                        "it is " + signature.what + " under a name of WaveDump",
                        "move it out of the folder, or give it another name");
            }
        }
    }
}
