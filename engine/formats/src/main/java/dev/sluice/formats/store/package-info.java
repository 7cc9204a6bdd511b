/// The store on disk: one folder per run, type and lineage, data that can be mapped, checksums at every load, and
/// nothing that is half-written is ever found.
///
/// A folder `<run>-<type>-<lineage hash>` holds two files. The data file holds the records as they lie in memory,
/// chunk after chunk, each begun at a multiple of 64 bytes. The index is a log: a head in JSON (version, dtype,
/// declarations of time, coverage, lineage), an entry per chunk (start, end, count, latest end; per part its place,
/// size and CRC32C; losses), and a last one that says how many there are. Each entry has a CRC32C that goes on from
/// that of the entry before, so that none can be changed, lost, doubled or moved unseen. An entry is written when the
/// bytes it speaks of were forced to the disk.
///
/// While it is written, the folder is called `.<folder>.<pid>.tmp`; commit renames it. What a crash leaves is read up
/// to the last whole entry, and a later writer goes on from there. All integers are little-endian.
package dev.sluice.formats.store;
