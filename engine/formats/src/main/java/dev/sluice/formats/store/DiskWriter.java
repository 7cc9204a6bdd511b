package dev.sluice.formats.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/// Writes one key of a [DiskStore], and has its lock until it ends. For one thread; any may abort.
final class DiskWriter extends StoreWriter {
    private final DiskStore store;
    private final String name;
    private final Path folder;
    private final FolderWriter files;
    private final FileLock lock;

    /// A writer into `folder`, which will be found as `name`.
    DiskWriter(DiskStore store, StoreHead head, String name, Path folder, FolderWriter files, FileLock lock) {
        super(head.key(), head.type());
        this.store = store;
        this.name = name;
        this.folder = folder;
        this.files = files;
        this.lock = lock;
    }

    /// Says where the first chunk begins.
    DiskWriter after(long end) {
        goOnFrom(end);
        return this;
    }

    @Override
    protected void write(Chunk chunk) throws IOException {
        try {
            files.write(chunk);
        } catch (StoreException refused) {
            throw refused;
        } catch (IOException refused) {
            throw named(refused);
        }
    }

    @Override
    protected void finish() throws IOException {
        try {
            files.complete();
            store.publish(folder, name);
        } catch (StoreException refused) {
            throw refused;
        } catch (IOException refused) {
            throw named(refused);
        }
        end();
    }

    private StoreException named(IOException refused) {
        return new StoreException(
                key() + " cannot be written (" + DiskStore.reason(refused) + "): folder=" + folder
                        + "; what is complete there is whole, and a later run goes on from it; see to the disk, make"
                        + " room, or store elsewhere",
                refused);
    }

    @Override
    protected void leave(boolean failed) {
        // Of a thread that was asked to end, the system would close the files.
        boolean interrupted = Thread.interrupted();
        try {
            if (!failed) {
                files.force();
            }
            files.close();
        } catch (IOException unwritten) {
            // What could not be forced is not spoken of in the index, and lost to who goes on from there.
            closeAfter(unwritten);
        } finally {
            end();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeAfter(IOException unwritten) {
        try {
            files.close();
        } catch (IOException again) {
            unwritten.addSuppressed(again);
        }
    }

    @Override
    protected void discard() {
        try {
            files.close();
            store.discard(folder);
        } catch (IOException kept) {
            throw new UncheckedIOException(
                    "what was written of " + key() + " cannot be removed (" + DiskStore.reason(kept) + "): folder="
                            + folder + "; remove it with ./sluice store clean",
                    kept);
        } finally {
            end();
        }
    }

    private void end() {
        try {
            lock.release();
        } catch (IOException released) {
            // The lock file was closed before, which lets go of the lock too.
        }
        store.forget(this);
    }
}
