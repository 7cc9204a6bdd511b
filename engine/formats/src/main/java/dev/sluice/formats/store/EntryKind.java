package dev.sluice.formats.store;

/// What an entry of an index says. The code is its four letters, as they stand in the file.
enum EntryKind {
    /// What the folder holds; the first one.
    HEAD,
    /// One chunk.
    CHNK,
    /// That there are no more; the last one of complete data.
    DONE;

    private static final EntryKind[] ALL = values();

    private final int code = name().charAt(0) | name().charAt(1) << 8 | name().charAt(2) << 16 | name().charAt(3) << 24;

    int code() {
        return code;
    }

    /// The kind of that code; null if there is none.
    static EntryKind of(int code) {
        for (EntryKind kind : ALL) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
