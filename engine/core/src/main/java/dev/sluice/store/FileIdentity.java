package dev.sluice.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Which raw file it was, so that another one under the same name is noticed. An immutable value, safe from any thread.
///
/// The folder does not count: data that move keep their lineage.
///
/// @param name name of the file without its folder
/// @param size its length in bytes
/// @param mark when it was changed last, in ns since 1970, as a `Long`; or its content, as `sha256:` and hexadecimal
public record FileIdentity(String name, long size, Object mark) {
    private static final int BLOCK = 1 << 16;

    /// Refuses a negative size, and a mark that is neither.
    public FileIdentity {
        Objects.requireNonNull(name, "name");
        if (size < 0) {
            throw new IllegalArgumentException("a file of negative length: name=" + name + ", size=" + size);
        }
        if (!(mark instanceof Long) && !(mark instanceof String)) {
            throw new IllegalArgumentException(
                    "what marks file " + name + " is neither a time in ns (Long) nor a text: " + "mark=" + mark);
        }
    }

    /// The file by its size and the time of its last change: cheap, and other after a copy that sets a new time.
    ///
    /// @throws IOException if there is no such file
    public static FileIdentity byTime(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileIdentity(
                name(file), attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /// The file by its content, all of which is read once: the same after any copy.
    ///
    /// @throws IOException if the file cannot be read
    public static FileIdentity byContent(Path file) throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] block = new byte[BLOCK];
            for (int read = content.read(block); read >= 0; read = content.read(block)) {
                size += read;
            }
        }
        return new FileIdentity(name(file), size, "sha256:" + HexFormat.of().formatHex(digest.digest()));
    }

    /// What a lineage holds of files by their times: sorted by name, as the order in which they were named does not
    /// count.
    ///
    /// @throws UncheckedIOException if one is not there
    public static List<Object> trackedFiles(Collection<Path> files) {
        List<FileIdentity> identities = new ArrayList<>();
        for (Path file : files) {
            try {
                identities.add(byTime(file));
            } catch (IOException missing) {
                throw new UncheckedIOException(
                        "cannot look at file=" + file + ", which is raw data: " + missing.getMessage(), missing);
            }
        }
        identities.sort(Comparator.comparing((FileIdentity identity) -> identity.name())
                .thenComparing(FileIdentity::size)
                .thenComparing(identity -> identity.mark().toString()));
        return List.copyOf(identities.stream().map(FileIdentity::tracked).toList());
    }

    /// What a lineage holds of it: `[name, size, mark]`.
    public List<Object> tracked() {
        return List.of(name, size, mark);
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName(), "file name").toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256, but this one does not", impossible);
        }
    }
}
