package dev.sluice.session.catalogue;

import dev.sluice.context.Context;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.session.request.UsageException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What can be computed from the data that an input holds.
public final class ReachableTypes {
    private ReachableTypes() {}

    /// The error of a target that cannot be computed from `held`, with the targets that can.
    ///
    /// What is `published` has the name that the host gives it, so that the remedy is another name.
    public static UsageException refusal(
            Context context, String held, boolean published, IllegalArgumentException impossible) {
        String text = impossible.getMessage();
        int needed = text.indexOf(" (needed by ");
        if (!text.startsWith("no plugin provides ") || needed < 0) {
            return new UsageException(text, impossible);
        }
        String missing = text.substring(0, text.indexOf('\'', "no plugin provides '".length()) + 1);
        Set<String> reached = from(context, held);
        return new UsageException(
                "the input holds " + held + ", but " + missing + text.substring(needed) + "; from " + held
                        + (reached.isEmpty() ? " nothing is computed" : " there are " + String.join(", ", reached))
                        + (published
                                ? "; open the live input as " + lacking(text) + ", if that is what its records are"
                                : "; a file of " + lacking(text) + " goes beside the input: --with FILE.npy"),
                impossible);
    }

    /// The types of the chain that end in the missing one; any of them will do.
    private static String lacking(String text) {
        String chain = text.substring(text.indexOf("(needed by ") + "(needed by ".length(), text.indexOf(')'));
        return Stream.of(chain.split(" -> ")).skip(1).collect(Collectors.joining(" or "));
    }

    private static Set<String> from(Context context, String held) {
        Set<String> reached = new LinkedHashSet<>(List.of(held));
        int before;
        do {
            before = reached.size();
            for (Plugin plugin : context.plugins()) {
                if (!plugin.spec().dependsOn().isEmpty()
                        && reached.containsAll(plugin.spec().dependsOn())) {
                    plugin.spec().products().stream().map(Product::dataType).forEach(reached::add);
                }
            }
        } while (reached.size() > before);
        reached.remove(held);
        return reached;
    }
}
