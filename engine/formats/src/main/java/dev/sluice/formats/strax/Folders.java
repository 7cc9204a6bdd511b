package dev.sluice.formats.strax;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What is done to folders as a whole. Stateless.
final class Folders {
    private Folders() {}

    /// Removes a folder with all that is in it; nothing if it is not there.
    static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepest = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepest) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            // It is what was asked for.
            return;
        }
    }

    /// Removes a folder so that it is not found half removed, should the process end meanwhile.
    static void discard(Path folder) throws IOException {
        Path gone = folder.resolveSibling(
                "." + folder.getFileName() + "." + ProcessHandle.current().pid() + ".gone");
        Folders.remove(gone);
        Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
        remove(gone);
    }

    /// Has the names in a folder reach the disk.
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
