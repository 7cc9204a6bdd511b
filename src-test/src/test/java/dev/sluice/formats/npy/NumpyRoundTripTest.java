package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.fixtures.Numpy;
import dev.sluice.formats.FormatException;
import dev.sluice.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyRoundTripTest {
    private static final String SAVE = """
            import random, sys
            import numpy as np
            seed = int(sys.argv[1])
            rng = random.Random(seed)
            TYPES = ['i1', '<i2', '<i4', '<i8', 'u1', '<u2', '<u4', '<u8', '<f4', '<f8', '?', 'S1', 'S7', 'U1', '<U5']
            NAMES = ['time', 'x', "it's", 'say "hi"', 'both\\'"', 'caf\\xe9', '\\u20ac', 'a b', 'new\\nline', '\\u200b',
                     '\\U0001F600', 'back\\\\slash', 'tab\\t', '\\xa0', '\\x7f', 'wave', 'endtime', 'Z' * 60]

            def random_dtype():
                count = rng.choice([1, 2, 3, 5, 8])
                names = rng.sample(NAMES, count)
                fields = []
                for i, name in enumerate(names):
                    kind = rng.choice(TYPES)
                    if rng.random() < 0.2:
                        name = ('title %d of \\u03bc \\xb5' % i if rng.random() < 0.5 else 'title %d' % i, name)
                    if rng.random() < 0.4:
                        shape = tuple(rng.randint(1, 4) for _ in range(rng.randint(1, 3)))
                        fields.append((name, kind, shape))
                    else:
                        fields.append((name, kind))
                layout = rng.choice(['packed', 'aligned', 'gaps'])
                if layout != 'gaps':
                    return np.dtype(fields, align=layout == 'aligned')
                packed = np.dtype(fields)
                offset, offsets = 0, []
                for name in packed.names:
                    offset += rng.choice([0, 0, 1, 3, 16])
                    offsets.append(offset)
                    offset += packed.fields[name][0].itemsize
                titles = [f[0][0] if isinstance(f[0], tuple) else None for f in fields]
                return np.dtype({'names': list(packed.names), 'formats': [packed.fields[n][0] for n in packed.names],
                                 'offsets': offsets, 'titles': titles, 'itemsize': offset + rng.choice([0, 5])})

            for i in range(40):
                dtype = random_dtype()
                rows = rng.choice([0, 1, 2, 17, 300])
                arr = np.frombuffer(rng.randbytes(rows * dtype.itemsize), dtype=dtype) if rows else np.zeros(0, dtype)
                np.save(f'{i}.save.npy', arr)
                versions = [(1, 0), (2, 0), (3, 0)]
                for version in rng.sample(versions, 3):
                    try:
                        with open(f'{i}.any.npy', 'wb') as f:
                            np.lib.format.write_array(f, arr, version=version)
                        break
                    except UnicodeEncodeError:
                        pass
                open(f'{i}.bytes', 'wb').write(arr.tobytes())
                open(f'{i}.descr', 'w', encoding='utf8').write(repr(dtype.descr))
            wide = np.zeros(3, [('field%d' % k, '<i2') for k in range(4000)])
            np.save('40.save.npy', wide)
            np.save('40.any.npy', wide)
            open('40.bytes', 'wb').write(wide.tobytes())
            open('40.descr', 'w').write(repr(wide.dtype.descr))
            """;

    private static final String LOAD = """
            import numpy as np
            for i in range(41):
                want = np.load(f'{i}.save.npy', max_header_size=10**9)
                got = np.load(f'{i}.out.npy', max_header_size=10**9)
                assert got.dtype == want.dtype and got.dtype.descr == want.dtype.descr, (i, got.dtype, want.dtype)
                assert got.shape == want.shape and got.tobytes() == want.tobytes(), i
            """;

    private static final String OTHERS = """
            import numpy as np
            base = np.zeros((2, 3), [('a', '<i4'), ('b', '<f8')])
            np.save('fortran.npy', np.asfortranarray(base))
            np.save('two-dimensional.npy', base)
            np.save('scalar.npy', base[0, 0])
            np.save('object.npy', np.array([{}, None]), allow_pickle=True)
            np.save('object-field.npy', np.zeros(2, [('a', 'O')]), allow_pickle=True)
            np.save('big-endian.npy', np.zeros(2, [('a', '>i4')]))
            np.save('plain.npy', np.arange(5.0))
            np.save('half.npy', np.zeros(2, [('a', '<f2')]))
            np.save('complex.npy', np.zeros(2, [('a', '<c16')]))
            np.save('datetime.npy', np.zeros(2, [('a', '<M8[ns]')]))
            np.save('void.npy', np.zeros(2, [('a', 'V4')]))
            np.save('nested.npy', np.zeros(2, [('a', [('b', '<i4')])]))
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void filesOfRandomTypesAreExchangedWithNumpyByteForByte(long seed) throws Exception {
        Numpy.run(folder, SAVE, Long.toString(seed));
        for (int i = 0; i <= 40; i++) {
            exchange(i, "seed=" + seed + ", file " + i);
        }
        Numpy.run(folder, LOAD);
    }

    private void exchange(int i, String label) throws IOException {
        Path out = folder.resolve(i + ".out.npy");
        try (NpyFile file = NpyFile.map(folder.resolve(i + ".any.npy"));
                NpyWriter writer = NpyWriter.create(out, file.type())) {
            Records records = file.records();
            byte[] bytes = new byte[(int) records.byteSize()];
            records.segment()
                    .asSlice(records.byteOffset(), bytes.length)
                    .asByteBuffer()
                    .get(bytes);
            assertArrayEquals(Files.readAllBytes(folder.resolve(i + ".bytes")), bytes, label);
            assertEquals(
                    Files.readString(folder.resolve(i + ".descr")), file.type().descr(), label);
            writer.write(records.slice(0, records.count() / 2));
            writer.write(records.slice(records.count() / 2, records.count()));
            writer.commit();
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve(i + ".save.npy")), Files.readAllBytes(out), label);
    }

    @Test
    void whatNumpySavesBesidesRecordsIsRefusedWithAReason() throws Exception {
        Numpy.run(folder, OTHERS);
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".npy")).toList();
        }
        assertEquals(12, files.size());
        for (Path file : files) {
            assertThrows(FormatException.class, () -> NpyFile.map(file).close(), file.toString());
        }
    }
}
