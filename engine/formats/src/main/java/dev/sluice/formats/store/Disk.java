package dev.sluice.formats.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// What the store asks of a file system to change it: the seam at which tests let it crash. Safe from any thread.
interface Disk {
    /// Names of what lies in a folder, in no order.
    ///
    /// @throws IOException if it cannot be listed
    List<String> list(Path folder) throws IOException;

    /// Makes a folder whose parent is there.
    ///
    /// @throws IOException if it is there already, or cannot be made
    void createFolder(Path folder) throws IOException;

    /// Opens a file to be written at its end, made if it is not there, cut to `size` bytes.
    ///
    /// @throws IOException if it cannot be written
    Appending append(Path file, long size) throws IOException;

    /// Gives a file or a folder another name at once; a file in the way is replaced.
    ///
    /// @throws IOException if it cannot
    void rename(Path from, Path to) throws IOException;

    /// Removes a file or an empty folder.
    ///
    /// @throws IOException if it cannot be removed
    void delete(Path path) throws IOException;

    /// Makes the names in a folder last.
    ///
    /// @throws IOException if they may not last
    void forceFolder(Path folder) throws IOException;

    /// Bytes that may still be written there.
    ///
    /// @throws IOException if the file system does not say
    long usableBytes(Path folder) throws IOException;

    /// Bytes that the file system has, free or not.
    ///
    /// @throws IOException if the file system does not say
    long totalBytes(Path folder) throws IOException;

    /// A file that grows. For one thread at a time.
    interface Appending extends AutoCloseable {
        /// Writes all bytes that remain in the buffer.
        ///
        /// @throws IOException if they are not all written
        void write(ByteBuffer bytes) throws IOException;

        /// Makes what was written last.
        ///
        /// @throws IOException if it may not last
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
