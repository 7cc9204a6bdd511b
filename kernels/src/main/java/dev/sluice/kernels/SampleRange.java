package dev.sluice.kernels;

/// A half-open range of sample indices `[from, to)`, counted from the first sample of a record.
///
/// An immutable value, safe from any thread. `to` may be open (`OPEN`): then the range runs to the last sample that the
/// record has. A range may reach beyond a record: it is cut to the samples that are there.
///
/// @param from first sample of the range, 0 or more
/// @param to   sample just after the range, `from` or more; `OPEN` for the record's end
public record SampleRange(int from, int to) {

    /// The value of `to` that means "to the end of the record".
    public static final int OPEN = Integer.MAX_VALUE;

    private static final String REMEDY = "; write two sample numbers as FROM:TO, for example 40:90, 60: or :400";

    /// Checks the limits.
    public SampleRange {
        if (from < 0) {
            throw new IllegalArgumentException("sample range starts before the record: from=" + from + ", least is 0");
        }
        if (to < from) {
            throw new IllegalArgumentException(
                    "sample range ends before it starts: from=" + from + " to=" + to + REMEDY + " (FROM first)");
        }
    }

    /// The range `[from, end of the record)`.
    public static SampleRange from(int from) {
        return new SampleRange(from, OPEN);
    }

    /// Reads `40:90`, `60:` (to the end), `:400` (from the first sample) or `:` (everything).
    ///
    /// Fails with `IllegalArgumentException` on anything else, also on negative numbers and on a range like `90:40`.
    public static SampleRange parse(String text) {
        if (text == null) {
            throw new IllegalArgumentException("sample range is missing" + REMEDY);
        }
        String trimmed = text.strip();
        int colon = trimmed.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("sample range has no colon: range=" + text + REMEDY);
        }
        int from = limit(trimmed.substring(0, colon), 0, text);
        int to = limit(trimmed.substring(colon + 1), OPEN, text);
        if (to < from) {
            throw new IllegalArgumentException("sample range ends before it starts: range=" + text + REMEDY);
        }
        return new SampleRange(from, to);
    }

    private static int limit(String part, int missing, String text) {
        String digits = part.strip();
        if (digits.isEmpty()) {
            return missing;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new IllegalArgumentException(
                        "sample range is not made of two whole numbers, 0 or more: range=" + text + REMEDY);
            }
        }
        try {
            int value = Integer.parseInt(digits);
            if (value < OPEN) {
                return value;
            }
        } catch (NumberFormatException tooLarge) {
            // Only digits got here, so the number is too large; the message below says it.
        }
        throw new IllegalArgumentException(
                "sample range is beyond any record: range=" + text + ", largest number is " + (OPEN - 1) + REMEDY);
    }

    /// True if the range runs to the end of the record.
    public boolean isOpen() {
        return to == OPEN;
    }

    /// How many samples of the range a record with `samples` samples has, from `from` on; 0 if it ends before.
    public int count(int samples) {
        return Math.max(0, Math.min(to, samples) - from);
    }

    /// The text that `parse` reads back: `40:90`, or `60:` for an open range.
    @Override
    public String toString() {
        return isOpen() ? from + ":" : from + ":" + to;
    }
}
