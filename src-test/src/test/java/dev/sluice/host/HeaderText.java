package dev.sluice.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the declarations of `sluice.h` say, for tests that compare it with something else.
final class HeaderText {
    private static final Pattern FUNCTION = Pattern.compile("\\(\\*(\\w+)\\)");
    private static final Pattern STRUCT = Pattern.compile("(?s)typedef struct (sluice_\\w+[^_\\s]) \\{(.*?)\\} \\1;");
    private static final Pattern MEMBER = Pattern.compile("[\\w\\s*]*?[\\s*](\\w+)(?:\\[\\w+\\])?$");

    private HeaderText() {}

    /// The part that hosts read, above the code.
    static String declarations() {
        try {
            String header = Files.readString(HostProgram.INCLUDE.resolve("sluice.h"));
            return header.substring(0, header.indexOf("#ifdef SLUICE_IMPLEMENTATION"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// The members of each structure, by its name.
    static Map<String, List<String>> structs() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        Matcher structs = STRUCT.matcher(declarations());
        while (structs.find()) {
            found.put(structs.group(1), members(structs.group(2)));
        }
        return found;
    }

    private static List<String> members(String body) {
        List<String> names = new ArrayList<>();
        for (String member : body.replaceAll("(?s)/\\*.*?\\*/", "").split(";")) {
            Matcher function = FUNCTION.matcher(member);
            Matcher plain = MEMBER.matcher(member.strip());
            if (function.find()) {
                names.add(function.group(1));
            } else if (plain.matches()) {
                names.add(plain.group(1));
            } else if (!member.isBlank()) {
                throw new IllegalArgumentException("no member of a structure: " + member);
            }
        }
        return names;
    }

    /// The functions of the table, in order.
    static List<String> functions() {
        List<String> members = structs().get("sluice_api");
        return members.subList(2, members.size());
    }
}
