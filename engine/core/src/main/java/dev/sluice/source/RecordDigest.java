package dev.sluice.source;

import dev.sluice.record.Records;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A digest of the bytes of records, which distinguishes them from others. Stateless.
final class RecordDigest {
    private static final long BLOCK = 1 << 20;

    private RecordDigest() {}

    /// `sha256:` and the digest in hexadecimal.
    static String of(Records records) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            MemorySegment bytes = records.segment().asSlice(records.byteOffset(), records.byteSize());
            for (long from = 0; from < bytes.byteSize(); from += BLOCK) {
                digest.update(bytes.asSlice(from, Math.min(BLOCK, bytes.byteSize() - from))
                        .asByteBuffer());
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256, but this one does not", impossible);
        }
    }
}
