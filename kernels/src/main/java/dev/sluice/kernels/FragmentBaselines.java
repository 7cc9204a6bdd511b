package dev.sluice.kernels;

import dev.sluice.kernels.unchecked.BaselineTable;

/// What a thread remembers of the baselines of its channels from fragment to fragment; for that thread alone.
///
/// It owns less than a megabyte of Java heap, and allocates nothing after it is made.
public final class FragmentBaselines {

    private final BaselineTable table = new BaselineTable();

    /// Nothing is remembered yet.
    public FragmentBaselines() {}

    /// Forgets all: the next fragments must be first ones again.
    public void forget() {
        table.forget();
    }

    /// The table as loops use it.
    BaselineTable raw() {
        return table;
    }
}
