package dev.sluice.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Sentences of the engine, whose remedies name calls of Java, in the names that hosts have for them.
final class HostWords {
    private static final Map<Pattern, String> NAMES = names();

    private HostWords() {}

    private static Map<Pattern, String> names() {
        Map<Pattern, String> names = new LinkedHashMap<>();
        names.put(
                Pattern.compile(", or do not call writesEveryField\\(\\).*writingEveryField\\(\\)"),
                ", or leave fills=every out");
        names.put(Pattern.compile("with memory\\(\\.\\.\\.\\)"), "by --memory");
        names.put(Pattern.compile("say with lost\\(\\.\\.\\.\\) what"), "say by sluice_live_lost what");
        names.put(Pattern.compile("publish\\(0, start, end\\)"), "sluice_live_publish with count=0");
        names.put(Pattern.compile("given up with finish\\(\\)"), "given up by sluice_live_discard");
        names.put(Pattern.compile("\\bfinish\\(\\)"), "sluice_live_finish");
        names.put(Pattern.compile("\\bfail\\(\\.\\.\\.\\)"), "sluice_live_fail");
        names.put(
                Pattern.compile("stop publishing, or open another stream"), "stop publishing, or open another session");
        names.put(
                Pattern.compile("declare (?:the type|it) instantaneous\\(\\)"),
                "write ' instantaneous' after the type (instantaneous=True in Python)");
        names.put(
                Pattern.compile("declare one timeResolution(?: for both)?"),
                "count both in one unit: ' picoseconds' after a type is ps");
        names.put(Pattern.compile("; --stacktrace shows the whole stack"), "");
        return names;
    }

    /// The sentence as a host is to read it.
    static String of(String sentence) {
        String worded = sentence;
        for (Map.Entry<Pattern, String> name : NAMES.entrySet()) {
            worded = name.getKey().matcher(worded).replaceAll(name.getValue());
        }
        return worded;
    }
}
