package dev.sluice.formats.codec;

/// Streams of BloscLZ, a successor of FastLZ, decoded in arrays. Stateless.
///
/// An instruction below 32 is followed by that many literals and one; any other is a match: its upper three bits are
/// the length, which goes on in bytes of 255 where they are all set, its lower five with the next byte the distance; a
/// distance of all ones goes on in two bytes more.
final class BloscLz {
    private static final int LITERALS = 32;
    private static final int NEAR = 8191;

    private BloscLz() {}

    /// Decodes `count` bytes of `source` into `target` from `at` on, at most up to `end`; returns where it ends.
    ///
    /// @throws CodecException if a length or a distance leads out of either array
    static int decode(byte[] source, int count, byte[] target, int at, int end) throws CodecException {
        int in = 0;
        int out = at;
        int instruction = count == 0 ? 0 : source[in++] & LITERALS - 1;
        while (count > 0) {
            if (instruction < LITERALS) {
                int literals = instruction + 1;
                require(literals <= count - in && literals <= end - out, "literals lead out of the stream", in);
                System.arraycopy(source, in, target, out, literals);
                in += literals;
                out += literals;
            } else {
                int length = (instruction >>> 5) - 1;
                if (length == 6) {
                    int next;
                    do {
                        require(in < count, "a length goes on beyond the stream", in);
                        next = source[in++] & 0xFF;
                        length += next;
                        require(length <= end - at, "a match is too long", in);
                    } while (next == 0xFF);
                }
                length += 3;
                require(in < count, "the distance of a match is cut off", in);
                int low = source[in++] & 0xFF;
                int distance = ((instruction & LITERALS - 1) << 8) + low;
                if (distance == NEAR) {
                    require(count - in >= 2, "the distance of a match is cut off", in);
                    distance += ((source[in] & 0xFF) << 8) + (source[in + 1] & 0xFF);
                    in += 2;
                }
                distance++;
                require(distance <= out - at, "a match begins before the stream, distance=" + distance, in);
                require(length <= end - out, "a match leads out of the stream, length=" + length, in);
                Lz4Block.copy(target, out, distance, length);
                out += length;
            }
            if (in >= count) {
                break;
            }
            instruction = source[in++] & 0xFF;
        }
        return out;
    }

    private static void require(boolean sound, String problem, int at) throws CodecException {
        if (!sound) {
            throw new CodecException(problem, at);
        }
    }
}
