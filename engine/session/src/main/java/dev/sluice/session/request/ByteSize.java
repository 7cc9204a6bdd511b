package dev.sluice.session.request;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and prints sizes in bytes. Stateless.
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*([KMGT]?)(?:I?B)?");

    private ByteSize() {}

    /// `512M`, `2G`, `65536`: K, M, G and T count in steps of 1024.
    ///
    /// @throws IllegalArgumentException if it is no such text
    public static long parse(String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size; write bytes, or 512K, 256M, 2G");
        }
        int shift = size.group(2).isEmpty() ? 0 : 10 * (1 + "KMGT".indexOf(size.group(2)));
        long number = Long.parseLong(size.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("'" + text + "' is more than an int64 counts");
        }
        return number << shift;
    }

    /// `986.0 kB`, `10.2 GB`: steps of 1000, as speeds and disks are given in.
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double size = bytes;
        int step = -1;
        while (size >= 999.95 && step < 5) {
            size /= 1000;
            step++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", size, "kMGTPE".charAt(step));
    }
}
