package dev.sluice.plugin;

import dev.sluice.record.BooleanField;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;

/// Several cuts of one kind as one: what passes all of them passes.
public final class SelectionList extends SelectionPlugin {
    private final String[] cuts;
    private final TimeResolution resolution;

    /// The cut `cut_NAME` of records of that kind, with times in ns, from these cuts, each called `cut_…` in full.
    ///
    /// @throws IllegalArgumentException if there are none
    public SelectionList(String name, String kind, String... cuts) {
        this(TimeResolution.NANOSECONDS, name, kind, cuts);
    }

    /// The same for records with times in another unit.
    ///
    /// @throws IllegalArgumentException if there are no cuts
    public SelectionList(TimeResolution resolution, String name, String kind, String... cuts) {
        super(name, kind, cuts);
        this.cuts = cuts.clone();
        this.resolution = resolution;
    }

    @Override
    protected PluginSpec describe(PluginSpec spec) {
        return spec.version("1.0").help("passes what passes " + String.join(" and ", cuts));
    }

    @Override
    protected TimeResolution timeResolution() {
        return resolution;
    }

    @Override
    protected Object prepareCut(PluginContext context) {
        BooleanField[] fields = new BooleanField[cuts.length];
        for (int i = 0; i < cuts.length; i++) {
            fields[i] = context.inputType(cuts[i]).booleanField(cuts[i]);
        }
        return fields;
    }

    @Override
    protected void cut(ChunkInput in, Passed passed, PluginContext context) {
        BooleanField[] fields = passed.prepared(BooleanField[].class);
        for (int cut = 0; cut < cuts.length; cut++) {
            Records given = in.records(cuts[cut]);
            for (long i = 0; i < passed.count(); i++) {
                passed.set(i, (cut == 0 || passed.passes(i)) && fields[cut].get(given, i));
            }
        }
    }
}
