package dev.sluice.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.fixtures.ChildJvm;
import dev.sluice.fixtures.TinyDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// C8: a killed run left its part for ever.
    @Test
    void aPartWhoseProcessIsGoneIsRemovedByTheNextFileOfThatName() throws IOException {
        Path target = folder.resolve("out.npy");
        long gone = deadProcess();
        Files.writeString(folder.resolve(".out.npy." + gone + ".part"), "half");
        Files.writeString(folder.resolve(".out.npy." + gone + ".3.part"), "half");
        Files.writeString(folder.resolve(".other.npy." + gone + ".part"), "of another file");
        Files.writeString(folder.resolve(".out.npy.1.part"), "of a process that lives");
        Files.writeString(folder.resolve(".out.npy.notes.part"), "of a user");
        PartFile.create(target).close();
        assertEquals(List.of(".other.npy." + gone + ".part", ".out.npy.1.part", ".out.npy.notes.part"), names());
    }

    /// C8: a part that a process of another host or container writes has a number that is unknown here.
    @Test
    void aLockedPartIsKeptWhateverItsNumber() throws IOException {
        Path part = folder.resolve(".out.npy." + deadProcess() + ".part");
        Files.writeString(part, "half");
        try (FileChannel writer = FileChannel.open(part, StandardOpenOption.WRITE);
                FileLock held = writer.lock()) {
            assertTrue(held.isValid());
            PartFile.create(folder.resolve("out.npy")).close();
            assertEquals(List.of(part.getFileName().toString()), names());
        }
    }

    private static long deadProcess() {
        long number = 1L << 30;
        while (ProcessHandle.of(number).isPresent()) {
            number++;
        }
        return number;
    }

    /// C8: a replaced output lost its mode.
    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r--r--", "rw-rw-r--", "rwxr-x--x"})
    void aReplacedFileKeepsItsPermissions(String mode) throws IOException {
        Path target = Files.writeString(folder.resolve("out.npy"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
        try (PartFile file = PartFile.create(target)) {
            write(file, "new");
            file.commit();
        }
        assertEquals("new", Files.readString(target));
        assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    /// C9: a name that is too long was found out when all was computed.
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9"})
    void aNameThatTheFileSystemRefusesIsRefusedAtTheStart(String letter) throws IOException {
        int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
        assertRefused("takes no such name", folder.resolve(letter.repeat(256 / bytes + 1)));
        assertRefused("takes no such name", folder.resolve(letter.repeat(5000 / bytes)));
        assertEquals(List.of(), names());
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
