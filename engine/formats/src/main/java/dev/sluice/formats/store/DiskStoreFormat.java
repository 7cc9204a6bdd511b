package dev.sluice.formats.store;

import dev.sluice.formats.FormatException;
import dev.sluice.formats.InputProbe;
import dev.sluice.formats.Recognition;
import dev.sluice.formats.StoreFormat;
import dev.sluice.store.Store;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kind of store that results are kept in if nothing else is said: a [DiskStore].
public final class DiskStoreFormat implements StoreFormat {
    /// One, as the service loader makes it.
    public DiskStoreFormat() {}

    /// `sluice`.
    @Override
    public String name() {
        return "sluice";
    }

    @Override
    public String help() {
        return "folders of mapped records with checksums, written safely and gone on with after a crash";
    }

    @Override
    public Recognition recognise(InputProbe folder) throws IOException {
        if (!folder.folder()) {
            return Recognition.NO;
        }
        if (Files.exists(folder.path().resolve(FolderNames.LOCKS))) {
            return Recognition.BY_CONTENT;
        }
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder.path(), FolderReading::isFolder)) {
            return inside.iterator().hasNext() ? Recognition.BY_CONTENT : Recognition.NO;
        }
    }

    @Override
    public Store open(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new FormatException(
                    folder, FormatException.NOT_IN_FILE, "this is a file, not the folder of a store", "name a folder");
        }
        Files.createDirectories(folder);
        return DiskStore.at(folder);
    }
}
