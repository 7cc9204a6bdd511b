package dev.sluice.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// Says in words why stored data are not the wanted ones. Stateless; safe from any thread.
public final class LineageMismatch {
    private static final int MOST_TOLD = 3;
    private static final int LONGEST_VALUE = 60;

    private LineageMismatch() {}

    /// One sentence for messages: what differs in the stored lineage, the first three of it and how many more; or that
    /// nothing does.
    public static String explain(Lineage wanted, Lineage stored) {
        List<String> differences = differences(wanted, stored);
        if (differences.isEmpty()) {
            return "the stored lineage is the wanted one";
        }
        int told = Math.min(MOST_TOLD, differences.size());
        int more = differences.size() - told;
        return "the stored lineage differs: " + String.join("; ", differences.subList(0, told))
                + (more == 0 ? "" : "; and " + more + " more");
    }

    /// One sentence on why nothing of `stored` is the wanted data: the one of the same run and type that is nearest, by
    /// number of differences, and what differs in it. Empty if there is none of that run and type, or it is there.
    public static Optional<String> explain(StoreKey wanted, Collection<StoreKey> stored) {
        return stored.stream()
                .filter(key -> key.runId().equals(wanted.runId()))
                .filter(key -> key.dataType().equals(wanted.dataType()))
                .min(Comparator.comparingInt(
                        key -> differences(wanted.lineage(), key.lineage()).size()))
                .filter(key -> !key.equals(wanted))
                .map(key -> key + " is there, but " + explain(wanted.lineage(), key.lineage()));
    }

    /// Each difference in a few words, in order of the types of data; empty if there is none.
    public static List<String> differences(Lineage wanted, Lineage stored) {
        List<String> told = new ArrayList<>();
        for (String dataType : names(wanted.entries(), stored.entries())) {
            LineageEntry want = wanted.entries().get(dataType);
            LineageEntry have = stored.entries().get(dataType);
            if (have == null) {
                told.add("plugin " + want.plugin() + " (" + dataType + ") took no part, but is wanted");
            } else if (want == null) {
                told.add("plugin " + have.plugin() + " (" + dataType + ") took part, but is not wanted");
            } else {
                compare(dataType, want, have, told);
            }
        }
        return told;
    }

    private static void compare(String dataType, LineageEntry want, LineageEntry have, List<String> told) {
        if (!want.plugin().equals(have.plugin())) {
            told.add(dataType + " is by plugin " + have.plugin() + ", wanted is " + want.plugin());
            return;
        }
        if (!want.version().equals(have.version())) {
            told.add("version of " + want.plugin() + " is " + have.version() + ", wanted is " + want.version());
        }
        for (String option : names(want.options(), have.options())) {
            boolean wanted = want.options().containsKey(option);
            boolean stored = have.options().containsKey(option);
            String ours = wanted ? PythonJson.text(want.options().get(option)) : "";
            String theirs = stored ? PythonJson.text(have.options().get(option)) : "";
            if (wanted != stored || !ours.equals(theirs)) {
                String subject = "option " + option + " of " + want.plugin();
                told.add(subject
                        + (stored ? " is " + shortened(theirs, ours) : " is not there")
                        + (wanted ? ", wanted is " + shortened(ours, theirs) : ", wanted is none"));
            }
        }
    }

    /// A long value is shown from a little before where it differs from the other.
    private static String shortened(String value, String other) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        int same = 0;
        while (same < Math.min(value.length(), other.length()) && value.charAt(same) == other.charAt(same)) {
            same++;
        }
        int from = Math.max(0, Math.min(same - LONGEST_VALUE / 3, value.length() - LONGEST_VALUE));
        int to = Math.min(value.length(), from + LONGEST_VALUE);
        return (from > 0 ? "…" : "") + value.substring(from, to) + (to < value.length() ? "…" : "");
    }

    private static Set<String> names(SortedMap<String, ?> wanted, SortedMap<String, ?> stored) {
        Set<String> all = new TreeSet<>(wanted.keySet());
        all.addAll(stored.keySet());
        return all;
    }
}
