package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.FragmentFields;
import dev.sluice.kernels.unchecked.RawPolarities;
import dev.sluice.kernels.unchecked.RawThresholds;
import java.util.Arrays;

/// Values per channel as loops read them, which know no boards; stateless, safe from any thread.
final class Channels {

    private Channels() {}

    /// Fails with `IllegalArgumentException` if polarities differ by channel and the records have no such field.
    static void requireChannel(Polarities polarities, Column channel) {
        if (!polarities.isUniform() && !channel.isPresent()) {
            throw new IllegalArgumentException("polarity by channel, but the records have no channel field: "
                    + "polarities=" + polarities + "; give one polarity for all");
        }
    }

    /// The polarities of records of which so many bytes may be read; a channel field is read only if polarities differ.
    static RawPolarities polarities(Polarities polarities, Column channel, int recordBytes) {
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
    static RawPolarities polarities(Polarities polarities, FragmentLayout layout) {
        return polarities(polarities, new Column(ScalarType.INT16, FragmentFields.CHANNEL), layout.rawBytes());
    }

    /// The thresholds.
    static RawThresholds thresholds(ChannelThresholds thresholds) {
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
