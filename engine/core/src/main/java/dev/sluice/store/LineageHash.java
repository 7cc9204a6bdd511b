package dev.sluice.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The name of a lineage in ten letters, the same as strax gives it, so that each finds the data of the other.
///
/// Stateless; safe from any thread.
public final class LineageHash {
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LETTERS = 10;
    private static final int BITS_PER_LETTER = 5;

    private LineageHash() {}

    /// The hash of a value: strax's `deterministic_hash`. The text of [#input] in ASCII, its SHA-1 in base 32, lower
    /// case, of that the first ten letters.
    ///
    /// @throws IllegalArgumentException if the value has no form in a lineage, as [TrackedValue#of] says
    public static String of(Object value) {
        return letters(sha1(input(value).getBytes(StandardCharsets.US_ASCII)));
    }

    /// What is hashed: every map as a list of `[key, value]` pairs, sorted by key, in the text of Python's
    /// `json.dumps`. Numbers are written as Python writes them (`1e-09`, `100000.0`), and those that are not finite as
    /// `NaN`, `Infinity` and `-Infinity`, which Python writes too although they are no JSON.
    ///
    /// @throws IllegalArgumentException if the value has no form in a lineage, as [TrackedValue#of] says
    public static String input(Object value) {
        return PythonJson.text(PythonJson.pairs(TrackedValue.of(value)));
    }

    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1, but this one does not", impossible);
        }
    }

    private static String letters(byte[] digest) {
        StringBuilder text = new StringBuilder(LETTERS);
        for (int letter = 0; letter < LETTERS; letter++) {
            int bit = letter * BITS_PER_LETTER;
            int two = (digest[bit / Byte.SIZE] & 0xFF) << Byte.SIZE | (digest[bit / Byte.SIZE + 1] & 0xFF);
            int shift = 2 * Byte.SIZE - BITS_PER_LETTER - bit % Byte.SIZE;
            text.append(BASE32.charAt(two >>> shift & 31));
        }
        return text.toString();
    }
}
