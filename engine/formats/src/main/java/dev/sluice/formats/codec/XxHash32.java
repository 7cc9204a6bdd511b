package dev.sluice.formats.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash xxHash32 with seed 0, which frames of LZ4 carry of their heads, their blocks and their content. Used by one
/// thread.
final class XxHash32 {
    private static final int PRIME_1 = 0x9E3779B1;
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    private static final int STRIPE = 16;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] rest = new byte[STRIPE];
    private int held;
    private long total;
    private int first = PRIME_1 + PRIME_2;
    private int second = PRIME_2;
    private int third;
    private int fourth = -PRIME_1;

    /// Of bytes that lie together.
    static int of(byte[] bytes, int from, int count) {
        XxHash32 hash = new XxHash32();
        hash.add(bytes, from, count);
        return hash.value();
    }

    /// Adds bytes to those before.
    void add(byte[] bytes, int from, int count) {
        total += count;
        int at = from;
        int end = from + count;
        if (held > 0) {
            int some = Math.min(STRIPE - held, count);
            System.arraycopy(bytes, at, rest, held, some);
            held += some;
            at += some;
            if (held < STRIPE) {
                return;
            }
            stripe(rest, 0);
            held = 0;
        }
        for (; end - at >= STRIPE; at += STRIPE) {
            stripe(bytes, at);
        }
        held = end - at;
        System.arraycopy(bytes, at, rest, 0, held);
    }

    private void stripe(byte[] bytes, int at) {
        first = mixed(first, word(bytes, at));
        second = mixed(second, word(bytes, at + 4));
        third = mixed(third, word(bytes, at + 8));
        fourth = mixed(fourth, word(bytes, at + 12));
    }

    private static int mixed(int lane, int word) {
        return Integer.rotateLeft(lane + word * PRIME_2, 13) * PRIME_1;
    }

    /// The hash of all bytes so far.
    int value() {
        int hash = (total < STRIPE ? PRIME_5 : lanes()) + (int) total;
        int at = 0;
        for (; at + Integer.BYTES <= held; at += Integer.BYTES) {
            hash = Integer.rotateLeft(hash + word(rest, at) * PRIME_3, 17) * PRIME_4;
        }
        for (; at < held; at++) {
            hash = Integer.rotateLeft(hash + (rest[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }

    private int lanes() {
        return Integer.rotateLeft(first, 1)
                + Integer.rotateLeft(second, 7)
                + Integer.rotateLeft(third, 12)
                + Integer.rotateLeft(fourth, 18);
    }

    private static int word(byte[] bytes, int at) {
        return (int) WORD.get(bytes, at);
    }
}
