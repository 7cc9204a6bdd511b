package dev.sluice.formats.compass;

/// What each event of a file holds, as the first word of the file says. Immutable.
///
/// An event is board, channel and time tag, then energy, calibrated energy and short energy as far as they are there,
/// then flags, then the waveform: its kind, the number of samples, and the samples.
///
/// @param word the word, `0xCAE0` and a bit for each part that is there
record EventLayout(int word) {
    static final int MARK = 0xCAE0;
    static final int MARK_BITS = 0xFFF0;
    static final int WORD_BYTES = 2;
    static final int BOARD = 0;
    static final int CHANNEL = 2;
    static final int TIME = 4;

    private static final int AFTER_TIME = 12;
    private static final int ENERGY_BIT = 1;
    private static final int CALIBRATED_BIT = 2;
    private static final int SHORT_BIT = 4;
    private static final int WAVE_BIT = 8;
    private static final int FLAGS_BYTES = 4;
    private static final int WAVE_HEAD_BYTES = 5;

    boolean hasEnergy() {
        return (word & ENERGY_BIT) != 0;
    }

    boolean hasCalibrated() {
        return (word & CALIBRATED_BIT) != 0;
    }

    boolean hasShort() {
        return (word & SHORT_BIT) != 0;
    }

    boolean hasWave() {
        return (word & WAVE_BIT) != 0;
    }

    int energy() {
        return AFTER_TIME;
    }

    int calibrated() {
        return energy() + (hasEnergy() ? Short.BYTES : 0);
    }

    int energyShort() {
        return calibrated() + (hasCalibrated() ? Double.BYTES : 0);
    }

    int flags() {
        return energyShort() + (hasShort() ? Short.BYTES : 0);
    }

    /// Where the kind of the waveform lies; the number of samples follows.
    int waveKind() {
        return flags() + FLAGS_BYTES;
    }

    /// Bytes of an event without its samples.
    int headBytes() {
        return waveKind() + (hasWave() ? WAVE_HEAD_BYTES : 0);
    }
}
