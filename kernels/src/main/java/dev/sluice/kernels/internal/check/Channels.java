package dev.sluice.kernels.internal.check;

import dev.sluice.kernels.Column;
import dev.sluice.kernels.FragmentLayout;
import dev.sluice.kernels.ScalarType;
import dev.sluice.kernels.channel.ChannelKey;
import dev.sluice.kernels.channel.ChannelThresholds;
import dev.sluice.kernels.channel.ChannelValues;
import dev.sluice.kernels.channel.Polarities;
import dev.sluice.kernels.channel.Polarity;
import dev.sluice.kernels.internal.hit.RawThresholds;
import dev.sluice.kernels.internal.record.FragmentFields;
import dev.sluice.kernels.internal.wave.RawPolarities;
import java.util.Arrays;

/// Values per channel as loops read them, which know no boards; stateless, safe from any thread.
public final class Channels {

    private Channels() {}

    /// Fails with `IllegalArgumentException` if polarities differ by channel and the records have no such field.
    public static void requireChannel(Polarities polarities, Column channel) {
        if (!polarities.isUniform() && !channel.isPresent()) {
            throw new IllegalArgumentException("polarity by channel, but the records have no channel field: "
                    + "polarities=" + polarities + "; give one polarity for all");
        }
    }

    /// The polarities of records of which so many bytes may be read; a channel field is read only if polarities differ.
    public static RawPolarities polarities(Polarities polarities, Column channel, int recordBytes) {
        ChannelValues<Polarity> values = polarities.values();
        requireNoBoards(values);
        Column field = polarities.isUniform() ? Column.NONE : channel;
        boolean[] positive = new boolean[tableLength(values)];
        for (int number = 0; number < positive.length; number++) {
            positive[number] = values.of(ChannelKey.ANY_BOARD, number) == Polarity.POSITIVE;
        }
        return new RawPolarities(Columns.raw(field, recordBytes), values.otherwise() == Polarity.POSITIVE, positive);
    }

    /// The polarities of the raw records and records of strax, both of which have their channel in one place.
    public static RawPolarities polarities(Polarities polarities, FragmentLayout layout) {
        return polarities(polarities, new Column(ScalarType.INT16, FragmentFields.CHANNEL), layout.rawBytes());
    }

    /// The thresholds.
    public static RawThresholds thresholds(ChannelThresholds thresholds) {
        ChannelValues<Double> values = thresholds.values();
        requireNoBoards(values);
        double[] byChannel = new double[tableLength(values)];
        Arrays.setAll(byChannel, thresholds::of);
        return new RawThresholds(values.otherwise(), byChannel);
    }

    /// The largest channel that is listed, plus 1.
    private static int tableLength(ChannelValues<?> values) {
        return values.listed().isEmpty() ? 0 : values.listed().lastKey().channel() + 1;
    }

    private static void requireNoBoards(ChannelValues<?> values) {
        if (values.namesBoards()) {
            throw new IllegalArgumentException("this kernel knows no boards, but a value is for one: " + values
                    + "; make a kernel for each board");
        }
    }
}
