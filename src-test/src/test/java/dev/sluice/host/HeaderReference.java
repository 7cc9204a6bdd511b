package dev.sluice.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The reference of the interface in C, made from the comments and declarations of `sluice.h`.
final class HeaderReference {
    private static final Pattern SECTION = Pattern.compile("^/\\* -- (.*?) -+ \\*/$");
    private static final Pattern COMMENT = Pattern.compile("(?s)^/\\*(.*?)\\*/\\s*(.*)$");
    private static final Pattern FUNCTION = Pattern.compile("(?m)^[\\w *]*?\\b(sluice_\\w+)\\(");
    private static final Pattern TYPE = Pattern.compile(
            "(?m)^typedef struct (sluice_\\w+)(?: \\{|;)|\\(\\*(sluice_\\w+)\\)\\(|^typedef \\w+ (sluice_\\w+);");
    private static final String INTRODUCTION = """
            # Reference: sluice.h

            <!-- Made from native-docs/include/sluice.h by NativeReferenceTest; edit the header. -->

            Everything that the header declares, in its order. The guides say how it is used: [C](c.md), [C++](cpp.md),
            [Python](python.md).
            """;

    private HeaderReference() {}

    static String page() {
        String header = HeaderText.declarations();
        String[] paragraphs = header.substring(header.indexOf("/* The version of this interface"))
                .strip()
                .split("\n\n+");
        StringBuilder body = new StringBuilder("\n## Version\n");
        List<String> index = new ArrayList<>();
        for (String paragraph : paragraphs) {
            Matcher section = SECTION.matcher(paragraph);
            if (section.matches()) {
                body.append("\n## ").append(capital(section.group(1))).append('\n');
            } else if (!paragraph.startsWith("#ifdef __cplusplus") && !paragraph.startsWith("/* ====")) {
                describe(paragraph, body, index);
            }
        }
        return INTRODUCTION + "\n" + general(header) + "\n| function or type | |\n|---|---|\n" + String.join("", index)
                + body;
    }

    /// The comment at the top of the header, after its first sentence, without its licence.
    private static String general(String header) {
        Matcher comment = COMMENT.matcher(header);
        if (!comment.matches()) {
            throw new IllegalStateException("sluice.h does not begin with a comment");
        }
        String words = comment.group(1);
        return prose(words.substring(words.indexOf("Every function returns"), words.indexOf(" * Licence:")));
    }

    private static void describe(String paragraph, StringBuilder body, List<String> index) {
        Matcher comment = COMMENT.matcher(paragraph);
        boolean commented = comment.matches() && !comment.group(1).contains("*/");
        String words = commented ? comment.group(1) : "";
        String code = commented ? comment.group(2) : paragraph;
        List<String> names = names(code);
        if (!names.isEmpty()) {
            body.append("\n### ").append(String.join(", ", names)).append('\n');
            index.add("| [%s](#%s) | %s |\n"
                    .formatted(
                            names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
                            String.join("-", names),
                            first(prose(words))));
        }
        if (commented) {
            body.append('\n').append(prose(words));
        }
        if (!code.isBlank()) {
            body.append("\n```c\n").append(code.strip()).append("\n```\n");
        }
    }

    private static List<String> names(String code) {
        List<String> names = new ArrayList<>();
        Matcher types = TYPE.matcher(code);
        if (code.startsWith("typedef") && types.find()) {
            names.add(
                    types.group(1) != null ? types.group(1) : types.group(2) != null ? types.group(2) : types.group(3));
            return names;
        }
        Matcher functions = FUNCTION.matcher(code);
        while (!code.startsWith("#") && functions.find()) {
            names.add(functions.group(1));
        }
        return names;
    }

    /// The words of a comment: lines that stand further in are code, all else is a paragraph.
    private static String prose(String comment) {
        StringBuilder text = new StringBuilder();
        boolean code = false;
        for (String line : comment.split("\n")) {
            String words = line.replaceFirst("^ \\* ?", "");
            boolean indented = words.startsWith("    ");
            if (indented != code) {
                text.append(code ? "```\n\n" : "\n```text\n");
                code = indented;
            }
            text.append(code ? words.strip() : escaped(words.strip())).append('\n');
        }
        return text.append(code ? "```\n" : "").toString().strip() + "\n";
    }

    /// Stars and angle brackets are the header's, but for what it quotes as code.
    private static String escaped(String words) {
        StringBuilder text = new StringBuilder();
        boolean code = false;
        for (char letter : words.toCharArray()) {
            code ^= letter == '`';
            text.append(!code && (letter == '*' || letter == '<') ? "\\" : "").append(letter);
        }
        return text.toString();
    }

    /// The first sentence, or what comes before its first semicolon.
    private static String first(String prose) {
        String words =
                prose.replaceAll("(?s)\n```.*", "").replaceAll("\\s+", " ").strip();
        Matcher ends = Pattern.compile("(?<=\\S)[.;:](?= |$)").matcher(words);
        while (ends.find()) {
            String sentence = words.substring(0, ends.start());
            if (count(sentence, '(') == count(sentence, ')') - count(sentence, '[') && count(sentence, '"') % 2 == 0) {
                return sentence + ".";
            }
        }
        return words;
    }

    private static long count(String words, char letter) {
        return words.chars().filter(each -> each == letter).count();
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
