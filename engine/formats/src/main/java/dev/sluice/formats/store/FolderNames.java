package dev.sluice.formats.store;

import dev.sluice.store.LineageHash;
import dev.sluice.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How folders are called: a committed one, one that is being written, one that is being removed. Stateless.
///
/// Bytes that a file system may refuse or read otherwise are written `%2F`; a name too long for a file ends in a hash
/// of all of it. What a folder holds stands in its head: the name is only where to look.
final class FolderNames {
    static final String INDEX = "index";
    static final String DATA = "data-";
    static final String LOCKS = ".sluice-store.lock";

    private static final int LONGEST = 160;
    private static final Pattern UNFINISHED = Pattern.compile("\\.(.+)\\.(\\d{1,18})\\.tmp");
    private static final Pattern REMOVED = Pattern.compile("\\.(.+)\\.([0-9a-f]{16})\\.gone");

    private FolderNames() {}

    /// `<run>-<type>-<hash>`, such as `007-records-63l2ihpzzs`.
    static String of(StoreKey key) {
        String name = escaped(key.runId(), true) + "-" + escaped(key.dataType(), false) + "-"
                + key.lineage().hash();
        if (name.length() <= LONGEST) {
            return name;
        }
        return name.substring(0, LONGEST / 2) + "%" + LineageHash.of(name) + "-"
                + key.lineage().hash();
    }

    /// The folder while the process writes it: `.<folder>.<pid>.tmp`.
    static String unfinished(String folder, long pid) {
        return "." + folder + "." + pid + ".tmp";
    }

    /// The folder while it is removed.
    static String removed(String folder, String token) {
        return "." + folder + "." + token + ".gone";
    }

    static boolean isCommitted(String name) {
        return !name.startsWith(".");
    }

    static boolean isUnfinished(String name) {
        return UNFINISHED.matcher(name).matches();
    }

    static boolean isRemoved(String name) {
        return REMOVED.matcher(name).matches();
    }

    /// Whether that is a folder of this name while a process writes it, or wrote it.
    static boolean isUnfinished(String name, String folder) {
        Matcher matcher = UNFINISHED.matcher(name);
        return matcher.matches() && matcher.group(1).equals(folder);
    }

    /// The name under which an unfinished folder would be found.
    static String finished(String name) {
        Matcher matcher = UNFINISHED.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    /// The process that writes, or wrote, an unfinished folder.
    static OptionalLong pid(String name) {
        Matcher matcher = UNFINISHED.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(2))) : OptionalLong.empty();
    }

    /// A type has no dash, so that run and type can be separated; nothing begins with a dot.
    private static String escaped(String text, boolean dashes) {
        StringBuilder name = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (value & 0xFF);
            boolean plain = letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || letter == '_'
                    || letter == '.' && !name.isEmpty()
                    || letter == '-' && dashes;
            name.append(plain ? String.valueOf(letter) : String.format("%%%02X", (int) letter));
        }
        return name.toString();
    }
}
