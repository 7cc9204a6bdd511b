package dev.sluice.formats.codec;

/// Streams of BloscLZ, a successor of FastLZ, decoded in arrays. Stateless.
///
/// An instruction below 32 is followed by that many literals and one; any other is a match: its upper three bits are
/// the length, which goes on in bytes of 255 where they are all set, its lower five with the next byte the distance; a
/// distance of all ones goes on in two bytes more.
final class BloscLz {
    private static final int LITERALS = 32;
    private static final int NEAR = 8191;
    private static final int LONG_MATCH = 6;
    private static final int LEAST_MATCH = 3;
    private static final int BRIEF = 18;

    private BloscLz() {}

    /// Decodes `count` bytes of `source` into `target` from `at` on, at most up to `end`; returns where it ends. Both
    /// arrays have [SlackCopy#SLACK] bytes more than that.
    ///
    /// @throws CodecException if a length or a distance leads out of either array
    static int decode(byte[] source, int count, byte[] target, int at, int end) throws CodecException {
        int in = 0;
        int out = at;
        int first = LITERALS - 1;
        while (in < count) {
            int instruction = source[in++] & first;
            first = 0xFF;
            if (instruction < LITERALS) {
                int literals = instruction + 1;
                if (literals > count - in || literals > end - out) {
                    throw new CodecException("literals lead out of the stream, length=" + literals, in);
                }
                SlackCopy.sixteen(source, in, target, out);
                if (literals > 16) {
                    SlackCopy.sixteen(source, in + 16, target, out + 16);
                }
                in += literals;
                out += literals;
                if (in == count) {
                    return out;
                }
                // Behind literals, almost always, there is a match.
                instruction = source[in++] & 0xFF;
                if (instruction < LITERALS) {
                    in--;
                    continue;
                }
            }
            int length = (instruction >>> 5) - 1;
            if (length == LONG_MATCH) {
                int next;
                do {
                    if (in >= count || length > end - at) {
                        throw new CodecException("the length of a match is not within the stream", in);
                    }
                    next = source[in++] & 0xFF;
                    length += next;
                } while (next == 0xFF);
            }
            length += LEAST_MATCH;
            if (in >= count) {
                throw new CodecException("the distance of a match is cut off", in);
            }
            int distance = ((instruction & LITERALS - 1) << 8) + (source[in++] & 0xFF);
            if (distance == NEAR) {
                if (count - in < 2) {
                    throw new CodecException("the distance of a match is cut off", in);
                }
                distance += ((source[in] & 0xFF) << 8) + (source[in + 1] & 0xFF);
                in += 2;
            }
            distance++;
            if (distance > out - at) {
                throw new CodecException("a match begins before the stream, distance=" + distance, in);
            }
            if (length > end - out) {
                throw new CodecException("a match leads out of the stream, length=" + length, in);
            }
            if (length <= BRIEF && distance >= Long.BYTES) {
                SlackCopy.eighteen(target, out, distance);
            } else {
                SlackCopy.match(target, out, distance, length);
            }
            out += length;
        }
        return out;
    }
}
