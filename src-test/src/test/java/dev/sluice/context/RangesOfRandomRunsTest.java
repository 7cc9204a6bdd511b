package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PerRowPlugin;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.RowView;
import dev.sluice.plugin.SelectionPlugin;
import dev.sluice.plugin.Silence;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.plugin.Within;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.RecordSource;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// D1: a range of time of a random run is the whole run clipped, for plugins of users that say nothing of where their
/// records start: later than what they lie in, several for one, none for some; and for all that is computed from them.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class RangesOfRandomRunsTest {
    private static final RecordType SPAN = RecordType.of("time:<i8", "endtime:<i8", "value:<i8");
    private static final RecordType CLOSED = SPAN.disjoint();
    private static final LongField TIME = SPAN.longField("time");
    private static final LongField END = SPAN.longField("endtime");
    private static final LongField VALUE = SPAN.longField("value");
    private static final long QUIET = 4;
    private static final List<String> TARGETS = List.of(
            "spans",
            "found",
            "ends",
            "refound",
            "same",
            "near",
            "summed",
            "cut_odd",
            "rows",
            "sized",
            "selfsame",
            "since");

    static LongStream seeds() {
        return LongStream.range(0, 16);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRangeIsTheWholeRunClipped(long seed) {
        Random random = new Random(seed);
        Records spans = spans(random, 20 + random.nextInt(150));
        List<List<List<Long>>> whole = run(spans, TARGETS, TimeRange.UNBOUNDED, 1000);
        long last = TIME.get(spans, spans.count() - 1) + 60;
        for (int i = 0; i < 10; i++) {
            long start = random.nextLong(-30, last);
            TimeRange range = TimeRange.of(
                    random.nextInt(8) == 0 ? Long.MIN_VALUE : start,
                    random.nextInt(8) == 0 ? Long.MAX_VALUE : start + random.nextLong(0, 300));
            int chunk = new int[] {1, 7, 1000}[i % 3];
            List<String> some = new ArrayList<>(TARGETS);
            Collections.shuffle(some, random);
            some = some.subList(0, 1 + random.nextInt(3));
            List<List<List<Long>>> part = run(spans, some, range, chunk);
            for (int target = 0; target < some.size(); target++) {
                String name = some.get(target);
                List<List<Long>> expected = whole.get(TARGETS.indexOf(name)).stream()
                        .filter(row -> row.get(0) >= range.start()
                                && (row.get(0) < range.end() || range.end() == Long.MAX_VALUE))
                        .toList();
                assertEquals(
                        expected,
                        part.get(target),
                        "seed=" + seed + " range=" + range + " chunk=" + chunk + " targets=" + some + " " + name);
            }
        }
    }

    /// Bursts of spans that overlap; between bursts no span is open.
    private static Records spans(Random random, int count) {
        Records spans = Records.allocate(CLOSED, count, Arena.ofAuto());
        long time = 0;
        long open = 0;
        for (int i = 0; i < count; i++) {
            time = random.nextInt(4) == 0 ? Math.max(time, open) + random.nextInt(30) : time + random.nextInt(9);
            long end = time + (random.nextInt(12) == 0 ? 200 : 1 + random.nextInt(40));
            put(spans, i, time, end, random.nextInt(1000));
            open = Math.max(open, end);
        }
        return spans;
    }

    private static void put(Records records, long index, long time, long end, long value) {
        TIME.set(records, index, time);
        END.set(records, index, end);
        VALUE.set(records, index, value);
    }

    private static List<List<List<Long>>> run(Records spans, List<String> targets, TimeRange range, int chunk) {
        Arena arena = Arena.ofAuto();
        try (Context context = Context.create()
                .register(
                        new RecordSource("spans", spans),
                        new Rule(PluginSpec.provides("found", CLOSED).dependsOn("spans"), RangesOfRandomRunsTest::find),
                        new Rule(PluginSpec.provides("ends", CLOSED).dependsOn("spans"), RangesOfRandomRunsTest::end),
                        new Rule(
                                PluginSpec.provides("refound", CLOSED).dependsOn("found"),
                                RangesOfRandomRunsTest::find),
                        new Rule(
                                PluginSpec.provides("same", CLOSED)
                                        .kind("spans")
                                        .dependsOn("spans")
                                        .onePerRecord(),
                                RangesOfRandomRunsTest::same),
                        new Rule(
                                PluginSpec.provides("selfsame", CLOSED).dependsOn("same", "spans"),
                                RangesOfRandomRunsTest::find),
                        new Rule(
                                PluginSpec.provides("near", SPAN)
                                        .dependsOn("found", "spans")
                                        .halo(70, 70),
                                RangesOfRandomRunsTest::near),
                        new Rule(
                                PluginSpec.provides("summed", SPAN)
                                        .dependsOn("refound")
                                        .stateful(),
                                RangesOfRandomRunsTest::same),
                        new Rule(
                                PluginSpec.provides("sized", CLOSED)
                                        .dependsOn("near")
                                        .maxWorkers(1),
                                RangesOfRandomRunsTest::end),
                        new Rule(
                                PluginSpec.provides("since", SPAN)
                                        .dependsOn("refound")
                                        .forgettingAt(Silence.over(QUIET)),
                                RangesOfRandomRunsTest::same),
                        new Odd(),
                        new Rows())) {
            List<List<List<Long>>> all = new ArrayList<>();
            for (Chunk each :
                    context.streaming("r").chunkRecords(chunk).workers(2).getArrays(arena, targets, range)) {
                all.add(rows(each.records()));
            }
            return all;
        }
    }

    private static List<List<Long>> rows(Records records) {
        List<List<Long>> rows = new ArrayList<>();
        String last = records.type().fields().getLast().name();
        for (long i = 0; i < records.count(); i++) {
            long value = last.startsWith("cut_")
                    ? records.type().booleanField(last).get(records, i) ? 1 : 0
                    : records.type().longField(last).get(records, i);
            rows.add(List.of(
                    records.type().longField("time").get(records, i),
                    records.type().longField("endtime").get(records, i),
                    value));
        }
        return rows;
    }

    /// What is found in a chunk, in any order.
    private interface Finding {
        List<long[]> of(ChunkInput in);
    }

    /// Up to two records in each span, which start later and end with it or before.
    private static List<long[]> find(ChunkInput in) {
        List<long[]> found = new ArrayList<>();
        Records spans = in.records();
        for (long i = 0; i < spans.count(); i++) {
            long start = TIME.get(spans, i);
            long length = END.get(spans, i) - start;
            long value = VALUE.get(spans, i);
            for (int hit = 0; hit < value % 3; hit++) {
                long from = start + length * (hit + 1) / 3;
                found.add(new long[] {from, Math.max(from, start + length * (hit + 2) / 3), value * 31 + hit});
            }
        }
        return found;
    }

    /// One record in the last instant of each span.
    private static List<long[]> end(ChunkInput in) {
        List<long[]> found = new ArrayList<>();
        Records spans = in.records();
        for (long i = 0; i < spans.count(); i++) {
            long end = END.get(spans, i);
            long start = Math.max(TIME.get(spans, i), end - 1);
            boolean inside = start < in.end() && start >= in.start();
            if (inside) {
                found.add(new long[] {start, end, VALUE.get(spans, i) + 5});
            }
        }
        return found;
    }

    private static List<long[]> same(ChunkInput in) {
        List<long[]> found = new ArrayList<>();
        Records spans = in.records();
        for (long i = 0; i < spans.count(); i++) {
            found.add(new long[] {TIME.get(spans, i), END.get(spans, i), VALUE.get(spans, i) * 3});
        }
        return found;
    }

    /// For each record the sum of the spans that start within 70 of it.
    private static List<long[]> near(ChunkInput in) {
        List<long[]> found = new ArrayList<>();
        Records rows = in.records();
        Records spans = in.records("spans");
        for (long i = in.first(); i < in.beyond(); i++) {
            long time = TIME.get(rows, i);
            long sum = 0;
            for (long k = 0; k < spans.count(); k++) {
                boolean near = TIME.get(spans, k) >= time - 70 && TIME.get(spans, k) < time + 70;
                sum += near ? VALUE.get(spans, k) : 0;
            }
            found.add(new long[] {time, END.get(rows, i), sum});
        }
        return found;
    }

    private static final class Rule extends StreamingPlugin {
        private final PluginSpec spec;
        private final Finding rule;

        Rule(PluginSpec spec, Finding rule) {
            this.spec = spec.version("1");
            this.rule = rule;
        }

        @Override
        public String name() {
            return "rule_" + spec.provides();
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public Object prepare(PluginContext context) {
            return new long[3];
        }

        @Override
        public void reset(PluginContext context) {
            context.prepared(long[].class)[2] = 0;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            List<long[]> rows = rule.of(in);
            rows.sort((a, b) -> a[0] == b[0]
                    ? a[1] == b[1] ? Long.compare(a[2], b[2]) : Long.compare(a[1], b[1])
                    : Long.compare(a[0], b[0]));
            Records results = out.records(rows.size());
            long[] sum = context.prepared(long[].class);
            for (int i = 0; i < rows.size(); i++) {
                if (spec.demand().hasSilence()) {
                    forget(sum, rows.get(i));
                }
                sum[0] += rows.get(i)[2] + (spec.demand().hasSilence() ? in.preceding() + i : 0);
                put(results, i, rows.get(i)[0], rows.get(i)[1], spec.isStateful() ? sum[0] : rows.get(i)[2]);
            }
        }
    }

    /// The sum is that of the records since the last silence.
    private static void forget(long[] sum, long[] row) {
        if (sum[2] == 0 || row[0] - sum[1] > QUIET) {
            sum[0] = 0;
            sum[1] = row[1];
            sum[2] = 1;
        }
        sum[1] = Math.max(sum[1], row[1]);
    }

    private static final class Odd extends SelectionPlugin {
        Odd() {
            super("odd", "spans", "spans", "same");
        }

        @Override
        protected void cut(ChunkInput in, Passed passed, PluginContext context) {
            for (long i = 0; i < passed.count(); i++) {
                passed.set(i, VALUE.get(in.records("same"), i) % 2 == 1);
            }
        }
    }

    private static final class Rows extends PerRowPlugin {
        Rows() {
            super(Within.touching(3, 250));
        }

        @Override
        protected PluginSpec loop() {
            return PluginSpec.provides("rows", SPAN).dependsOn("found", "spans").version("1");
        }

        @Override
        protected void computeRow(RowView row, PluginContext context) {
            long sum = 0;
            for (long i = row.from(); i < row.to(); i++) {
                sum += VALUE.get(row.things(), i);
            }
            VALUE.set(row.results(), row.result(), sum);
        }
    }
}
