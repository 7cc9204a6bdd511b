package dev.sluice.chunk;

/// A chunk, or a stream of chunks, breaks one of the laws of chunking; the message says which, where and by how much.
public final class ChunkLawException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// A breach, described in one sentence.
    public ChunkLawException(String message) {
        super(message);
    }
}
