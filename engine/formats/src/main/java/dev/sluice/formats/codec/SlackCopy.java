package dev.sluice.formats.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Copies in steps of eight bytes, which may run over what was asked for by up to [#SLACK] bytes. Stateless.
///
/// Arrays have that many bytes more than they hold data; what lies there means nothing. The caller has checked that the
/// bytes asked for lie within the data.
final class SlackCopy {
    /// How many bytes a copy may touch beyond its end.
    static final int SLACK = 32;

    private static final int STEP = Long.BYTES;
    private static final int FEW = 64;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SlackCopy() {}

    /// Room for `count` bytes and what copies touch beyond.
    static byte[] room(int count) {
        return new byte[count + SLACK];
    }

    /// Copies from one array to another.
    static void literals(byte[] source, int from, byte[] target, int at, int count) {
        if (count > FEW) {
            System.arraycopy(source, from, target, at, count);
            return;
        }
        for (int i = 0; i < count; i += STEP) {
            WORD.set(target, at + i, (long) WORD.get(source, from + i));
        }
    }

    /// Copies 16 bytes from one array to another.
    static void sixteen(byte[] source, int from, byte[] target, int at) {
        WORD.set(target, at, (long) WORD.get(source, from));
        WORD.set(target, at + STEP, (long) WORD.get(source, from + STEP));
    }

    /// Repeats 18 bytes, and some more, of what lies `distance` before, which is a step at least.
    static void eighteen(byte[] bytes, int at, int distance) {
        int from = at - distance;
        WORD.set(bytes, at, (long) WORD.get(bytes, from));
        WORD.set(bytes, at + STEP, (long) WORD.get(bytes, from + STEP));
        WORD.set(bytes, at + 2 * STEP, (long) WORD.get(bytes, from + 2 * STEP));
    }

    /// Repeats what lies `distance` before, 1 or more: a match may reach into what it makes.
    static void match(byte[] bytes, int at, int distance, int length) {
        int from = at - distance;
        if (distance < STEP) {
            pattern(bytes, at, distance, length);
            return;
        }
        if (length > FEW && distance >= length) {
            System.arraycopy(bytes, from, bytes, at, length);
            return;
        }
        for (int done = 0; done < length; done += STEP) {
            WORD.set(bytes, at + done, (long) WORD.get(bytes, from + done));
        }
    }

    /// Of fewer bytes than a step, as many repetitions as fit into one are stored at once.
    private static void pattern(byte[] bytes, int at, int distance, int length) {
        int bits = distance * Byte.SIZE;
        long word = (long) WORD.get(bytes, at - distance) & (1L << bits) - 1;
        for (int filled = bits; filled < Long.SIZE; filled <<= 1) {
            word |= word << filled;
        }
        int step = STEP - STEP % distance;
        for (int done = 0; done < length; done += step) {
            WORD.set(bytes, at + done, word);
        }
    }
}
