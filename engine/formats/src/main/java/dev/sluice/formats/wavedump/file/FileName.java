package dev.sluice.formats.wavedump.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a WaveDump file's name says about its channel. Immutable.
///
/// WaveDump calls its files `wave3.dat`, on the x742 `wave_11.dat` (group * 8 + channel in the group), and `TR_0_1.dat`
/// for the digitized trigger of a group: twice the first number and the last one. The numbers of triggers start here at
/// 32, after the last channel that an x742 can have. A further number, as in `wave3_001.dat`, is that of the `part`
/// of a channel that was split into several files.
public record FileName(Path path, Style style, OptionalInt channel, OptionalInt part) {
    /// The number of the digitized trigger of the first group.
    public static final int FIRST_TRIGGER_CHANNEL = 32;

    /// By channel, triggers last, then names that say nothing, by name.
    public static final Comparator<FileName> ORDER = Comparator.comparingInt(
                    (FileName name) -> name.channel().orElse(Integer.MAX_VALUE))
            .thenComparing(name -> name.path().toString());

    private static final Pattern WAVE = Pattern.compile("(?:.*[^a-z])?wave(_?)(\\d{1,4})(?:_(\\d{1,9}))?\\.dat");
    private static final Pattern TRIGGER = Pattern.compile("(?:.*[^a-z])?tr_?(\\d)_(\\d)(?:_(\\d{1,9}))?\\.dat");

    /// What a name says.
    public enum Style {
        /// A channel of a board, as `wave3.dat`.
        PLAIN,
        /// A channel of a group of the x742, as `wave_11.dat`.
        GROUPED,
        /// The digitized trigger of a group, as `TR_0_1.dat`.
        TRIGGER,
        /// Nothing.
        OTHER
    }

    /// What the name of that file says.
    public static FileName of(Path path) {
        String text = path.getFileName().toString().toLowerCase(Locale.ROOT);
        Matcher wave = WAVE.matcher(text);
        if (wave.matches()) {
            Style style = wave.group(1).isEmpty() ? Style.PLAIN : Style.GROUPED;
            return new FileName(path, style, OptionalInt.of(Integer.parseInt(wave.group(2))), part(wave.group(3)));
        }
        Matcher trigger = TRIGGER.matcher(text);
        if (trigger.matches()) {
            int group = 2 * Integer.parseInt(trigger.group(1)) + Integer.parseInt(trigger.group(2));
            OptionalInt channel = OptionalInt.of(FIRST_TRIGGER_CHANNEL + group);
            return new FileName(path, Style.TRIGGER, channel, part(trigger.group(3)));
        }
        return new FileName(path, Style.OTHER, OptionalInt.empty(), OptionalInt.empty());
    }

    private static OptionalInt part(String digits) {
        return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    /// Whether the name's channel is another one than `headerChannel`, so that one of the two must be wrong.
    public boolean contradicts(int headerChannel) {
        return style == Style.PLAIN && channel.getAsInt() != headerChannel;
    }

    /// Whether `headerChannel` is this name's channel counted inside its group of an x742.
    public boolean countsInGroup(int headerChannel) {
        return style == Style.TRIGGER && headerChannel == 8
                || style == Style.GROUPED && channel.getAsInt() % 8 == headerChannel;
    }
}
