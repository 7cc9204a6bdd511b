package dev.sluice.formats.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Blocks of LZ4, decoded and encoded in arrays, as the format's description has them. Stateless.
final class Lz4Block {
    private static final int LEAST_MATCH = 4;
    private static final int LAST_LITERALS = 5;
    private static final int MATCH_LIMIT = 12;
    private static final int HASH_BITS = 14;
    private static final int FARTHEST = 65_535;
    private static final int LONG_RUN = 15;
    /// Bytes that a sequence without long runs takes at most, on either side.
    private static final int BRIEF = 40;

    /// Misses, as a power of two, after which steps grow.
    private static final int PATIENCE = 3;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Lz4Block() {}

    /// Decodes `count` bytes of `source` into `target` from `at` on, at most up to `end`; a match may refer to what
    /// lies from `lowest` on. Returns where it ends. Both arrays have [SlackCopy#SLACK] bytes more than that.
    ///
    /// @throws CodecException if a length or a distance leads out of either array
    static int decode(byte[] source, int count, byte[] target, int lowest, int at, int end) throws CodecException {
        int in = 0;
        int out = at;
        while (in < count) {
            int token = source[in++] & 0xFF;
            int literals = token >>> 4;
            if (literals < LONG_RUN && count - in >= BRIEF && end - out >= BRIEF) {
                // Most sequences are brief: they are copied without a look at how long they are.
                SlackCopy.sixteen(source, in, target, out);
                int distance = source[in + literals] & 0xFF | (source[in + literals + 1] & 0xFF) << 8;
                int length = token & LONG_RUN;
                int there = out + literals;
                if (length < LONG_RUN && distance >= Long.BYTES && distance <= there - lowest) {
                    SlackCopy.eighteen(target, there, distance);
                    in += literals + 2;
                    out = there + length + LEAST_MATCH;
                    continue;
                }
            }
            if (literals == LONG_RUN) {
                int next;
                do {
                    if (in >= count || literals > end - at) {
                        throw new CodecException("the length of literals is not within the block", in);
                    }
                    next = source[in++] & 0xFF;
                    literals += next;
                } while (next == 0xFF);
            }
            if (literals > count - in || literals > end - out) {
                throw new CodecException("literals lead out of the block, length=" + literals, in);
            }
            SlackCopy.literals(source, in, target, out, literals);
            in += literals;
            out += literals;
            if (in == count) {
                return out;
            }
            if (count - in < 2) {
                throw new CodecException("the distance of a match is cut off", in);
            }
            int distance = source[in] & 0xFF | (source[in + 1] & 0xFF) << 8;
            in += 2;
            int length = token & LONG_RUN;
            if (length == LONG_RUN) {
                int next;
                do {
                    if (in >= count || length > end - at) {
                        throw new CodecException("the length of a match is not within the block", in);
                    }
                    next = source[in++] & 0xFF;
                    length += next;
                } while (next == 0xFF);
            }
            length += LEAST_MATCH;
            if (distance == 0 || distance > out - lowest) {
                throw new CodecException("a match begins before the data, distance=" + distance, in);
            }
            if (length > end - out) {
                throw new CodecException("a match leads out of the block, length=" + length, in);
            }
            SlackCopy.match(target, out, distance, length);
            out += length;
        }
        return out;
    }

    /// Room for what a block of `count` bytes may take.
    static int mostEncoded(int count) {
        return count + count / 255 + 16 + SlackCopy.SLACK;
    }

    /// Entries of the table that [#encode] wants.
    static int[] table() {
        return new int[1 << HASH_BITS];
    }

    /// Encodes the first `count` bytes of `source` into `target`; returns how many bytes that takes. The table is
    /// overwritten. Both arrays have [SlackCopy#SLACK] bytes more than that.
    static int encode(byte[] source, int count, byte[] target, int[] table) {
        // As far away as nothing that matches.
        Arrays.fill(table, -FARTHEST - 1);
        int out = 0;
        int anchor = 0;
        int in = 0;
        int last = count - MATCH_LIMIT;
        int most = count - LAST_LITERALS;
        int misses = 1 << PATIENCE;
        while (in < last) {
            long word = (long) LONG.get(source, in);
            int slot = slot(word);
            int candidate = table[slot];
            table[slot] = in;
            if (in - candidate > FARTHEST || (int) INT.get(source, candidate) != (int) word) {
                // Where nothing repeats, steps grow.
                in += misses++ >>> PATIENCE;
                continue;
            }
            while (in > anchor && candidate > 0 && source[in - 1] == source[candidate - 1]) {
                in--;
                candidate--;
            }
            int end = matchEnd(source, candidate + LEAST_MATCH, in + LEAST_MATCH, most);
            out = sequence(source, anchor, in - anchor, in - candidate, end - in, target, out);
            in = end;
            anchor = end;
            misses = 1 << PATIENCE;
            if (in < last) {
                table[slot((long) LONG.get(source, in - 2))] = in - 2;
            }
        }
        return sequence(source, anchor, count - anchor, 0, 0, target, out);
    }

    /// A place in the table by the lower five bytes, of which four must agree: longer matches are worth more.
    private static int slot(long word) {
        return (int) ((word << 24) * 889_523_592_379L >>> Long.SIZE - HASH_BITS);
    }

    /// Where what lies at `at` is no longer what lies at `from`; `most` at the latest.
    private static int matchEnd(byte[] source, int from, int at, int most) {
        int candidate = from;
        int in = at;
        while (in < most) {
            long other = (long) LONG.get(source, in) ^ (long) LONG.get(source, candidate);
            if (other != 0) {
                return Math.min(most, in + (Long.numberOfTrailingZeros(other) >>> 3));
            }
            in += Long.BYTES;
            candidate += Long.BYTES;
        }
        return most;
    }

    /// Literals and, unless it is the last sequence, a match.
    private static int sequence(
            byte[] source, int anchor, int literals, int distance, int length, byte[] target, int at) {
        int out = at;
        int match = distance == 0 ? 0 : length - LEAST_MATCH;
        if (literals < LONG_RUN && match < LONG_RUN && distance != 0) {
            target[out] = (byte) (literals << 4 | match);
            SlackCopy.sixteen(source, anchor, target, out + 1);
            SHORT.set(target, out + 1 + literals, (short) distance);
            return out + literals + 3;
        }
        target[out++] = (byte) (Math.min(literals, LONG_RUN) << 4 | Math.min(match, LONG_RUN));
        out = rest(literals, target, out);
        SlackCopy.literals(source, anchor, target, out, literals);
        out += literals;
        if (distance != 0) {
            target[out++] = (byte) distance;
            target[out++] = (byte) (distance >>> 8);
            out = rest(match, target, out);
        }
        return out;
    }

    private static int rest(int length, byte[] target, int at) {
        int out = at;
        if (length >= LONG_RUN) {
            int left = length - LONG_RUN;
            for (; left >= 0xFF; left -= 0xFF) {
                target[out++] = (byte) 0xFF;
            }
            target[out++] = (byte) left;
        }
        return out;
    }
}
