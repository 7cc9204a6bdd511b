package dev.sluice.plugin;

import dev.sluice.record.BooleanField;
import dev.sluice.record.FieldDocs;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.record.TimeResolution;
import java.util.Objects;

/// Says of every record of a kind whether it passes: a type of data with the times of the record and one boolean field,
/// both called `cut_NAME`, of the same kind as what it looks at.
///
/// Nothing is removed here: readers of the data select by the field. Chunks are computed by several workers at once.
public abstract class SelectionPlugin extends StreamingPlugin {
    private static final String PREFIX = "cut_";

    private final String name;
    private final String kind;
    private final String[] dependsOn;

    /// A cut `cut_NAME` of records of that kind, looking at these types of data, which all are of that kind.
    ///
    /// @throws IllegalArgumentException if it looks at nothing
    protected SelectionPlugin(String name, String kind, String... dependsOn) {
        if (dependsOn.length == 0) {
            throw new IllegalArgumentException(
                    "the cut '" + name + "' looks at nothing; name the types of data that it depends on");
        }
        this.name = PREFIX + Objects.requireNonNull(name, "name");
        this.kind = kind;
        this.dependsOn = dependsOn.clone();
    }

    /// Adds version, options and help to the specification; adds nothing by default. The same answer every time.
    protected PluginSpec describe(PluginSpec spec) {
        return spec;
    }

    /// In which unit the records that are cut have their times; nanoseconds by default.
    protected TimeResolution timeResolution() {
        return TimeResolution.NANOSECONDS;
    }

    /// Makes what [#cut] needs again and again, as [StreamingPlugin#prepare] does; [Passed#prepared] hands it back.
    /// Returns null by default.
    ///
    /// @throws Exception to end the run
    protected Object prepareCut(PluginContext context) throws Exception {
        return null;
    }

    /// Marks which records of the chunk pass; none do to begin with. Runs on a worker thread, as
    /// [StreamingPlugin#computeChunk].
    ///
    /// @throws Exception to end the run
    protected abstract void cut(ChunkInput in, Passed passed, PluginContext context) throws Exception;

    @Override
    public final PluginSpec spec() {
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", name + ":|b1")
                .documented(
                        FieldDocs.CUSTOMARY.with(name, "flag", "whether the record passes the cut", "never missing"))
                .timeResolution(timeResolution());
        return describe(PluginSpec.provides(name, type)
                        .kind(kind)
                        .dependsOn(dependsOn)
                        .onePerRecord())
                .writesEveryField();
    }

    @Override
    public final Object prepare(PluginContext context) throws Exception {
        RecordTimes[] inputs = new RecordTimes[dependsOn.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = context.inputType(dependsOn[i]).times();
        }
        return new Passed(this, inputs, context.outputType(), prepareCut(context));
    }

    @Override
    public final void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
        Records looked = in.records();
        for (String other : dependsOn) {
            requireSameRows(looked, in.records(other), other);
        }
        Passed passed = context.prepared(Passed.class);
        for (int i = 1; i < dependsOn.length; i++) {
            passed.requireSameTimes(looked, in.records(dependsOn[i]), i);
        }
        passed.begin(looked, out.records(looked.count()));
        cut(in, passed, context);
    }

    private void requireSameRows(Records one, Records other, String dataType) {
        if (one.count() != other.count()) {
            throw new IllegalArgumentException(
                    name + " looks at types of data with different rows: " + one.count() + " of " + dependsOn[0] + ", "
                            + other.count() + " of " + dataType + "; types of one kind go together");
        }
    }

    /// Which records of a chunk pass. Of one worker.
    @SuppressWarnings("try")
    public static final class Passed implements AutoCloseable {
        private final SelectionPlugin cut;
        private final RecordTimes[] inputs;
        private final RecordTimes times;
        private final LongField time;
        private final LongField endtime;
        private final BooleanField field;
        private final Object prepared;
        private Records results;

        private Passed(SelectionPlugin cut, RecordTimes[] inputs, RecordType type, Object prepared) {
            this.cut = cut;
            this.inputs = inputs;
            this.times = inputs[0];
            this.prepared = prepared;
            time = type.longField("time");
            endtime = type.longField("endtime");
            field = type.booleanField(cut.name);
        }

        private void requireSameTimes(Records looked, Records other, int input) {
            for (long i = 0; i < looked.count(); i++) {
                if (times.start(looked, i) != inputs[input].start(other, i)) {
                    throw new IllegalArgumentException(
                            cut.name + " looks at types of data with different rows: row " + i
                                    + " has time=" + times.start(looked, i) + " in " + cut.dependsOn[0] + ", time="
                                    + inputs[input].start(other, i) + " in " + cut.dependsOn[input]
                                    + "; a plugin must keep the order and the times of the rows of its input, or provide another"
                                    + " kind of data");
                }
            }
        }

        private void begin(Records looked, Records target) {
            results = target;
            for (long i = 0; i < looked.count(); i++) {
                time.set(target, i, times.start(looked, i));
                endtime.set(target, i, times.end(looked, i));
                field.set(target, i, false);
            }
        }

        /// What [SelectionPlugin#prepareCut] made for this worker.
        public <T> T prepared(Class<T> kind) {
            return kind.cast(prepared);
        }

        /// How many records there are.
        public long count() {
            return results.count();
        }

        /// Whether record `index` passes, so far.
        public boolean passes(long index) {
            return field.get(results, index);
        }

        /// Sets whether record `index` passes.
        public void set(long index, boolean passes) {
            field.set(results, index, passes);
        }

        /// For the engine: ends the life of what was prepared.
        @Override
        public void close() throws Exception {
            if (prepared instanceof AutoCloseable) {
                ((AutoCloseable) prepared).close();
            }
        }
    }
}
