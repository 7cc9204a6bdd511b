package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.record.Records;
import java.util.ArrayList;
import java.util.List;

/// Records of a simulated stream, in the memory of the test: their times and values, and what was lost of them.
final class SimulatedRows {
    /// One record.
    record Row(long time, long value) {}

    final List<Row> rows = new ArrayList<>();
    final List<Loss> losses = new ArrayList<>();

    void add(long time, long value) {
        rows.add(new Row(time, value));
    }

    void add(Chunk chunk, Simulation simulation) {
        Records records = chunk.records();
        for (long i = 0; i < records.count(); i++) {
            simulation.meanwhile();
            add(Pulses.TIME.get(records, i), Pulses.VALUE.get(records, i));
        }
        losses.addAll(chunk.losses());
    }

    /// The same records with the values times `factor`, and with the values of all `others` within `reach` added.
    SimulatedRows computed(long factor, SimulatedRows others, long reach) {
        SimulatedRows result = new SimulatedRows();
        for (Row row : rows) {
            long value = row.value * factor;
            if (others != null) {
                for (Row other : others.rows) {
                    value += Math.abs(other.time - row.time) <= reach ? other.value : 0;
                }
            }
            result.add(row.time, value);
        }
        return result;
    }

    /// Those that lie in no interval of `lost`.
    List<Row> without(List<Loss> lost) {
        return rows.stream()
                .filter(row -> lost.stream().noneMatch(loss -> loss.start() <= row.time && row.time < loss.end()))
                .toList();
    }

    /// Those before `time`.
    List<Row> before(long time) {
        return rows.stream().filter(row -> row.time < time).toList();
    }

    /// Whether `others` begins with these records.
    boolean isPrefixOf(List<Row> others) {
        return rows.size() <= others.size() && rows.equals(others.subList(0, rows.size()));
    }
}
