package dev.sluice.formats;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file that appears under its name only when it is complete: bytes go to `.name.<pid>.part` beside it, and
/// [#commit] forces them to the disk and renames. For one thread at a time; owns the channel.
///
/// What is not committed is removed: by [#close], or when the JVM shuts down first. A process that is killed leaves its
/// part; the next file of that name removes it. A file that is replaced hands its permissions on.
public final class PartFile implements AutoCloseable {
    private static final int LONGEST_NAME = 50;
    private static final int MOST_PARTS = 100;
    private static final int MOST_LINKS = 40;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(PartFile::remove), "sluice-part-files"));
    }

    private final Path target;
    private final Path destination;
    private final Path part;
    private final FileChannel channel;
    private boolean open = true;

    private PartFile(Path target, Path destination, Path part, FileChannel channel) {
        this.target = target;
        this.destination = destination;
        this.part = part;
        this.channel = channel;
    }

    /// Starts a file that will be `target`, replacing what is there; a symbolic link is kept and its aim replaced or,
    /// where it leads nowhere yet, made.
    ///
    /// @throws FormatException if there can be no such file: no directory, no permission, a directory or device instead
    public static PartFile create(Path target) {
        try {
            Path destination = Files.exists(target) ? target.toRealPath() : aim(target);
            requireName(target, destination);
            checkReplaceable(target, destination);
            removeAbandoned(destination);
            return open(target, destination);
        } catch (NoSuchFileException e) {
            Path directory = target.toAbsolutePath().getParent();
            boolean exists = directory != null && Files.isDirectory(directory);
            throw failure(
                    target,
                    FormatException.NOT_IN_FILE,
                    exists ? "the directory takes no new files" : "the directory does not exist",
                    exists ? "write elsewhere" : "create it with mkdir -p, or write elsewhere",
                    e);
        } catch (AccessDeniedException e) {
            throw failure(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the directory may not be written",
                    "change its permissions, or write elsewhere",
                    e);
        } catch (IOException e) {
            throw failure(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the file cannot be created (" + reason(e) + ")",
                    "write elsewhere",
                    e);
        }
    }

    /// The channel to write to. It belongs to this file; do not close it.
    public FileChannel channel() {
        return channel;
    }

    /// The file that is written until then, for libraries that open files by themselves.
    public Path part() {
        return part;
    }

    /// The file's final name, as it was given.
    public Path target() {
        return target;
    }

    /// Forces the bytes to the disk and gives the file its name.
    ///
    /// @throws IllegalStateException if the file was committed or closed before
    /// @throws FormatException if the disk or the directory refuses; the part is then removed
    public void commit() {
        if (!open) {
            throw new IllegalStateException("file=" + target + " was committed or closed before; create a new one");
        }
        try {
            channel.force(true);
            channel.close();
            keepPermissions();
            Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE);
            open = false;
            OPEN.remove(part);
            forceDirectory();
        } catch (IOException e) {
            close();
            throw failure(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the file cannot be completed (" + reason(e) + ")",
                    "see that the disk has room and the directory may be written; nothing was left there",
                    e);
        }
    }

    /// Removes the file unless it was committed.
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the file cannot be closed (" + reason(e) + ")",
                    "see to the disk",
                    e);
        } finally {
            remove(part);
            OPEN.remove(part);
        }
    }

    /// A format exception with a cause.
    static FormatException failure(Path file, long offset, String problem, String remedy, IOException cause) {
        FormatException failure = new FormatException(file, offset, problem, remedy);
        failure.initCause(cause);
        return failure;
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /// Where the links lead, of which the last may lead to a file that is not there yet.
    private static Path aim(Path target) throws IOException {
        Path aim = target.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(aim); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException("its symbolic links lead nowhere");
            }
            aim = aim.resolveSibling(Files.readSymbolicLink(aim));
        }
        return aim;
    }

    private static void checkReplaceable(Path target, Path destination) {
        if (Files.isDirectory(destination)) {
            throw new FormatException(
                    target, FormatException.NOT_IN_FILE, "the target is a directory", "name a file in it");
        }
        if (Files.exists(destination) && !Files.isRegularFile(destination)) {
            throw new FormatException(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the target is a device or a pipe, which cannot be replaced",
                    "name a regular file");
        }
        if (Files.exists(destination) && !Files.isWritable(destination)) {
            throw new FormatException(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the target exists and may not be written",
                    "remove it, or write elsewhere");
        }
    }

    private static PartFile open(Path target, Path destination) throws IOException {
        String stem = stem(destination);
        long process = ProcessHandle.current().pid();
        for (int attempt = 0; attempt < MOST_PARTS; attempt++) {
            String distinct = attempt == 0 ? "" : "." + attempt;
            Path part = destination.resolveSibling("." + stem + "." + process + distinct + ".part");
            try {
                FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                lock(channel);
                OPEN.add(part);
                return new PartFile(target, destination, part, channel);
            } catch (FileAlreadyExistsException e) {
                if (attempt == MOST_PARTS - 1) {
                    throw failure(
                            target,
                            FormatException.NOT_IN_FILE,
                            MOST_PARTS + " unfinished files lie beside it",
                            "remove ." + stem + ".*.part",
                            e);
                }
            }
        }
        throw new AssertionError(target);
    }

    /// A user that could read the replaced file can read the new one; a file system without such rights has none to
    /// keep.
    private void keepPermissions() throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(destination, PosixFileAttributeView.class);
        PosixFileAttributeView mine = Files.getFileAttributeView(part, PosixFileAttributeView.class);
        if (old != null && mine != null && Files.exists(destination)) {
            mine.setPermissions(old.readAttributes().permissions());
        }
    }

    /// A name that the file system refuses is refused now, and not when everything is computed.
    private static void requireName(Path target, Path destination) {
        try {
            Files.readAttributes(destination, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | AccessDeniedException other) {
            // There is no such file yet, or the creation of the part says what is denied.
        } catch (IOException refused) {
            throw failure(
                    target,
                    FormatException.NOT_IN_FILE,
                    "the file system takes no such name (" + reason(refused) + ")",
                    "give a shorter name",
                    refused);
        }
    }

    /// Removes parts of this name whose process is gone: a part that is being written is locked.
    private static void removeAbandoned(Path destination) {
        Pattern parts = Pattern.compile(Pattern.quote("." + stem(destination)) + "\\.(\\d{1,18})(\\.\\d+)?\\.part");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(destination.toAbsolutePath().getParent(), file -> {
                    Matcher name = parts.matcher(file.getFileName().toString());
                    return name.matches()
                            && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
                })) {
            for (Path file : files) {
                removeUnlocked(file);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            System.getLogger(PartFile.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "unfinished files beside {0} not looked for: {1}",
                            destination,
                            unreadable);
        }
    }

    private static void removeUnlocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(file);
            }
        } catch (OverlappingFileLockException written) {
            // A thread of this process writes it.
        } catch (AccessDeniedException | NoSuchFileException foreign) {
            // Another user's part, or one that another process has removed.
        }
    }

    private static String stem(Path destination) {
        String name = destination.getFileName().toString();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /// Locks of some network file systems fail; then the number of the process alone says that a part is in use.
    private static void lock(FileChannel channel) {
        try {
            channel.tryLock();
        } catch (IOException unsupported) {
            System.getLogger(PartFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "an unfinished file cannot be locked: {0}", unsupported);
        }
    }

    private void forceDirectory() {
        try (FileChannel directory = FileChannel.open(destination.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Not every file system lets a directory be forced; the rename is atomic all the same.
            System.getLogger(PartFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "directory of {0} not forced: {1}", target, e);
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(PartFile.class.getName())
                    .log(System.Logger.Level.WARNING, "unfinished file {0} could not be removed: {1}", part, e);
        }
    }
}
