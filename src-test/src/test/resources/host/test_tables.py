"""Records as tables of other libraries, in a process of its own: run by HostTablesTest with unittest, a class for each library."""

import gc
import sys
import unittest
from unittest import mock

import numpy as np

import sluice

SETTINGS = dict(sim_records=3000, chunk_records=500)


def rss():
    """Resident memory now, in MB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096 / 1e6


class Pandas(unittest.TestCase):
    def test_a_frame_has_a_column_for_each_field(self):
        features = sluice.run(None, "features", **SETTINGS)
        frame = sluice.to_pandas(features)
        self.assertEqual(list(features.dtype.names), list(frame.columns))
        for name in features.dtype.names:
            np.testing.assert_array_equal(features[name], frame[name].to_numpy())
            self.assertEqual(features.dtype[name], frame[name].dtype)

    def test_waveforms_are_arrays_or_columns(self):
        waves = sluice.run(None, "st_waveforms_stream", sim_records=10)
        np.testing.assert_array_equal(waves["wave"][3], sluice.to_pandas(waves)["wave"][3])
        wide = sluice.to_pandas(waves, expand=True)
        np.testing.assert_array_equal(waves["wave"][:, 7], wide["wave_7"])

    def test_a_frame_outlives_its_chunk(self):
        first = None
        for chunk in sluice.stream(None, "features", copy=False, **SETTINGS):
            first = chunk.to_pandas() if first is None else first
        np.testing.assert_array_equal(sluice.run(None, "features", **SETTINGS)["charge"][: len(first)], first["charge"])


class Arrow(unittest.TestCase):
    def setUp(self):
        global pa
        import pyarrow as pa

        self.features = sluice.run(None, "features", **SETTINGS)

    def assert_same(self, table):
        table.validate(full=True)
        self.assertEqual(list(self.features.dtype.names), table.schema.names)
        for name in table.schema.names:
            np.testing.assert_array_equal(self.features[name], table.column(name).to_numpy())

    def test_records_become_a_batch(self):
        self.assert_same(sluice.to_arrow(self.features))

    def test_a_stream_becomes_a_table(self):
        with sluice.stream(None, "features", **SETTINGS) as chunks:
            self.assert_same(pa.table(chunks))
            with self.assertRaises(sluice.HandleError):
                chunks.next()
        reader = sluice.stream(None, "features", **SETTINGS).to_arrow()
        gc.collect()  # the stream lives as long as its reader
        self.assert_same(reader.read_all())

    def test_waveforms_are_lists_of_fixed_size(self):
        waves = sluice.run(None, "st_waveforms_stream", sim_records=50)
        column = sluice.to_arrow(waves).column("wave")
        self.assertEqual(pa.list_(pa.field("item", pa.int16(), False), 800), column.type)
        np.testing.assert_array_equal(waves["wave"].ravel(), column.flatten().to_numpy())

    def test_all_types_of_fields_come_across(self):
        fields = [("b", "?"), ("bb", "?", 3), ("s", "S4"), ("grid", "<f8", (2, 3)), *((f"n{t[1:]}", t) for t in ("|i1", "|u1", "<u2", "<u4", "<u8", "<f4"))]
        records = np.zeros(19, np.dtype(fields, align=True))
        random = np.random.default_rng(5)
        for name, *_ in fields:
            records[name] = random.integers(0, 2, records[name].shape)
        rows = sluice.to_arrow(records).to_pylist()
        for row, record in zip(rows, records):
            for name in records.dtype.names:
                expected = record[name].tolist()
                self.assertEqual(expected.ljust(4, b"\0") if name == "s" else expected, row[name])

    def test_a_batch_outlives_its_chunk_and_its_stream(self):
        with sluice.stream(None, "features", copy=False, **SETTINGS) as chunks:
            batches = [chunk.to_arrow() for chunk in chunks]
        gc.collect()
        self.assert_same(pa.Table.from_batches(batches))

    def test_what_was_not_taken_is_given_back(self):
        big = np.zeros(100_000, [("time", "<i8"), ("wave", "<i2", (100,))])

        def use():
            sluice.arrow(big).__arrow_c_array__()
            sluice.to_arrow(big)

        for _ in range(5):
            use()
        before = rss()
        for _ in range(20):  # 40 copies of 21 MB
            use()
        self.assertLess(rss() - before, 200)

    def test_a_failure_of_the_caller_stays_that(self):
        def fail():
            kept = sluice.to_arrow(self.features), sluice.arrow(self.features).__arrow_c_array__()
            raise KeyError(len(kept))

        for _ in range(3):
            with self.assertRaisesRegex(KeyError, "2"):
                fail()
            gc.collect()

    def test_what_fails_in_a_stream_is_said(self):
        pulses = np.zeros(1, [("time", "<i8"), ("channel", "<i2"), ("wave", "<i2", (20,)), ("dt", "<i4"), ("length", "<i4")])
        with sluice.live("st_waveforms_stream", pulses.dtype, "features") as live:
            reader = live.streams[0].to_arrow()
            live.push(pulses, 0, 10)
            live.fail("the crate lost its power")
            with self.assertRaisesRegex(Exception, "the crate lost its power"):
                reader.read_all()

    def test_a_stream_that_is_left_is_closed(self):
        reader = sluice.stream(None, "features", sim_records="endless").to_arrow()
        reader.read_next_batch()
        del reader
        gc.collect()

    def test_what_has_no_columns_is_refused(self):
        for records, words in [
            (np.zeros(3), "structured"),
            (self.features["charge"], "structured"),
            (np.zeros(3, [("time", "<M8[ns]")]), "leave them out"),
            (np.zeros(3, [("time", ">i8")]), "leave them out"),
            (np.zeros(3, [("name", "<U3")]), "leave them out"),
        ]:
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                sluice.to_arrow(records)
        both = sluice.streams(None, ["features", "baseline"], **SETTINGS)
        for each in both:
            with self.assertRaisesRegex(sluice.ArgumentError, "several targets"):
                each.to_arrow()
        both[0].close()
        self.assertEqual(3000, both[1].to_arrow().read_all().num_rows)


class Polars(unittest.TestCase):
    def test_polars_reads_records_chunks_and_streams(self):
        import polars

        features = sluice.run(None, "features", **SETTINGS)
        for frame in (polars.DataFrame(sluice.arrow(features)), polars.DataFrame(sluice.stream(None, "features", **SETTINGS))):
            np.testing.assert_array_equal(features["charge"], frame["charge"].to_numpy())
        with sluice.stream(None, "features", copy=False, **SETTINGS) as chunks:
            frame = polars.concat([polars.DataFrame(chunk) for chunk in chunks])
        np.testing.assert_array_equal(features["time"], frame["time"].to_numpy())


class Duckdb(unittest.TestCase):
    def test_duckdb_asks_a_stream(self):
        import duckdb

        reader = sluice.stream(None, "features", **SETTINGS).to_arrow()  # noqa: F841 named in the question
        features = sluice.run(None, "features", **SETTINGS)
        answer = duckdb.sql("select count(*), max(charge) from reader").fetchall()
        self.assertEqual([(3000, float(features["charge"].max()))], answer)


class Merge(unittest.TestCase):
    """Streams of one dtype as one."""

    def streams(self, target="features", **settings):
        return [sluice.stream(None, target, sim_records=700, sim_seed=seed, **settings) for seed in (1, 2, 3)]

    def test_a_merge_is_the_sorted_records_of_all_whatever_the_chunks(self):
        parts = [np.concatenate([chunk.records for chunk in each]) for each in self.streams()]
        everything = np.concatenate(parts)
        expected = everything[np.lexsort((everything["channel"], everything["time"]))]
        for sizes in ({}, dict(chunk_records=1), dict(chunk_records=97, copy=False)):
            chunks = list(sluice.merge(self.streams(**sizes)))
            np.testing.assert_array_equal(expected, np.concatenate([chunk.records for chunk in chunks]))
            for before, after in zip(chunks, chunks[1:]):
                self.assertEqual((before.end, before.number + 1), (after.start, after.number))
                self.assertEqual(before.first_index + len(before), after.first_index)
            for chunk in chunks:
                self.assertTrue(((chunk.start <= chunk["time"]) & (chunk["time"] < chunk.end)).all())

    def test_equal_times_keep_the_order_of_channel_and_stream(self):
        dtype = np.dtype([("time", "<i8"), ("channel", "<i2"), ("wave", "<i2", (4,))])
        lives = []
        for mark in (1, 2):
            live = sluice.live("st_waveforms_stream", dtype, "st_waveforms_stream", instantaneous=True)
            records = np.zeros(3, dtype)
            records["time"], records["channel"], records["wave"] = (5, 5, 6), (0, 1, 0), mark
            live.push(records, 0, 10)
            live.finish()
            lives.append(live)
        merged = np.concatenate([chunk.records for chunk in sluice.merge([live.streams[0] for live in lives])])
        self.assertEqual([(5, 0, 1), (5, 0, 2), (5, 1, 1), (5, 1, 2), (6, 0, 1), (6, 0, 2)], [(t, c, int(w[0])) for t, c, w in merged.tolist()])

    def test_streams_follow_each_other(self):
        early, late = (sluice.stream(None, "features", sim_records=700, time_range=bounds) for bounds in ("0:2000000", "2000000:"))
        both = np.concatenate([chunk.records for chunk in sluice.merge([early, late], sort=False)])
        np.testing.assert_array_equal(sluice.run(None, "features", sim_records=700), both)
        with self.assertRaisesRegex(sluice.ArgumentError, "sort=True"):
            list(sluice.merge(self.streams(), sort=False))

    def test_what_does_not_merge_is_refused_and_streams_are_closed(self):
        streams = self.streams()
        next(sluice.merge(streams))  # its iterator goes at once
        with self.assertRaises(sluice.HandleError):
            streams[1].next()
        for wrong, words in (([], "at least"), (streams[:1] * 2, "twice"), ([*self.streams()[:1], *self.streams("baseline")[:1]], "different")):
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                list(sluice.merge(wrong))


class WithoutLibraries(unittest.TestCase):
    def test_what_is_missing_is_said(self):
        features = sluice.run(None, "features", sim_records=10)
        for name, call in (("pandas", sluice.to_pandas), ("pyarrow", sluice.to_arrow)):
            with mock.patch.dict(sys.modules, {name: None}), self.assertRaisesRegex(sluice.SluiceError, "pip install " + name):
                call(features)


if __name__ == "__main__":
    unittest.main()
