package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// C12: formats that are not read yet are named, with what to do.
final class ForeignFormatTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "run.h5, 894844460d0a1a0a, HDF5, h5py",
        "data.lh5, 894844460d0a1a0a, LH5, lgdo",
        "raw.npy.gz, 1f8b0800, gzip, gunzip -k raw.npy.gz",
        "wave0.dat, 1f8b0800, gzip, gunzip -k wave0.dat",
        "raw.zst, 28b52ffd, zstd, zstd -d raw.zst",
        "raw.bz2, 425a6839, bzip2, bunzip2",
        "raw.xz, fd377a585a00, xz, unxz",
        "raw.lz4, 04224d18, lz4, lz4 -d",
        "tree.root, 726f6f74, ROOT, uproot",
        "table.parquet, 50415231, Parquet, pyarrow",
        "DataR_CH0.csv, 424f4152443b4348, CSV files of CoMPASS, numpy.save",
        "pulses.csv, 74696d652c63, text is not read, numpy.genfromtxt",
        "all.npz, 504b0304, archive, numpy.load('all.npz')",
    })
    void aFileOfAnotherFormatIsNamed(String name, String bytes, String format, String remedy) throws IOException {
        Path file = Files.write(folder.resolve(name), HexFormat.of().parseHex(bytes));
        Outcome.of("run", file).failsWith(2, format, "input=" + file, remedy);
        Outcome.of("inspect", file).failsWith(2, format, "input=" + file, remedy);
    }

    @ParameterizedTest
    @CsvSource({"RAW/SDataR_run.CSV", "RAW/SDataR_run.root"})
    void aRunOfCompassIsNamed(String file) throws IOException {
        Path run = folder.resolve("run");
        Files.createDirectories(run.resolve(file).getParent());
        Files.writeString(run.resolve(file), "x");
        Outcome.of("run", run).failsWith(2, "runs of CoMPASS are not read yet");
    }

    /// What is asked for by name is read as that, whatever it looks like.
    @Test
    void aFormatThatIsSaidGoesBeforeWhatTheFileLooksLike() throws IOException {
        Path file = Files.write(folder.resolve("wave0.dat"), HexFormat.of().parseHex("1f8b0800"));
        Outcome outcome = Outcome.of("run", file, "--format", "wavedump");
        assertTrue(outcome.code() != 0 && !outcome.err().contains("gzip"), outcome::toString);
    }
}
