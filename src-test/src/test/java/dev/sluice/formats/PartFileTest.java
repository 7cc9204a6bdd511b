package dev.sluice.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(PartFile file, String text) throws IOException {
        file.channel().write(ByteBuffer.wrap(text.getBytes()));
    }

    private void assertRefused(String reason, Path target) {
        FormatException error = assertThrows(FormatException.class, () -> PartFile.create(target));
        assertTrue(error.getMessage().contains(reason), error.getMessage());
        assertTrue(error.getMessage().contains("file=" + target), error.getMessage());
        assertEquals(target, error.file());
    }

    @Test
    void theNameAppearsOnlyAtTheCommit() throws IOException {
        Path target = folder.resolve("out.npy");
        Files.writeString(target, "old");
        try (PartFile file = PartFile.create(target)) {
            write(file, "new");
            assertEquals("old", Files.readString(target));
            assertEquals(List.of(".out.npy." + ProcessHandle.current().pid() + ".part", "out.npy"), names());
            file.commit();
            assertThrows(IllegalStateException.class, file::commit);
        }
        assertEquals("new", Files.readString(target));
        assertEquals(List.of("out.npy"), names());
    }

    @Test
    void aFileThatIsNotCommittedLeavesNothing() throws IOException {
        PartFile file = PartFile.create(folder.resolve("out.npy"));
        write(file, "new");
        file.close();
        file.close();
        assertThrows(IllegalStateException.class, file::commit);
        assertEquals(List.of(), names());
    }

    /// Starts a file and ends the JVM without closing it.
    static final class Quitter {
        public static void main(String[] arguments) throws IOException {
            PartFile file = PartFile.create(Path.of(arguments[0]));
            write(file, "new");
            System.exit(7);
        }
    }

    @Test
    void aFileThatIsOpenWhenTheJvmEndsLeavesNothing() throws Exception {
        assertEquals(
                7,
                ChildJvm.run(List.of(), Quitter.class, folder.resolve("out.npy").toString()));
        assertEquals(List.of(), names());
    }

    @Test
    void twoWritersOfOneTargetDoNotMeet() throws IOException {
        Path target = folder.resolve("x".repeat(255));
        try (PartFile first = PartFile.create(target);
                PartFile second = PartFile.create(target)) {
            write(first, "first");
            write(second, "second");
            second.commit();
            first.commit();
        }
        assertEquals("first", Files.readString(target));
        assertEquals(1, names().size());
    }

    @Test
    void aSymbolicLinkThatLeadsNowhereYetIsKeptAndItsAimMade() throws IOException {
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("aim"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), second);
        try (PartFile file = PartFile.create(link)) {
            write(file, "new");
            file.commit();
        }
        assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
        assertEquals("new", Files.readString(folder.resolve("aim")));
    }

    @Test
    void aCircleOfSymbolicLinksIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("back"));
        Files.createSymbolicLink(folder.resolve("back"), link);
        assertThrows(FormatException.class, () -> PartFile.create(link));
    }

    @Test
    void aSymbolicLinkKeepsPointingToTheFile() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (PartFile file = PartFile.create(link)) {
            write(file, "new");
            file.commit();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    void targetsThatCannotBeReplacedAreRefused() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertRefused("is a directory", folder);
        assertRefused("the directory does not exist", folder.resolve("none/out.npy"));
        assertRefused("Not a directory", folder.resolve("file/out.npy"));
        assertRefused("a device or a pipe", Path.of("/dev/null"));
        assertEquals(List.of("file"), names());
    }

    @Test
    void aReadOnlyDiskIsRefusedAtTheStart() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder, "size=64k,ro")) {
            assertRefused("Read-only file system", disk.file("out.npy"));
        }
    }

    @Test
    void aRefusedRenameFailsTheCommitAndLeavesNothing() throws IOException {
        Path target = folder.resolve("out.npy");
        try (PartFile file = PartFile.create(target)) {
            Files.createDirectory(target);
            Files.writeString(target.resolve("in-the-way"), "");
            FormatException error = assertThrows(FormatException.class, file::commit);
            assertTrue(error.getMessage().contains("cannot be completed"), error.getMessage());
        }
        assertEquals(List.of("out.npy"), names());
    }
}
