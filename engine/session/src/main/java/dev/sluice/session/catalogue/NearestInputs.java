package dev.sluice.session.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the types of data from which targets are computed, by how many plugins that takes. Stateless.
public final class NearestInputs {
    private final Map<String, KnownPlugin> providers = new HashMap<>();

    private NearestInputs(Collection<KnownPlugin> plugins) {
        for (KnownPlugin plugin : plugins) {
            plugin.products().forEach(product -> providers.putIfAbsent(product, plugin));
        }
    }

    /// Types from each of which alone all `targets` are computed, that which takes the fewest plugins first.
    public static List<String> of(Collection<KnownPlugin> plugins, List<String> targets) {
        return new NearestInputs(plugins).of(targets);
    }

    private List<String> of(List<String> targets) {
        Set<String> ancestors = new LinkedHashSet<>(targets);
        List<String> open = new ArrayList<>(targets);
        while (!open.isEmpty()) {
            KnownPlugin plugin = providers.get(open.removeFirst());
            if (plugin != null) {
                plugin.dependsOn().stream().filter(ancestors::add).forEach(open::add);
            }
        }
        Map<String, Integer> steps = new HashMap<>();
        for (String type : ancestors) {
            Set<String> chain = new HashSet<>();
            if (targets.stream().allMatch(target -> leadsTo(target, type, chain))) {
                steps.put(type, chain.size());
            }
        }
        return ancestors.stream()
                .filter(steps::containsKey)
                .sorted(Comparator.comparing(steps::get))
                .toList();
    }

    /// Whether `target` is computed from `type` and nothing else; adds the plugins that it takes.
    private boolean leadsTo(String target, String type, Set<String> chain) {
        if (target.equals(type)) {
            return true;
        }
        KnownPlugin plugin = providers.get(target);
        if (plugin == null || plugin.dependsOn().isEmpty()) {
            return false;
        }
        if (!chain.add(plugin.name())) {
            return true;
        }
        return plugin.dependsOn().stream().allMatch(input -> leadsTo(input, type, chain));
    }
}
