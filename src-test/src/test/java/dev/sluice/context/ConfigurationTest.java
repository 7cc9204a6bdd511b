package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    private static final Option<Long> HALO =
            Option.integerRange("halo", 7, 0, 100, "samples on either side").unit("samples");
    private static final Option<ChannelThresholds> THRESHOLD =
            Option.thresholds("threshold", "10", "least signal").unit("ADC counts");
    private static final OptionOwner HITS = new OptionOwner("HitFinder", List.of("hits"), List.of(HALO, THRESHOLD));
    private static final OptionOwner PEAKS = new OptionOwner("Peaks", List.of("peaks"), List.of(HALO));
    private static final OptionOwner PLAIN = new OptionOwner("Plain", List.of("plain"), List.of());
    private static final List<OptionOwner> OWNERS = List.of(HITS, PEAKS, PLAIN);

    /// From weak to strong.
    private static final List<Setting> LADDER = List.of(
            Setting.ofFile("threshold", 1, "a.toml:1"),
            Setting.ofFile("hits.threshold", 2, "a.toml:2"),
            Setting.ofFile("threshold", 3, "a.toml:3").forChannel(ChannelKey.of(5)),
            Setting.ofFile("hits.threshold", 4, "a.toml:4").forChannel(ChannelKey.of(5)),
            Setting.ofCode("threshold", 5),
            Setting.ofCode("HitFinder.threshold", 6),
            Setting.ofCode("threshold", 7).forChannel(ChannelKey.of(5)),
            Setting.ofCommandLine("threshold", 8, "--set"),
            Setting.ofCommandLine("hits.threshold", 9, "--set"));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void theStrongestSettingHoldsInWhateverOrderTheyAreGiven(int rungs) {
        for (int seed = 0; seed < 20; seed++) {
            List<Setting> shuffled = new ArrayList<>(LADDER.subList(0, rungs));
            Collections.shuffle(shuffled, new Random(seed));
            ChannelThresholds value = threshold(Configuration.of(shuffled)).value();
            assertEquals(rungs, value.of(5), "seed=" + seed + " settings=" + shuffled);
        }
    }

    @Test
    void aChannelChangesItselfOnly() {
        EffectiveOption<ChannelThresholds> threshold = threshold(Configuration.of(LADDER.subList(0, 4)));
        assertEquals("2.0,5:4.0", threshold.text());
        assertEquals(List.of("a.toml:2", "a.toml:3", "a.toml:4"), threshold.origins());
        assertEquals("2.0,5:4.0", threshold.canonical());
    }

    @Test
    void aChannelAloneLeavesTheDefaultToOthers() {
        assertEquals(
                "10.0,5:3.0", threshold(Configuration.of(LADDER.subList(2, 3))).text());
    }

    @Test
    void aStrongerValueForAllReplacesThatOfAChannel() {
        EffectiveOption<ChannelThresholds> threshold = threshold(Configuration.of(LADDER.subList(0, 5)));
        assertEquals("5.0", threshold.text());
        assertEquals(List.of("code"), threshold.origins());
    }

    @Test
    void ofTwoSettingsAlikeTheLaterOneHolds() {
        Configuration twice = Configuration.of(List.of(Setting.ofCode("halo", 1)))
                .with(Configuration.of(List.of(Setting.ofCode("halo", 2))));
        assertEquals(2L, twice.effective(PEAKS).get(0).value());
    }

    @Test
    void whatIsNotSetIsTheDefaultAndSaysSo() {
        EffectiveOption<?> halo = Configuration.EMPTY.effective(HITS).get(0);
        assertEquals(7L, halo.value());
        assertTrue(halo.isDefault());
    }

    @Test
    void aSettingOfOnePluginLeavesOthersAlone() {
        Configuration one = Configuration.of(List.of(Setting.ofFile("Peaks.halo", 3, "a.toml:1")));
        assertEquals(3L, one.effective(PEAKS).get(0).value());
        assertEquals(7L, one.effective(HITS).get(0).value());
    }

    @Test
    void anUnknownOptionIsRefusedWithASuggestionAndItsOrigin() {
        assertRefused(
                Setting.ofFile("halos", 1, "a.toml:12"),
                "no plugin has an option 'halos'; did you mean 'halo'? There are halo, threshold",
                "set by a.toml:12");
        assertRefused(
                Setting.ofCommandLine("hits.treshold", 1, "--set"),
                "plugin 'hits' has no option 'treshold'; did you mean 'threshold'? There are halo, threshold",
                "set by --set");
        assertRefused(Setting.ofCode("peaks.threshold", 1), "plugin 'peaks' has no option 'threshold'; there are halo");
        assertRefused(Setting.ofCode("plain.halo", 1), "plugin 'plain' has no option 'halo'; there are none (set by");
    }

    @Test
    void anUnknownPluginIsRefusedWithASuggestionAndItsOrigin() {
        assertRefused(
                Setting.ofFile("hitz.halo", 1, "a.toml:12"),
                "no plugin is called 'hitz'; did you mean 'hits'? Plugins are hits, peaks, plain",
                "set by a.toml:12");
        assertRefused(Setting.ofCode("HitFindr.halo", 1), "did you mean 'HitFinder'?");
    }

    @Test
    void aWrongTypeNamesOptionValueTypeUnitLimitAndOrigin() {
        assertRefused(
                Setting.ofFile("halo", "wide", "a.toml:3"),
                "option halo: 'wide' is not a whole number",
                "(type integer, in samples, from 0 to 100; default 7)",
                "(set by a.toml:3)");
    }

    @Test
    void aValueOutsideNamesOptionValueTypeUnitLimitAndOrigin() {
        assertRefused(
                Setting.ofCommandLine("peaks.halo", "101", "--set"),
                "option halo: '101' is not from 0 to 100",
                "(type integer, in samples; default 7)",
                "(set by --set)");
    }

    @Test
    void aChannelOfAnOptionThatIsNotPerChannelIsRefused() {
        assertRefused(
                Setting.ofFile("halo", 1, "a.toml:9").forChannel(ChannelKey.of(3)),
                "option 'halo' is not per channel",
                "per channel are threshold",
                "set by a.toml:9");
    }

    @Test
    void aBadValueOfAChannelNamesTheChannelAndItsOrigin() {
        assertRefused(
                Setting.ofFile("threshold", "high", "a.toml:9").forChannel(ChannelKey.of(3)),
                "option threshold",
                "channel 3",
                "high",
                "in ADC counts",
                "set by a.toml:9");
    }

    @Test
    void settingsOfOtherPluginsCanBeLeftOut() {
        Configuration both = Configuration.of(
                List.of(Setting.ofFile("threshold", 1, "a.toml:1"), Setting.ofFile("halo", 2, "a.toml:2")));
        assertEquals(
                List.of("halo"),
                both.applicableTo(List.of(PEAKS)).settings().stream()
                        .map(Setting::name)
                        .toList());
    }

    @Test
    void aContextGivesEachPluginItsOwnValues() {
        TestPlugin hits = TestPlugin.of("hits", "waveforms").options(HALO, THRESHOLD);
        TestPlugin peaks = TestPlugin.of("peaks", "hits").options(HALO);
        try (Context context = Context.create()
                .register(hits, peaks)
                .configure(Configuration.of(List.of(Setting.ofFile("threshold", 20, "a.toml:1"))))
                .set("halo", 3)
                .set("peaks.halo", 4)
                .setForChannel(2, "hits.threshold", 30)) {
            OptionValues ofHits = context.configured().options(hits);
            assertEquals(3L, ofHits.get(HALO));
            assertEquals(ChannelThresholds.parse("20,2:30"), ofHits.get(THRESHOLD));
            assertEquals(4L, context.configured().options(peaks).get(HALO));
            assertEquals(Map.of("halo", 4L), context.configured().options(peaks).tracked());
            assertEquals(
                    List.of("a.toml:1", "code"), context.options("hits").get(1).origins());
        }
    }

    @Test
    void aConfigurationThatDoesNotFitChangesNothing() {
        try (Context context =
                Context.create().register(TestPlugin.of("hits", "waveforms").options(HALO))) {
            Configuration bad = Configuration.of(List.of(Setting.ofCode("halo", 1), Setting.ofCode("hola", 2)));
            assertThrows(IllegalArgumentException.class, () -> context.configure(bad));
            assertTrue(context.options("hits").stream().allMatch(EffectiveOption::isDefault));
        }
    }

    @SuppressWarnings("unchecked")
    private static EffectiveOption<ChannelThresholds> threshold(Configuration configuration) {
        configuration.requireFit(OWNERS);
        return (EffectiveOption<ChannelThresholds>)
                configuration.effective(HITS).get(1);
    }

    private static void assertRefused(Setting setting, String... parts) {
        Configuration configuration = Configuration.of(List.of(setting));
        String message = assertThrows(IllegalArgumentException.class, () -> configuration.requireFit(OWNERS))
                .getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
