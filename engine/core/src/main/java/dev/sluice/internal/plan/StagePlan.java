package dev.sluice.internal.plan;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.PipelineException;
import java.util.ArrayList;
import java.util.List;

/// What one stage runs: a source, or outputs of other stages, and the plugins that are computed in one pass over each
/// chunk of them. Immutable.
///
/// Outputs are numbered: first the inputs of the stage (one, if it is a source), then what its steps provide, in order.
public final class StagePlan {
    private final String runId;
    private final TimeRange timeRange;
    private final SourcePlugin source;
    private final OptionValues sourceOptions;
    private final List<OutputRef> inputs;
    private final Requirements demand;
    private final Overflow overflow;
    private final List<Step> steps;
    private final List<Output> outputs;
    private final List<Integer> firstOutputs = new ArrayList<>();
    private long reachedFrom = Long.MIN_VALUE;
    private String pool;
    private String readingPool;

    /// One plugin of the stage.
    ///
    /// @param plugin  what computes
    /// @param options its options
    /// @param inputs  which outputs it reads, in the order of its dependencies
    public record Step(StreamingPlugin plugin, OptionValues options, List<Integer> inputs) {
        /// Copies the list of inputs.
        public Step {
            inputs = List.copyOf(inputs);
        }

        /// Whether the plugin makes all of a run in one piece.
        public boolean isStatic() {
            return plugin instanceof StaticPlugin;
        }
    }

    /// What a plugin provides; it builds its specification anew at each call, but the threads of the stage ask for this
    /// on every chunk.
    private record Output(Product product, String plugin, Class<?> code) {
        static List<Output> of(Plugin plugin) {
            return plugin.spec().products().stream()
                    .map(product -> new Output(product, plugin.name(), plugin.getClass()))
                    .toList();
        }
    }

    private StagePlan(
            String runId,
            TimeRange timeRange,
            SourcePlugin source,
            OptionValues sourceOptions,
            List<OutputRef> inputs,
            List<Output> given,
            Requirements demand,
            Overflow overflow,
            List<Step> steps) {
        this.runId = runId;
        this.timeRange = timeRange;
        this.source = source;
        this.sourceOptions = sourceOptions;
        this.inputs = List.copyOf(inputs);
        this.demand = demand;
        this.overflow = overflow;
        this.steps = List.copyOf(steps);
        this.outputs = new ArrayList<>(given);
        for (Step step : steps) {
            firstOutputs.add(outputs.size());
            outputs.addAll(Output.of(step.plugin()));
        }
    }

    private StagePlan(StagePlan like) {
        this.runId = like.runId;
        this.timeRange = like.timeRange;
        this.source = like.source;
        this.sourceOptions = like.sourceOptions;
        this.inputs = like.inputs;
        this.demand = like.demand;
        this.overflow = like.overflow;
        this.steps = like.steps;
        this.outputs = like.outputs;
        this.firstOutputs.addAll(like.firstOutputs);
        this.reachedFrom = like.reachedFrom;
        this.pool = like.pool;
        this.readingPool = like.readingPool;
    }

    /// A stage that reads the range of time `range` of a run from `source`; `steps` in an order in which each comes
    /// after those that it depends on.
    public static StagePlan ofSource(
            String runId, TimeRange range, SourcePlugin source, OptionValues options, List<Step> steps) {
        return ofSource(runId, range, source, options, source.spec().demand(), steps);
    }

    /// The same, with what is asked of the engine for the source: the size of its chunks, and the kind of thread that
    /// reads.
    public static StagePlan ofSource(
            String runId,
            TimeRange range,
            SourcePlugin source,
            OptionValues options,
            Requirements demand,
            List<Step> steps) {
        List<Output> given = Output.of(source);
        return new StagePlan(runId, range, source, options, List.of(), given, demand, Overflow.BLOCK, steps);
    }

    /// A stage that is fed from outputs of `others`, the stages before it: their chunks are shown to the steps as
    /// `demand` asks, which is that of the first step.
    public static StagePlan ofStages(
            String runId, List<StagePlan> others, List<OutputRef> inputs, Requirements demand, List<Step> steps) {
        return ofStages(runId, others, inputs, demand, Overflow.BLOCK, steps);
    }

    /// A stage that takes copies of the chunks of `input`, an output of one of `others`, which does not wait for it:
    /// the policy says what becomes of chunks that find no room.
    public static StagePlan buffering(
            String runId, List<StagePlan> others, OutputRef input, Overflow policy, List<Step> steps) {
        return ofStages(runId, others, List.of(input), Requirements.NONE, policy, steps);
    }

    private static StagePlan ofStages(
            String runId,
            List<StagePlan> others,
            List<OutputRef> inputs,
            Requirements demand,
            Overflow policy,
            List<Step> steps) {
        List<Output> given = inputs.stream()
                .map(input -> others.get(input.stage()).outputs.get(input.output()))
                .toList();
        return new StagePlan(runId, TimeRange.UNBOUNDED, null, null, inputs, given, demand, policy, steps);
    }

    /// The same stage, computed by threads of the pool `computing`, and read, if it is a source, by one of `reading`;
    /// null for the pools of all threads.
    public StagePlan inPools(String computing, String reading) {
        StagePlan plan = new StagePlan(this);
        plan.pool = computing;
        plan.readingPool = reading;
        return plan;
    }

    /// The same source, of which the chunks at the start are passed over that have no record which starts at `time` or
    /// later, or ends after it.
    public StagePlan reachedFrom(long time) {
        StagePlan plan = new StagePlan(this);
        plan.reachedFrom = time;
        return plan;
    }

    /// Before it no record is needed that ends by then.
    public long reachedFrom() {
        return reachedFrom;
    }

    /// The pool whose threads compute the stage; null for that of all threads of a kind.
    public String pool() {
        return pool;
    }

    /// The pool of the thread that reads the source; null for that of all threads of a kind.
    public String readingPool() {
        return readingPool;
    }

    public String runId() {
        return runId;
    }

    public TimeRange timeRange() {
        return timeRange;
    }

    public boolean hasSource() {
        return source != null;
    }

    /// Whether the source is filled by the thread that publishes to it.
    public boolean isLive() {
        return source != null && source.isPushed();
    }

    /// The source; null if other stages feed this one.
    public SourcePlugin source() {
        return source;
    }

    public OptionValues sourceOptions() {
        return sourceOptions;
    }

    /// The outputs of other stages that feed this one; none if it is a source.
    public List<OutputRef> inputs() {
        return inputs;
    }

    /// What other stages feed this one with; nothing if it is a source.
    List<String> inputNames() {
        return outputs.subList(0, inputs.size()).stream()
                .map(input -> input.product().dataType())
                .toList();
    }

    /// How many of the outputs are inputs.
    public int inputCount() {
        return source == null ? inputs.size() : 1;
    }

    /// What the first plugin asks of the engine.
    public Requirements demand() {
        return demand;
    }

    /// What becomes of chunks that find no room; [Overflow#BLOCK] unless the stage is a buffer.
    public Overflow overflow() {
        return overflow;
    }

    public boolean isBuffering() {
        return overflow != Overflow.BLOCK;
    }

    public boolean dropsOldest() {
        return overflow == Overflow.DROP_OLDEST;
    }

    /// Whether the stage may look at the chunks of another where they lie.
    public boolean isPassedOn() {
        return inputs.size() == 1
                && !demand.hasHalo()
                && !demand.whole()
                && !demand.hasSilence()
                && demand.chunkRecords() == 0;
    }

    /// The plugins, in the order in which they are computed.
    public List<Step> steps() {
        return steps;
    }

    /// The output that is the first of step `index`.
    public int firstOutput(int index) {
        return firstOutputs.get(index);
    }

    /// The number of chunks that a slot holds: those that come in, and what the steps provide.
    public int outputs() {
        return outputs.size();
    }

    /// What output number `output` is.
    public Product product(int output) {
        return outputs.get(output).product();
    }

    public RecordType type(int output) {
        return product(output).type();
    }

    /// The name of output number `output`.
    public String dataType(int output) {
        return product(output).dataType();
    }

    /// What lies in the memory that is handed out for output number `output`, before it is written.
    public Contents contents(int output) {
        if (output < inputCount()) {
            return source == null ? Contents.ANYTHING : contents(source);
        }
        int step = 0;
        while (step + 1 < steps.size() && firstOutputs.get(step + 1) <= output) {
            step++;
        }
        return contents(steps.get(step).plugin());
    }

    private static Contents contents(Plugin plugin) {
        return plugin.spec().isComplete() ? Contents.PROMISED : Contents.ZEROS;
    }

    public String pluginName(int output) {
        return outputs.get(output).plugin();
    }

    /// The failure of the plugin that makes output number `output`, in chunk `number` over `range`, null if it has
    /// none.
    public PipelineException failure(int output, long number, TimeRange range, Throwable cause) {
        Output failed = outputs.get(output);
        return new PipelineException(failed.plugin(), failed.code(), runId, dataType(output), number, range, cause);
    }

    /// The failure of what feeds the stage, before chunk `number` has an interval.
    public PipelineException feedFailure(long number, Throwable cause) {
        Class<?> code = source == null ? null : source.getClass();
        return new PipelineException(name(), code, runId, dataType(0), number, null, cause);
    }

    /// What the stage is called: its first plugin, or its source.
    public String name() {
        return source != null
                ? source.name()
                : steps.isEmpty() ? pluginName(0) : steps.get(0).plugin().name();
    }

    /// How many threads compute it where the run has `workers`.
    public int workers(int workers) {
        boolean passing = steps.isEmpty() && (source == null || isLive());
        if (passing || demand.isOrdered() || demand.whole()) {
            return 1;
        }
        return demand.maxWorkers() > 0 ? demand.maxWorkers() : workers;
    }

    /// Bytes that one record of the inputs and what is computed from it take, one output record each assumed.
    long bytesPerRecord() {
        return outputs.stream()
                .mapToLong(output -> output.product().type().size())
                .sum();
    }
}
