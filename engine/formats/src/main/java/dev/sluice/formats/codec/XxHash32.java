package dev.sluice.formats.codec;

/// The hash xxHash32 of short texts with seed 0, which the head of a frame of LZ4 carries. Stateless.
final class XxHash32 {
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    private static final int PRIME_1 = 0x9E3779B1;

    private XxHash32() {}

    /// Of fewer than 16 bytes from `from` on.
    static int of(byte[] bytes, int from, int count) {
        int hash = PRIME_5 + count;
        int at = from;
        int end = from + count;
        for (; at + 4 <= end; at += 4) {
            int word =
                    bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
            hash = Integer.rotateLeft(hash + word * PRIME_3, 17) * PRIME_4;
        }
        for (; at < end; at++) {
            hash = Integer.rotateLeft(hash + (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }
}
