package dev.sluice.chunk;

/// One record as a test writes it down: what it holds, not where.
record Row(long time, long end, int channel, int id) {
    static Row of(long time, long end) {
        return new Row(time, end, 0, 0);
    }

    static Row of(long time, long end, int channel) {
        return new Row(time, end, channel, 0);
    }

    Row withId(int number) {
        return new Row(time, end, channel, number);
    }
}
