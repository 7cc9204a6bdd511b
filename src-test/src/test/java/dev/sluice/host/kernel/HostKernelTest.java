package dev.sluice.host.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.filter.Filters;
import dev.sluice.analysis.filter.FragmentFir;
import dev.sluice.context.Context;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.session.catalogue.KnownPlugin;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.source.SimulatedFragments;
import dev.sluice.waveform.ThresholdHits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a host computes with a kernel on arrays of its own is what the plugin computes that uses the kernel.
final class HostKernelTest {
    private final Arena arena = Arena.ofShared();
    private Context context;

    @BeforeEach
    void register() {
        context = Context.create().register(SimulatedDetector.ofRecords(2000), SimulatedFragments.ofRecords(3000));
        KnownPlugin.computed().forEach(context::register);
        RecordType waveforms = context.product("st_waveforms_stream").type();
        Filters.of("st_waveforms_stream", waveforms).forEach(context::register);
        context.register(
                new FragmentFir("raw_records", context.product("raw_records").type()));
    }

    @AfterEach
    void close() {
        context.close();
        arena.close();
    }

    private Records computed(String target) {
        return context.streaming("run").getArray(arena, target).records();
    }

    private Records room(RecordType type, long count) {
        return Records.allocate(type, count, arena);
    }

    private static long run(String name, String words, Records... arrays) {
        HostKernel kernel = KernelCatalogue.open(name, words);
        long found = kernel.run(arrays);
        kernel.close();
        return found;
    }

    private static byte[] bytes(Records records) {
        return records.segment()
                .asSlice(records.byteOffset(), records.byteSize())
                .toArray(ValueLayout.JAVA_BYTE);
    }

    private static void assertSameField(String name, Records expected, Records actual) {
        assertEquals(expected.count(), actual.count());
        Field of = expected.type().field(name);
        Field in = actual.type().field(name);
        for (long i = 0; i < expected.count(); i++) {
            MemorySegment left = expected.segment()
                    .asSlice(expected.byteOffset() + i * expected.type().size() + of.offset(), of.byteSize());
            MemorySegment right = actual.segment()
                    .asSlice(actual.byteOffset() + i * actual.type().size() + in.offset(), in.byteSize());
            assertEquals(-1, left.mismatch(right), name + " of record " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "peak_charge, features, peak charge baseline",
        "basic_features, basic_features, height amp area max_abs_diff",
        "baseline, baseline, baseline baseline_rms",
        "pulse_shape, pulse_shape, peak_position peak_height rise_time_samples width_samples q_total tail_to_total"
    })
    void featuresAreThoseOfThePlugin(String kernel, String target, String fields) {
        Records waveforms = computed("st_waveforms_stream");
        Records expected = computed(target);
        Records results = room(expected.type(), expected.count());
        String words = "waveforms=" + waveforms.type().descr() + "; results="
                + expected.type().descr();
        assertEquals(expected.count(), run(kernel, words, waveforms, results));
        for (String field : fields.split(" ")) {
            assertSameField(field, expected, results);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fir", "moving_average", "savitzky_golay", "butterworth", "pole_zero", "trapezoidal"})
    void filteredSamplesAreThoseOfThePlugin(String filter) {
        Records waveforms = computed("st_waveforms_stream");
        Records expected = computed(filter);
        Records results = room(expected.type(), expected.count());
        run(filter, "waveforms=" + waveforms.type().descr(), waveforms, results);
        assertSameField("wave", expected, results);
    }

    @Test
    void hitsAndWhatIsMadeOfThemAreThoseOfThePlugins() {
        Records waveforms = computed("st_waveforms_stream");
        Records hits = computed("hit_threshold");
        Records found = room(hits.type(), hits.count());
        assertEquals(
                hits.count(),
                run("threshold_hits", "waveforms=" + waveforms.type().descr(), waveforms, found));
        assertArrayEquals(bytes(hits), bytes(found));
        Records few = room(hits.type(), 3);
        assertEquals(
                hits.count(),
                run("threshold_hits", "waveforms=" + waveforms.type().descr(), waveforms, few));
        assertArrayEquals(bytes(hits.slice(0, 3)), bytes(few));

        Records merged = computed("hit_merged");
        Records together = room(merged.type(), hits.count());
        assertEquals(merged.count(), run("merge_hits", "hits=" + hits.type().descr(), hits, together));
        assertSameField("integral", merged, together.slice(0, merged.count()));
        HostKernel merge =
                KernelCatalogue.open("merge_hits", "hits=" + hits.type().descr());
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> merge.run(new Records[] {hits, room(merged.type(), merged.count())}))
                .getMessage()
                .contains("no room"));
        merge.close();

        Records features = computed("features");
        Records groups = computed("coincidences");
        Records grouped = room(groups.type(), groups.count());
        assertEquals(
                groups.count(), run("coincidences", "hits=" + features.type().descr(), features, grouped));
        assertArrayEquals(bytes(groups), bytes(grouped));
    }

    @Test
    void recordsAndTheirHitsAndPeaksAreThoseOfThePlugins() {
        Records raw = computed("raw_records");
        Records records = computed("records");
        String type = "records=" + records.type().descr();
        Records made = room(records.type(), records.count());
        run("records", "raw_records=" + raw.type().descr(), raw, made);
        assertArrayEquals(bytes(records), bytes(made));

        Records steps = room(records.type(), records.count());
        steps.fill((byte) 1);
        run("raw_to_records", "raw_records=" + raw.type().descr(), raw, steps);
        run("zero_out_of_bounds", type, steps);
        run("subtract_baseline", type, steps);
        run("integrate", type, steps);
        assertArrayEquals(bytes(records), bytes(steps));

        Records hits = computed("hits");
        Records found = room(hits.type(), hits.count());
        assertEquals(hits.count(), run("find_hits", type, records, found));
        Records sorted = room(hits.type(), hits.count());
        run("sort_by_time", "records=" + hits.type().descr(), found, sorted);
        assertArrayEquals(bytes(hits), bytes(sorted));

        Records cut = room(records.type(), records.count());
        run("cut_outside_hits", type, records, found, cut);
        assertArrayEquals(bytes(computed("records_cut")), bytes(cut));
        run("cut_baseline", type, records, cut);
        assertArrayEquals(bytes(computed("records_baseline_cut")), bytes(cut));

        Records filtered = computed("fragment_fir");
        Records smooth = room(filtered.type(), filtered.count());
        run("fragment_fir", "records=" + raw.type().descr(), raw, smooth);
        assertSameField("data", filtered, smooth);

        Records peaks = computed("peaks");
        String ofPeaks = "peaks=" + peaks.type().descr();
        Records built = room(peaks.type(), peaks.count());
        assertEquals(peaks.count(), run("find_peaks", ofPeaks, hits, built));
        Records nowhere = room(RecordType.of("record:<i4"), records.count());
        nowhere.fill((byte) -1);
        Records previous = room(nowhere.type(), records.count());
        Records next = room(nowhere.type(), records.count());
        run("record_links", type, records, previous, next);
        assertLinked(records, ints(previous), ints(next));
        run("sum_waveform", ofPeaks + "; " + type, hits, records, nowhere, nowhere, built);
        run("peak_properties", ofPeaks, built);
        assertArrayEquals(bytes(peaks), bytes(built));
    }

    /// Neighbours are fragments of one channel, the second of which begins where the first has no more room.
    private static void assertLinked(Records records, int[] previous, int[] next) {
        long links = 0;
        for (int i = 0; i < records.count(); i++) {
            if (previous[i] >= 0) {
                links++;
                assertEquals(i, next[previous[i]]);
                assertEquals(value(records, "channel", previous[i]), value(records, "channel", i));
                long room = records.type().field("data").elements() * value(records, "dt", i);
                assertEquals(value(records, "time", previous[i]) + room, value(records, "time", i));
            }
        }
        assertTrue(links > 0, "no fragment is linked");
        assertEquals(links, Arrays.stream(next).filter(each -> each >= 0).count());
    }

    private static long value(Records records, String field, long index) {
        return records.type().longField(field).get(records, index);
    }

    @Test
    void rangesMayDifferByChannel() {
        Records waveforms = computed("st_waveforms_stream");
        String types = "waveforms=" + waveforms.type().descr() + "; results=peak:<f4,charge:<f4";
        RecordType type = RecordType.of("peak:<f4", "charge:<f4");
        Records mixed = room(type, waveforms.count());
        Records even = room(type, waveforms.count());
        Records odd = room(type, waveforms.count());
        run("peak_charge", types + "; charge_range=60:400,1:50:300,3:50:300", waveforms, mixed);
        run("peak_charge", types, waveforms, even);
        run("peak_charge", types + "; charge_range=50:300", waveforms, odd);
        for (long i = 0; i < waveforms.count(); i++) {
            long channel = value(waveforms, "channel", i);
            Records expected = channel == 1 || channel == 3 ? odd : even;
            assertSameField("charge", expected.slice(i, i + 1), mixed.slice(i, i + 1));
        }
        String ofHits = "waveforms=" + waveforms.type().descr();
        Records wide = thresholdHits(ofHits, waveforms);
        Records narrow = thresholdHits(ofHits + "; baseline_range=0:39", waveforms);
        Records both = thresholdHits(ofHits + "; baseline_range=0:40,1:0:39", waveforms);
        assertEquals(ofChannel(narrow, true) + ofChannel(wide, false), both.count());
        assertEquals(ofChannel(narrow, true), ofChannel(both, true));
        Records few = room(ThresholdHits.TYPE, 2);
        assertEquals(both.count(), run("threshold_hits", ofHits + "; baseline_range=0:40,1:0:39", waveforms, few));
        assertArrayEquals(bytes(both.slice(0, 2)), bytes(few));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> KernelCatalogue.open(
                                "peak_charge",
                                "waveforms=wave:<i2[800]; results=peak:<f4,charge:<f4; peak_range=40:90,1:0:9"))
                .getMessage()
                .contains("no field 'channel'"));
    }

    /// What a kernel writes, or takes, of one type only is refused as another when it is opened, and may be left out.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threshold_hits | hits | waveforms=time:<i8,dt:<i4,wave:<i2[50]",
                "merge_hits | merged | hits=[HIT_THRESHOLD]",
                "coincidences | groups | hits=time:<i8,endtime:<i8,channel:<i2",
                "records | records | raw_records=[RAW]",
                "raw_to_records | records | raw_records=[RAW]",
                "find_hits | hits | records=[RECORDS]",
                "cut_outside_hits | hits | records=[RECORDS]",
                "cut_outside_hits | results | records=[RECORDS]",
                "cut_baseline | results | records=[RECORDS]",
                "record_links | previous | records=[RECORDS]",
                "record_links | next | records=[RECORDS]",
                "sort_by_time | results | records=time:<i8,channel:<i2",
                "touching_windows | ranges | things=time:<i8,endtime:<i8; containers=time:<i8,endtime:<i8",
                "fully_contained_in | indices | things=time:<i8,endtime:<i8; containers=time:<i8,endtime:<i8",
                "find_peaks | hits | peaks=[PEAKS]",
                "sum_waveform | hits | peaks=[PEAKS]; records=[RECORDS]",
                "sum_waveform | previous | peaks=[PEAKS]; records=[RECORDS]",
                "sum_waveform | next | peaks=[PEAKS]; records=[RECORDS]"
            })
    void aTypeThatIsFixedIsRefusedAsAnotherAtOnce(String kernel, String array, String inputs) {
        String words = inputs.replace("[HIT_THRESHOLD]", ThresholdHits.TYPE.descr())
                .replace("[RAW]", context.product("raw_records").type().descr())
                .replace("[RECORDS]", context.product("records").type().descr())
                .replace("[PEAKS]", context.product("peaks").type().descr());
        KernelCatalogue.open(kernel, words).close();
        String refused = refusal(kernel, words + "; " + array + "=time:<i8,height:<f4");
        String expected = kernel + " has one type for its " + array + ", which is not " + array
                + "=time:<i8,height:<f4; leave " + array + " out, or write " + array + "=";
        assertTrue(refused.startsWith(expected), refused);
        String remedy = refused.substring(refused.lastIndexOf(array + "="));
        KernelCatalogue.open(kernel, words + "; " + remedy).close();
    }

    /// Where a type is left out, the message has one that the kernel takes.
    @ParameterizedTest
    @CsvSource({
        "peak_charge, 'waveforms=wave:<i2[800]'",
        "basic_features, 'waveforms=wave:<i2[800]'",
        "pulse_shape, 'waveforms=wave:<i2[800]'",
        "baseline, 'waveforms=wave:<i2[800],channel:<i2,time:<i8,dt:<i4'",
        "fir, ''",
        "fragment_fir, ''",
        "merge_hits, ''",
        "coincidences, ''",
        "records, ''",
        "raw_to_records, ''",
        "find_hits, ''",
        "sort_by_time, ''",
        "touching_windows, ''",
        "fully_contained_in, 'things=time:<i8,endtime:<i8'",
        "find_peaks, ''",
        "sum_waveform, ''",
        "peak_properties, ''"
    })
    void theTypeOfAMessageFits(String kernel, String given) {
        String words = given.isEmpty() ? "" : given + "; ";
        for (int missing = 0; missing < 3; missing++) {
            String refused = refusalOrNone(kernel, words);
            if (refused.isEmpty()) {
                return;
            }
            assertTrue(refused.startsWith(kernel + " needs the type of its "), refused);
            int from = refused.indexOf(", such as ") + ", such as ".length();
            words += refused.substring(from, refused.lastIndexOf(", or as numpy's dtype.descr")) + "; ";
        }
        assertEquals("", refusalOrNone(kernel, words));
    }

    private static String refusalOrNone(String kernel, String words) {
        try {
            KernelCatalogue.open(kernel, words).close();
            return "";
        } catch (IllegalArgumentException refused) {
            return refused.getMessage();
        }
    }

    private static String refusal(String kernel, String words) {
        return assertThrows(IllegalArgumentException.class, () -> KernelCatalogue.open(kernel, words))
                .getMessage();
    }

    private Records thresholdHits(String words, Records waveforms) {
        Records hits = room(ThresholdHits.TYPE, 20 * waveforms.count());
        return hits.slice(0, run("threshold_hits", words, waveforms, hits));
    }

    /// How many hits are those of channel 1, or are not.
    private static long ofChannel(Records hits, boolean first) {
        return LongStream.range(0, hits.count())
                .filter(i -> value(hits, "channel", i) == 1 == first)
                .count();
    }

    @Test
    void timesInsideAndBesideOthersAreFoundByHand() {
        RecordType interval = RecordType.of("time:<i8", "endtime:<i8");
        Records things = intervals(interval, 0, 5, 10, 20, 30, 35);
        Records containers = intervals(interval, 8, 22, 36, 40);
        String words = "things=" + interval.descr() + "; containers=" + interval.descr();
        Records ranges = room(RecordType.of("first:<i4", "beyond:<i4"), 2);
        run("touching_windows", words, things, containers, ranges);
        assertArrayEquals(new int[] {1, 2, 3, 3}, ints(ranges));
        run("touching_windows", words + "; window=2", things, containers, ranges);
        assertArrayEquals(new int[] {1, 2, 2, 3}, ints(ranges));
        Records indices = room(RecordType.of("index:<i4"), 3);
        run("fully_contained_in", words, things, containers, indices);
        assertArrayEquals(new int[] {-1, 0, -1}, ints(indices));
    }

    private Records intervals(RecordType type, long... bounds) {
        Records records = room(type, bounds.length / 2);
        for (int i = 0; i < bounds.length; i++) {
            records.segment().setAtIndex(ValueLayout.JAVA_LONG, i, bounds[i]);
        }
        return records;
    }

    private static int[] ints(Records records) {
        return records.segment().asSlice(0, records.byteSize()).toArray(ValueLayout.JAVA_INT);
    }

    /// Every form is run above.
    @Test
    void noKernelIsLeftOut() {
        List<String> run = List.of(
                "baseline",
                "basic_features",
                "butterworth",
                "coincidences",
                "cut_baseline",
                "cut_outside_hits",
                "find_hits",
                "find_peaks",
                "fir",
                "fragment_fir",
                "fully_contained_in",
                "integrate",
                "merge_hits",
                "moving_average",
                "peak_charge",
                "peak_properties",
                "pole_zero",
                "pulse_shape",
                "raw_to_records",
                "record_links",
                "records",
                "savitzky_golay",
                "sort_by_time",
                "subtract_baseline",
                "sum_waveform",
                "threshold_hits",
                "touching_windows",
                "trapezoidal",
                "zero_out_of_bounds");
        assertEquals(run, KernelCatalogue.names());
    }
}
