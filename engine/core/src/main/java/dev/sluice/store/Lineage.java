package dev.sluice.store;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a type of data came about: each plugin that took part, its version, and its tracked options.
///
/// The structure is that of strax: `{data type: [plugin, version, {option: value}]}`, merged over all ancestors. A
/// plugin with several outputs stands under the one it provides last, so that all of them share one lineage. Options
/// that are not tracked, sizes of chunks and numbers of workers leave no trace. A source that reads files tracks which
/// in its option [#FILES]. Equal lineages have equal hashes; data are found by the lineage, not by its hash alone.
///
/// Immutable; safe from any thread.
public final class Lineage {
    /// The tracked option of a source that names the files it reads: a list of what [FileIdentity#tracked] gives.
    public static final String FILES = "files";

    private final SortedMap<String, LineageEntry> entries;
    private final String hash;

    private Lineage(SortedMap<String, LineageEntry> entries) {
        this.entries = Collections.unmodifiableSortedMap(entries);
        this.hash = LineageHash.of(tree());
    }

    /// The lineage of what a plugin computes from data with the lineages `inputs`; none for a source.
    ///
    /// @param lastProvided the name of the plugin's output; of several, the last
    /// @throws IllegalArgumentException if two inputs, or an input and the plugin, disagree on how one type came about
    public static Lineage of(String lastProvided, LineageEntry entry, Collection<Lineage> inputs) {
        SortedMap<String, LineageEntry> merged = new TreeMap<>();
        for (Lineage input : inputs) {
            input.entries.forEach((dataType, inherited) -> add(merged, dataType, inherited));
        }
        add(merged, lastProvided, entry);
        return new Lineage(merged);
    }

    /// The lineage of what a source reads from these files.
    ///
    /// @throws IllegalArgumentException if the entry has an option that is called [#FILES] already
    public static Lineage ofFiles(String lastProvided, LineageEntry entry, List<FileIdentity> files) {
        if (entry.options().containsKey(FILES)) {
            throw new IllegalArgumentException("option " + FILES + " of " + entry.plugin()
                    + " would hide which files it reads; rename the option, or do not track it");
        }
        Map<String, Object> options = new LinkedHashMap<>(entry.options());
        options.put(FILES, files.stream().map(FileIdentity::tracked).toList());
        return of(lastProvided, LineageEntry.of(entry.plugin(), entry.version(), options), List.of());
    }

    /// The lineage that a parser of JSON read: `{data type: [plugin, version, {option: value}]}` as maps and lists.
    ///
    /// The parser must keep whole numbers apart from real ones: `1` and `1.0` are two values.
    ///
    /// @throws IllegalArgumentException if it is something else; the message names the entry
    public static Lineage fromTree(Map<String, ?> tree) {
        SortedMap<String, LineageEntry> entries = new TreeMap<>();
        tree.forEach((dataType, entry) -> add(entries, dataType, LineageEntry.fromTree(dataType, entry)));
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a lineage without a plugin: lineage={}; it has at least a source");
        }
        return new Lineage(entries);
    }

    private static void add(SortedMap<String, LineageEntry> entries, String dataType, LineageEntry entry) {
        if (dataType.isEmpty()) {
            throw new IllegalArgumentException("a type of data without a name in a lineage; name it");
        }
        LineageEntry known = entries.putIfAbsent(dataType, entry);
        if (known != null && !known.equals(entry)) {
            throw new IllegalArgumentException("two ways to " + dataType + " meet in one lineage: "
                    + PythonJson.text(known.tree()) + " and " + PythonJson.text(entry.tree())
                    + "; compute both inputs from the same " + dataType);
        }
    }

    /// The plugins by the last type that each provides, sorted by that name. Not to be changed.
    public SortedMap<String, LineageEntry> entries() {
        return entries;
    }

    /// The ten letters that stand for it in names of folders: equal to strax's for the same structure.
    public String hash() {
        return hash;
    }

    /// What is hashed; see [LineageHash#input].
    public String hashInput() {
        return LineageHash.input(tree());
    }

    /// On one line, as strax's metadata have it under `lineage`: ASCII, sorted by name.
    public String toJson() {
        return PythonJson.text(TrackedValue.of(tree()));
    }

    /// As maps and lists, which a writer of JSON understands and [#fromTree] reads back.
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        entries.forEach((dataType, entry) -> tree.put(dataType, entry.tree()));
        return tree;
    }

    /// True if the other is a lineage with the same entries.
    @Override
    public boolean equals(Object other) {
        return other instanceof Lineage that && hash.equals(that.hash) && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /// The hash and what it stands for: `eg4qikr44u {"raw_records": ["RawRecords", "1.2.3", {"gain": 0.5}]}`.
    @Override
    public String toString() {
        return hash + " " + toJson();
    }
}
