"""sluice.strax against the golden arrays of strax, and strax itself where it is installed: run by HostPythonTest with unittest."""

import sys
import unittest
from pathlib import Path

import numpy as np

import sluice
from sluice import strax

PEAKS = {"gap_threshold": 700, "left_extension": 30, "right_extension": 200, "min_area": 0, "min_channels": 2}
SUM = {"n_top_channels": 4, "store_data_top": True, "store_data_start": True}
GOLDEN = Path(sys.argv[0]).resolve().parents[1] / "fixtures" / "strax"


def golden(name, folder="golden_pulses"):
    return np.load(GOLDEN / folder / f"{name}.npy")


class Golden(unittest.TestCase):
    def assert_same(self, expected, actual):
        self.assertEqual(expected.dtype.names, actual.dtype.names)
        self.assertEqual(expected.tobytes(), actual.tobytes())

    def test_the_chain_of_pulses(self):
        records = strax.raw_to_records(golden("raw_records"))
        self.assertIsNone(strax.baseline(records))
        self.assert_same(golden("records_baseline"), records)
        self.assertIsNone(strax.integrate(records))
        self.assert_same(golden("records_integrated"), records)
        self.assert_same(golden("hits_15"), strax.find_hits(records, min_amplitude=15))
        self.assert_same(golden("hits_perchannel_hon5"), strax.find_hits(records, golden("thresholds"), 5))
        cut = strax.cut_outside_hits(records, golden("hits_15"))
        self.assert_same(golden("records_cut_default_2_15"), cut)
        previous, following = strax.record_links(records)
        self.assert_same(golden("record_links_prev"), previous)
        self.assert_same(golden("record_links_next"), following)
        for taps in ("ir5", "ir_asym7"):
            filtered = records.copy()
            strax.filter_records(filtered, golden(taps))
            self.assert_same(golden("records_filtered_" + taps[2:].strip("_")), filtered)

    def test_other_baselines(self):
        records = strax.raw_to_records(golden("raw_records"))
        strax.baseline(records, baseline_samples=25, flip=False)
        self.assert_same(golden("records_baseline_25_noflip"), records)

    def test_padding_is_zeroed(self):
        records = golden("records_dirty_tail")
        strax.zero_out_of_bounds(records)
        self.assert_same(golden("records_zero_out_of_bounds"), records)

    def test_orphans_are_refused_or_fall_back(self):
        raw = golden("raw_records")
        orphans = strax.raw_to_records(raw[raw["record_i"] > 0])
        with self.assertRaisesRegex(RuntimeError, "without the first of its pulse.*allow_sloppy_chunking=True"):
            strax.baseline(orphans.copy())
        strax.baseline(orphans, allow_sloppy_chunking=True)
        self.assertTrue(np.isnan(orphans["baseline_rms"]).all() and (orphans["baseline"] == 16000).all())

    def test_sorting(self):
        self.assert_same(golden("sort_output"), strax.sort_by_time(golden("sort_input")))

    def test_the_chain_of_peaks(self):
        hits, to_pe = golden("hits_15_sorted", "golden_peaks"), golden("to_pe", "golden_peaks")
        expected = golden("peaks_found", "golden_peaks")
        peaks = strax.find_peaks(hits, to_pe, **PEAKS, result_dtype=expected.dtype)
        self.assert_same(expected, peaks)
        container = golden("hits_container", "golden_peaks")
        self.assertEqual(container.tolist(), strax.fully_contained_in(hits, peaks).tolist())
        for window, name in ((0, "0"), (500, "500"), (-1, "m1")):
            near = golden(f"touching_windows_{name}", "golden_peaks")
            self.assertEqual(near.tolist(), strax.touching_windows(golden("records_baseline"), peaks, window=window).tolist())
        summed, records = golden("peaks_sum_waveform", "golden_peaks"), golden("records_cut_3_20", "golden_peaks")
        links = golden("record_links_prev"), golden("record_links_next")
        strax.sum_waveform(peaks, golden("hitlets", "golden_peaks"), records, links, to_pe, **SUM)
        self.assert_same(summed, peaks)
        strax.compute_properties(peaks, n_top_channels=4)
        self.assert_same(golden("peaks_properties", "golden_peaks"), peaks)
        for name, found in zip(("median", "width", "decile"), strax.compute_widths(summed)):
            self.assert_same(golden(f"widths_{name}", "golden_peaks"), found)

    def test_chosen_peaks_are_changed_alone(self):
        records, hits, to_pe = golden("records_integrated"), golden("hits_15_sorted", "golden_peaks"), golden("to_pe", "golden_peaks")
        every = golden("peaks_found", "golden_peaks")
        some = every.copy()
        links = strax.record_links(records)
        strax.sum_waveform(every, hits, records, links, to_pe, **SUM)
        strax.sum_waveform(some, hits, records, links, to_pe, **SUM, select_peaks_indices=np.array([1, 3]))
        self.assert_same(every[[1, 3]], some[[1, 3]])
        self.assert_same(golden("peaks_found", "golden_peaks")[[0, 2]], some[[0, 2]])

    def test_links_of_any_width_give_the_same(self):
        records, hits, to_pe = golden("records_integrated"), golden("hits_15_sorted", "golden_peaks"), golden("to_pe", "golden_peaks")
        found = golden("peaks_found", "golden_peaks")
        narrow = sluice.kernels.record_links(records)
        wide = strax.record_links(records)
        self.assertEqual([np.int32] * 2 + [np.int64] * 2, [way.dtype for way in (*narrow, *wide)])
        self.assertEqual([way.tolist() for way in narrow], [way.tolist() for way in wide])
        expected = found.copy()
        strax.sum_waveform(expected, hits, records, wide, to_pe, **SUM)
        for links in (narrow, (narrow[0], wide[1]), [way.astype(">i8") for way in wide], (wide[0][::1], np.repeat(wide[1], 2)[::2])):
            peaks = found.copy()
            strax.sum_waveform(peaks, hits, records, links, to_pe, **SUM)
            self.assert_same(expected, peaks)

    def test_waveforms_that_are_not_wanted_stay(self):
        records, hits, to_pe = golden("records_integrated"), golden("hits_15_sorted", "golden_peaks"), golden("to_pe", "golden_peaks")
        peaks = golden("peaks_found", "golden_peaks")
        peaks["data_top"], peaks["data_start"] = 7, 8
        strax.sum_waveform(peaks, hits, records, strax.record_links(records), to_pe, n_top_channels=4)
        self.assertTrue((peaks["data_top"] == 7).all() and (peaks["data_start"] == 8).all())
        self.assertTrue(peaks["data"].any())

    def test_what_was_called_before_is_checked_again(self):
        records = golden("records_integrated")
        strax.zero_out_of_bounds(records.copy())
        kept = records.copy()
        kept.flags.writeable = False
        for wrong in (kept, records[::2], records[np.newaxis], records.tolist()):
            with self.assertRaises(ValueError):
                strax.zero_out_of_bounds(wrong)
        self.assertEqual(len(records[::2]), len(strax.record_links(records[::2])[0]))
        other = np.zeros(3, strax.record_dtype(7))
        other["data"] = 5
        strax.zero_out_of_bounds(other)
        self.assertFalse(other["data"].any())

    def test_what_is_not_there_says_so(self):
        with self.assertRaisesRegex(AttributeError, "sluice.strax has no split_peaks.*find_hits"):
            strax.split_peaks
        self.assertIn("find_hits", dir(strax))
        for name in strax.__all__:
            self.assertTrue(hasattr(strax, name), name)

    def test_what_cannot_be_is_refused(self):
        records = golden("records_integrated")
        hits = strax.find_hits(records)
        for call, words in (
            (lambda: strax.find_hits(records, np.ones(2)), "min_amplitude"),
            (lambda: strax.find_peaks(hits, np.ones(600), gap_threshold=100), "gap_threshold=100"),
            (lambda: strax.find_peaks(hits, np.ones(2)), "adc_to_pe has 2 gains"),
            (lambda: strax.integrate(records[::2]), "records"),
        ):
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                call()

    def test_nothing_gives_nothing(self):
        nothing = golden("records_integrated")[:0]
        self.assertEqual(0, len(strax.find_hits(nothing)))
        self.assertEqual(0, len(strax.sort_by_time(nothing)))
        self.assertIsNone(strax.baseline(nothing))


class Real(unittest.TestCase):
    """Random pulses, computed by strax and here."""

    @classmethod
    def setUpClass(cls):
        try:
            import strax as real
        except ImportError as missing:
            raise unittest.SkipTest(f"strax is not installed: {missing}") from None
        cls.real = real

    def assert_same(self, expected, actual):
        self.assertEqual(expected.dtype, actual.dtype)
        self.assertEqual(expected.tobytes(), actual.tobytes())

    def test_random_chains_are_equal(self):
        peaks = 0
        for seed in range(6):
            with self.subTest(seed=seed):
                peaks += self.compare(np.random.default_rng(seed))
        self.assertGreater(peaks, 30)

    def compare(self, random):
        real = self.real
        raw = random_raw_records(random)
        records, expected = strax.raw_to_records(raw), real.raw_to_records(raw)
        for name, settings in (
            ("zero_out_of_bounds", {}),
            ("baseline", {"baseline_samples": int(random.integers(1, 120)), "flip": bool(random.integers(4))}),
            ("integrate", {}),
        ):
            getattr(strax, name)(records, **settings)
            getattr(real, name)(expected, **settings)
            self.assert_same(expected, records)
        amplitude = random.integers(5, 40, 16) if random.integers(2) else int(random.integers(5, 40))
        noise = random.uniform(0, 8, 16) if random.integers(2) else float(random.uniform(0, 8))
        hits = strax.find_hits(records, amplitude, noise)
        self.assert_same(real.find_hits(expected, amplitude, noise), hits)
        left, right = random.integers(0, 40, 2).tolist()
        self.assert_same(real.cut_outside_hits(expected, hits, left, right), strax.cut_outside_hits(records, hits, left, right))
        hits = hits[hits["channel"] != 3]
        self.assert_same(real.sort_by_time(hits), strax.sort_by_time(hits))
        hits = strax.sort_by_time(hits)
        to_pe = np.where(np.arange(16) == 5, 0, random.uniform(0.001, 0.02, 16))
        dtype = real.peak_dtype(n_channels=16)
        settings = {"gap_threshold": int(random.integers(200, 2000)), "min_channels": int(random.integers(1, 4)), "min_area": float(random.uniform(0, 2))}
        peaks = strax.find_peaks(hits, to_pe, result_dtype=dtype, **settings)
        self.assert_same(real.find_peaks(hits, to_pe, result_dtype=dtype, **settings), peaks)
        other = peaks.copy()
        flags = {"store_data_top": bool(random.integers(2)), "store_data_start": bool(random.integers(2))}
        real.sum_waveform(other, hits, expected, real.record_links(expected), to_pe, n_top_channels=7, **flags)
        strax.sum_waveform(peaks, hits, records, strax.record_links(records), to_pe, n_top_channels=7, **flags)
        self.assert_same(other, peaks)
        real.compute_properties(other, 7)
        strax.compute_properties(peaks, 7)
        self.assert_same(other, peaks)
        return len(peaks)


def random_raw_records(random, count=400):
    """Pulses of up to four fragments on 16 channels, in order of time, with noise and pulses of all sizes."""
    parts = []
    for pulse in range(count):
        fragments = int(random.integers(1, 5))
        part = np.zeros(fragments, strax.raw_record_dtype())
        length = 110 * (fragments - 1) + int(random.integers(1, 111))
        part["time"] = 10 * (300 * pulse + 110 * np.arange(fragments)) + 1_600_000_000_000_000_000
        part["dt"], part["channel"], part["pulse_length"] = 10, random.integers(0, 16), length
        part["record_i"] = np.arange(fragments)
        part["length"] = np.minimum(110, length - 110 * np.arange(fragments))
        samples = 15000 + random.integers(-4, 5, 110 * fragments).astype("f8")
        at = random.integers(0, length)
        samples[at : at + 30] -= 10 ** random.uniform(0, 4.1) * np.exp(-np.arange(30) / random.uniform(2, 20))[: len(samples) - at]
        samples[length:] = 0
        part["data"] = np.maximum(samples, 0).reshape(fragments, 110)
        parts.append(part)
    return strax.sort_by_time(np.concatenate(parts))


if __name__ == "__main__":
    unittest.main()
