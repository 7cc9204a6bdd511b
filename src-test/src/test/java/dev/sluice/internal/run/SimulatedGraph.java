package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.feed.LivePublisher;
import dev.sluice.internal.feed.SimulatedInput;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.stream.Overflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A random graph for a [Simulation]: a source or a live input, chains, stages that lend, that align one or two inputs
/// with a halo, and buffers; what each of its nodes gives, and which of its plugins fails.
final class SimulatedGraph {
    static final String RUN = "simulated";

    /// What leaves one outlet.
    ///
    /// @param rows all that it gives where nothing fails or is lost
    record Node(String name, OutputRef outlet, SimulatedRows rows) {}

    private final Simulation simulation;
    private final List<StagePlan> stages = new ArrayList<>();
    private final List<List<Node>> nodes = new ArrayList<>();
    private final List<boolean[]> ancestors = new ArrayList<>();
    private final boolean failing;
    final int[] counts;
    final boolean[] lost;
    final boolean live;
    final boolean dropping;
    final FailurePolicy policy;
    final Throwable cause;
    private int failingStage = -1;
    private boolean ofSource;
    private SimulatedStep failed;
    private String failedName;
    private long failingAt;
    private int names;
    LivePublisher input;
    SimulatedSource source;

    SimulatedGraph(Simulation simulation) {
        this.simulation = simulation;
        this.counts = new int[1 + simulation.below(8)];
        this.lost = new boolean[counts.length];
        this.live = simulation.below(4) == 0;
        this.dropping = simulation.below(live ? 3 : 8) == 0;
        this.failing = simulation.below(4) == 0;
        boolean skipping = failing && simulation.below(3) == 0;
        this.policy = skipping ? FailurePolicy.SKIP : FailurePolicy.FAIL;
        this.cause = skipping || simulation.below(2) == 0
                ? new IllegalStateException("simulated")
                : new AssertionError("simulated");
        for (int i = 0; i < counts.length; i++) {
            lost[i] = live && simulation.below(8) == 0;
            counts[i] = lost[i] ? 0 : simulation.below(4);
        }
        failingAt = simulation.below(counts.length) * SimulatedSource.CHUNK_NS + simulation.below(100);
        addSource();
        int more = simulation.below(4);
        for (int i = 0; i < more; i++) {
            addStage();
        }
    }

    private void addSource() {
        String name = "s0";
        SourcePlugin plugin;
        SimulatedRows rows;
        if (live) {
            input = SimulatedInput.of(name, Pulses.TYPE, simulation);
            if (simulation.below(4) == 0) {
                input.lateness(1 + simulation.below(250));
            }
            if (dropping) {
                input.overflow(Overflow.DROP_NEWEST);
            }
            plugin = input.source();
            rows = new SimulatedSource(simulation, name, counts, -1, null).rows();
        } else {
            ofSource = failing && policy == FailurePolicy.FAIL && simulation.below(3) == 0;
            source = new SimulatedSource(
                    simulation, name, counts, ofSource ? (int) (failingAt / SimulatedSource.CHUNK_NS) : -1, cause);
            if (ofSource) {
                failingStage = 0;
                failedName = source.name();
            }
            plugin = source;
            rows = source.rows();
        }
        List<Node> own = new ArrayList<>(List.of(new Node(name, new OutputRef(0, 0), rows)));
        List<StagePlan.Step> steps = new ArrayList<>();
        addSteps(own, steps, simulation.below(3));
        stages.add(StagePlan.ofSource(
                RUN, TimeRange.UNBOUNDED, plugin, OptionValues.of(plugin, Map.of()), List.copyOf(steps)));
        nodes.add(own);
        ancestors.add(new boolean[] {true});
    }

    /// Plugins that are computed in one pass over the chunks of the stage, each from one before.
    private void addSteps(List<Node> own, List<StagePlan.Step> steps, int count) {
        for (int i = 0; i < count; i++) {
            int from = simulation.below(own.size());
            Node before = own.get(from);
            String name = "p" + ++names;
            PluginSpec spec = PluginSpec.provides(name, Pulses.TYPE).dependsOn(before.name());
            long factor = 2 + simulation.below(5);
            steps.add(step(spec, factor, null, 0, List.of(from)));
            own.add(new Node(
                    name, new OutputRef(nodes.size(), own.size()), before.rows().computed(factor, null, 0)));
        }
    }

    private StagePlan.Step step(PluginSpec spec, long factor, String others, long reach, List<Integer> inputs) {
        boolean fails = failing && failingStage < 0 && simulation.below(2) == 0;
        SimulatedStep plugin = new SimulatedStep(
                simulation, spec, factor, others, reach, fails ? failingAt : SimulatedStep.NEVER, cause);
        if (fails) {
            failingStage = nodes.size();
            failed = plugin;
            failedName = plugin.name();
        }
        return new StagePlan.Step(plugin, OptionValues.of(plugin, Map.of()), inputs);
    }

    private void addStage() {
        Node first = any();
        boolean mayAlign = !dropping && !(failingStage >= 0 && policy == FailurePolicy.SKIP);
        int kind = simulation.below(4);
        if (kind < 2 || !mayAlign) {
            addLent(first, lending());
        } else {
            Node second = any();
            addAligned(first, kind == 2 || second.name().equals(first.name()) ? null : second);
        }
    }

    /// Chunks are cut at silences now and then.
    private Requirements lending() {
        Requirements demand = simulation.below(2) == 0 ? Requirements.NONE : Requirements.NONE.inOrder();
        return simulation.below(4) == 0 ? demand.breakingAt(20 + simulation.below(100)) : demand;
    }

    /// Chunks of so many records, the whole run, what lies between silences, or as the inputs come.
    private Requirements aligning(long reach) {
        Requirements demand = Requirements.NONE.halo(reach, reach);
        Silence silence = Silence.over(2 * reach);
        return switch (simulation.below(9)) {
            case 0 -> demand.chunks(1 + simulation.below(5));
            case 1 -> demand.wholeRun();
            case 2 -> demand.forgettingAt(silence).chunks(1 + simulation.below(5));
            case 3, 4 -> demand.forgettingAt(silence);
            case 5 -> demand.forgettingAt(silence.numbering());
            default -> demand;
        };
    }

    private Node any() {
        List<Node> of = nodes.get(simulation.below(nodes.size()));
        return of.get(simulation.below(of.size()));
    }

    private void addLent(Node input, Requirements demand) {
        List<Node> own = new ArrayList<>(List.of(shown(input, 0)));
        List<StagePlan.Step> steps = new ArrayList<>();
        addSteps(own, steps, 1 + simulation.below(2));
        add(List.of(input), demand, steps, own);
    }

    private Node shown(Node input, int output) {
        return new Node(input.name(), new OutputRef(nodes.size(), output), input.rows());
    }

    private void addAligned(Node first, Node second) {
        long reach = simulation.below(150);
        Requirements demand = aligning(reach);
        String name = "a" + ++names;
        long factor = 2 + simulation.below(5);
        PluginSpec spec = PluginSpec.provides(name, Pulses.TYPE);
        if (demand.hasSilence() && demand.silence().numbers()) {
            spec = spec.forgettingAt(demand.silence());
        }
        spec = second == null ? spec.dependsOn(first.name()) : spec.dependsOn(first.name(), second.name());
        Node others = second == null ? first : second;
        StagePlan.Step step = step(
                spec.halo(reach, reach), factor, others.name(), reach, second == null ? List.of(0) : List.of(0, 1));
        List<Node> inputs = second == null ? List.of(first) : List.of(first, second);
        List<Node> own = new ArrayList<>();
        own.add(new Node(
                name, new OutputRef(nodes.size(), inputs.size()), first.rows().computed(factor, others.rows(), reach)));
        add(inputs, demand, List.of(step), own);
    }

    private void add(List<Node> inputs, Requirements demand, List<StagePlan.Step> steps, List<Node> own) {
        stages.add(StagePlan.ofStages(
                RUN, stages, inputs.stream().map(Node::outlet).toList(), demand, steps));
        nodes.add(own);
        remember(inputs);
    }

    private void remember(List<Node> inputs) {
        boolean[] own = new boolean[nodes.size()];
        own[own.length - 1] = true;
        for (Node input : inputs) {
            boolean[] before = ancestors.get(input.outlet().stage());
            for (int i = 0; i < before.length; i++) {
                own[i] |= before[i];
            }
        }
        ancestors.add(own);
    }

    /// A buffer after `node`, in which chunks are dropped that find no room.
    private Node buffered(Node node) {
        Overflow overflow = simulation.below(2) == 0 ? Overflow.DROP_OLDEST : Overflow.DROP_NEWEST;
        stages.add(StagePlan.buffering(RUN, stages, node.outlet(), overflow, List.of()));
        Node own = new Node(node.name(), new OutputRef(nodes.size(), 0), node.rows());
        nodes.add(List.of(own));
        remember(List.of(node));
        return own;
    }

    /// What is read: something of each stage that no other reads, and perhaps more.
    List<Node> targets() {
        List<Node> targets = new ArrayList<>();
        for (int stage = 0; stage < nodes.size(); stage++) {
            int own = stage;
            boolean read =
                    stages.stream().flatMap(other -> other.inputs().stream()).anyMatch(outlet -> outlet.stage() == own);
            if (!read || simulation.below(4) == 0) {
                List<Node> of = nodes.get(stage);
                targets.add(of.get(of.size() - 1 - simulation.below(of.size())));
            }
        }
        for (int i = 0; i < targets.size() && !live; i++) {
            if (dropping) {
                targets.set(i, buffered(targets.get(i)));
            }
        }
        return targets;
    }

    PipelinePlan plan(List<Node> targets) {
        return new PipelinePlan(RUN, stages, targets.stream().map(Node::outlet).toList(), TimeRange.UNBOUNDED);
    }

    int stages() {
        return stages.size();
    }

    /// Whether a stream of `node` fails if it is read to its end.
    boolean fails(Node node) {
        boolean[] before = ancestors.get(node.outlet().stage());
        return ends() && before.length > failingStage && before[failingStage];
    }

    /// Whether a failure ends the run.
    boolean ends() {
        return policy == FailurePolicy.FAIL && failingStage >= 0;
    }

    /// Whether its chunks are those of the failing stage, one by one, so that all before the failure are delivered.
    boolean isExact(Node node) {
        if (dropping) {
            return false;
        }
        boolean[] before = ancestors.get(node.outlet().stage());
        for (int i = failingStage; i < before.length; i++) {
            StagePlan stage = stages.get(i);
            if (before[i] && i > failingStage && !stage.isPassedOn()) {
                return false;
            }
        }
        return true;
    }

    /// Where the failure begins.
    long failedFrom() {
        return ofSource ? failingAt / SimulatedSource.CHUNK_NS * SimulatedSource.CHUNK_NS : failed.failedFrom;
    }

    String failedName() {
        return failedName;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(live ? "live" : "source").append(dropping ? ", dropping" : "");
        text.append(", chunks ").append(Arrays.toString(counts));
        for (StagePlan stage : stages) {
            text.append("\n  ").append(stage.name()).append(" of ").append(stage.inputs());
            text.append(stage.isBuffering() ? " buffering" : stage.isPassedOn() ? " lent" : "");
        }
        if (failingStage >= 0) {
            text.append("\n  ").append(failedName).append(" of stage ").append(failingStage);
            text.append(" fails at ")
                    .append(failingAt)
                    .append(": ")
                    .append(cause)
                    .append(", ")
                    .append(policy);
        }
        return text.toString();
    }
}
