package dev.sluice.app.plan;

import dev.sluice.context.PlannedPlugin;
import dev.sluice.context.PlannedType;
import dev.sluice.plugin.Requirements;
import dev.sluice.session.request.ByteSize;
import dev.sluice.session.request.Spelling;
import dev.sluice.stream.StageShape;
import java.util.ArrayList;
import java.util.List;

/// How stages, plugins and types are labelled in all forms of a plan. Stateless.
final class PlanLabels {
    private PlanLabels() {}

    /// How a stage is fed: `source`, `lent`, `aligned copy`, with what is asked for beside it.
    static String feed(StageShape stage) {
        Requirements demand = stage.demand();
        List<String> words = new ArrayList<>();
        words.add(
                switch (stage.feed()) {
                    case SOURCE -> "source";
                    case LENT -> "lent";
                    case ALIGNED -> "aligned copy";
                });
        if (demand.haloLeft() > 0 || demand.haloRight() > 0) {
            words.add("halo " + demand.haloLeft() + " before and " + demand.haloRight() + " after");
        }
        if (demand.covering()) {
            words.add("others as far as the first reaches");
        }
        if (demand.whole()) {
            words.add("all of the run at once");
        }
        if (demand.hasBreaks()) {
            words.add("reset at gaps over " + demand.breakGap());
        }
        if (demand.hasSilence()) {
            words.add("cut at silences of " + demand.silence().length());
        }
        return String.join(", ", words);
    }

    /// The threads of a stage.
    static String workers(StageShape stage) {
        int workers = stage.workers();
        String kind = Spelling.of(stage.demand().executor());
        String order = stage.demand().hasSilence()
                ? ", in order where no silence comes"
                : stage.demand().stateful() ? ", in order" : "";
        return workers + (workers == 1 ? " worker" : " workers") + (kind.equals("thread") ? "" : ", " + kind) + order;
    }

    /// The ring of a stage.
    static String ring(StageShape stage) {
        StageShape shape = stage;
        String chunk = stage.demand().whole() ? "the whole run" : shape.chunkRecords() + " records";
        return shape.slots() + " slots of " + chunk + ", " + ByteSize.text(shape.slotBytes()) + " each, "
                + ByteSize.text(shape.bytes());
    }

    /// A plugin with its version.
    static String title(PlannedPlugin plugin) {
        return plugin.name() + " " + plugin.version();
    }

    /// What is to be said of a type beside its name; empty if nothing is.
    static String remarks(PlannedType type) {
        List<String> words = new ArrayList<>();
        if (type.isTarget()) {
            words.add("target");
        }
        if (type.isStored()) {
            words.add("loaded from a store");
        }
        return String.join(", ", words);
    }
}
