package dev.sluice.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Formats that people bring and Sluice does not read, known by name or first bytes, each with what to do. Stateless.
final class ForeignFormat {
    private static final String SAVE =
            "save them with numpy.save as a structured array with the fields time, length, dt, channel and wave";
    private static final int COMPASS_MARK = 0xCAE0;
    private static final List<Magic> MAGICS = List.of(
            new Magic("1f 8b 08", "it is packed with gzip", "unpack it first: gunzip -k NAME"),
            new Magic("28 b5 2f fd", "it is packed with zstd", "unpack it first: zstd -d NAME"),
            new Magic("42 5a 68", "it is packed with bzip2", "unpack it first: bunzip2 -k NAME"),
            new Magic("fd 37 7a 58 5a", "it is packed with xz", "unpack it first: unxz -k NAME"),
            new Magic("04 22 4d 18", "it is packed with lz4", "unpack it first: lz4 -d NAME"),
            new Magic(
                    "89 48 44 46",
                    "HDF5 (LH5 is one) is not read yet",
                    "read the waveforms with h5py or lgdo and " + SAVE),
            new Magic("72 6f 6f 74", "ROOT files are not read yet", "read the waveforms with uproot and " + SAVE),
            new Magic("50 41 52 31", "Parquet is not read yet", "read the table with pyarrow and " + SAVE),
            new Magic("41 52 52 4f 57 31", "Arrow files are not read yet", "read the table with pyarrow and " + SAVE),
            new Magic(
                    "50 4b 03 04",
                    "the input is an archive",
                    "of one made by numpy.savez, save each array by itself with numpy.save(path, numpy.load('NAME')[name])"));

    private ForeignFormat() {}

    /// What an input is, and what helps.
    ///
    /// @param what   names the format
    /// @param remedy a call that was tried
    record Found(String what, String remedy) {}

    private record Magic(String bytes, String what, String remedy) {
        boolean begins(byte[] start) {
            String[] wanted = bytes.split(" ");
            if (start.length < wanted.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                if (Byte.toUnsignedInt(start[i]) != Integer.parseInt(wanted[i], 16)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// What the file with these first bytes is, if it is a known format that is not read.
    static Optional<Found> ofFile(Path file, byte[] start) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".bin") && start.length >= 2 && (word(start) & 0xFFF0) == COMPASS_MARK) {
            return Optional.of(compass("CoMPASS .BIN files are"));
        }
        if (lower.endsWith(".csv") || lower.endsWith(".txt")) {
            String text = new String(start, StandardCharsets.ISO_8859_1);
            return Optional.of(
                    text.startsWith("BOARD;")
                            ? compass("CSV files of CoMPASS are")
                            : new Found(
                                    "text is not read",
                                    "load it with numpy.genfromtxt(path, delimiter=',', names=True) and " + SAVE));
        }
        return MAGICS.stream()
                .filter(magic -> magic.begins(start))
                .findFirst()
                .map(magic -> new Found(magic.what(), magic.remedy().replace("NAME", name)));
    }

    /// What the folder is, if it is of a known format that is not read.
    static Optional<Found> ofFolder(Path folder) {
        if (holds(folder, "*-metadata.json") || holdsFolderWith(folder, "*-metadata.json")) {
            return Optional.of(new Found(
                    "directories of strax are not read yet",
                    "save what they hold: numpy.save('raw_records.npy', context.get_array(run, 'raw_records'))"));
        }
        Path raw = folder.resolve("RAW");
        for (Path place : List.of(folder, raw)) {
            if (holds(place, "*.{BIN,bin}") || holds(place, "DataR_*") || holds(place, "SDataR_*")) {
                return Optional.of(compass("runs of CoMPASS are"));
            }
        }
        return Optional.empty();
    }

    private static Found compass(String which) {
        return new Found(which + " not read yet", "read the events with numpy and " + SAVE);
    }

    private static int word(byte[] start) {
        return Byte.toUnsignedInt(start[0]) | Byte.toUnsignedInt(start[1]) << 8;
    }

    private static boolean holdsFolderWith(Path folder, String pattern) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path child : children) {
                if (holds(child, pattern)) {
                    return true;
                }
            }
            return false;
        } catch (IOException unreadable) {
            // The reader of the folder says what is wrong with it.
            return false;
        }
    }

    private static boolean holds(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            return found.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
