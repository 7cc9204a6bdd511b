package dev.sluice.formats;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Formats that a file is recognised as by its first bytes, each with what it is and what helps. Immutable.
public enum FileSignature {
    /// One array of numpy, which is read by itself.
    NPY("934e554d5059", "it is a .npy file", "give it the name NAME.npy and read it by itself"),
    /// Packed by gzip.
    GZIP("1f8b08", "it is packed with gzip", "unpack it first: gunzip -k NAME"),
    /// Packed by zstd.
    ZSTD("28b52ffd", "it is packed with zstd", "unpack it first: zstd -d NAME"),
    /// Packed by bzip2.
    BZIP2("425a68", "it is packed with bzip2", "unpack it first: bunzip2 -k NAME"),
    /// Packed by xz.
    XZ("fd377a585a", "it is packed with xz", "unpack it first: unxz -k NAME"),
    /// Packed by lz4.
    LZ4("04224d18", "it is packed with lz4", "unpack it first: lz4 -d NAME"),
    /// HDF5, or LH5.
    HDF5("89484446", "HDF5 (LH5 is one) is not read yet", "read the waveforms with h5py or lgdo and SAVE"),
    /// ROOT.
    ROOT("726f6f74", "ROOT files are not read yet", "read the waveforms with uproot and SAVE"),
    /// Parquet.
    PARQUET("50415231", "Parquet is not read yet", "read the table with pyarrow and SAVE"),
    /// Arrow.
    ARROW("4152524f5731", "Arrow files are not read yet", "read the table with pyarrow and SAVE"),
    /// An archive such as `numpy.savez` makes.
    ZIP(
            "504b0304",
            "the input is an archive",
            "of one made by numpy.savez, save each array by itself with numpy.save(path, numpy.load('NAME')[name])"),
    /// A program or a library of Linux.
    ELF("7f454c46", "it is a program", "name a file of data");

    /// How waveforms are given over that no format of ours holds.
    public static final String SAVE =
            "save them with numpy.save as a structured array with the fields time, length, dt, channel and wave";

    private final byte[] start;
    private final String what;
    private final String remedy;

    FileSignature(String start, String what, String remedy) {
        this.start = HexFormat.of().parseHex(start);
        this.what = what;
        this.remedy = remedy;
    }

    /// Which one begins like these bytes, the first of a file.
    public static Optional<FileSignature> of(byte[] bytes) {
        return Arrays.stream(values())
                .filter(signature -> bytes.length >= signature.start.length
                        && Arrays.equals(signature.start, 0, signature.start.length, bytes, 0, signature.start.length))
                .findFirst();
    }

    /// What the file is, as a sentence.
    public String what() {
        return what;
    }

    /// What helps for a file called `name`.
    public String remedy(String name) {
        return remedy.replace("NAME", name).replace("SAVE", SAVE);
    }
}
