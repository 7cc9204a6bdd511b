"""Kernels as functions of numpy arrays, in a process of its own: run by HostPythonTest with unittest."""

import faulthandler
import gc
import inspect
import re
import threading
import typing
import unittest
from pathlib import Path

import numpy as np

import sluice
from sluice import kernels

GUIDE = Path(__file__).resolve().parents[5] / "native-docs" / "kernels.md"
HITS = np.dtype([("time", "<i8"), ("dt", "<i4"), ("length", "<i4"), ("channel", "<i2"), ("wave", "<i2", (200,))])


def waves(records=300, samples=800):
    return (8000 + np.random.default_rng(1).integers(-9, 9, (records, samples))).astype("<i2")


def pulses(records=200):
    """Waveforms of 200 samples and 8 channels, each with one pulse of 100 counts at sample 80, 1000 ns apart."""
    made = np.zeros(records, HITS)
    made["time"] = 1000 * np.arange(records)
    made["dt"], made["length"], made["channel"] = 2, 200, np.arange(records) % 8
    made["wave"] = 8000
    made["wave"][:, 80:84] -= 100
    return made


def raw_records(pulses=50, fragments=3, samples=110):
    """Pulses of several fragments, of which the last is half full, on 8 channels, with noise."""
    made = np.zeros(pulses * fragments, kernels.raw_record_dtype(samples))
    fragment = np.tile(np.arange(fragments), pulses)
    made["time"] = 10 * (np.repeat(np.arange(pulses), fragments) * 1000 + samples * fragment)
    made["dt"], made["channel"], made["record_i"] = 10, np.repeat(np.arange(pulses) % 8, fragments), fragment
    made["length"] = np.where(fragment == fragments - 1, samples // 2, samples)
    made["pulse_length"] = samples * (fragments - 1) + samples // 2
    made["data"] = 16000 - np.random.default_rng(2).integers(0, 5, made["data"].shape)
    made["data"][:, 50:53] -= 300
    made["data"][fragment == fragments - 1, samples // 2 :] = 0
    return made


class Features(unittest.TestCase):
    def setUp(self):
        self.waves = waves()

    def test_features_are_those_of_numpy(self):
        wide = self.waves.astype("<i8")
        for _ in range(2):  # bound, and known
            features = sluice.features(self.waves, peak_range=(40, 90), charge_range=(60, 400), baseline_range="0:40")
            charge = wide[:, :40].mean(axis=1) * 340 - wide[:, 60:400].sum(axis=1)
            np.testing.assert_array_equal(features["peak"], np.ptp(wide[:, 40:90], axis=1))
            np.testing.assert_array_equal(features["charge"], charge.astype("<f4"))

    def test_ranges_are_written_in_several_ways(self):
        expected = sluice.features(self.waves, charge_range=(60, 400))
        for same in ("60:400", slice(60, 400), [60, 400], {None: (60, 400)}):
            np.testing.assert_array_equal(sluice.features(self.waves, charge_range=same), expected)
        wide = self.waves.astype("<i8")
        to_the_end = sluice.basic_features(self.waves, area_range=(700, None))
        np.testing.assert_array_equal(to_the_end["area"], (wide[:, :40].mean(1) * 100 - wide[:, 700:].sum(1)).astype("<f4"))

    def test_basic_features_are_those_of_numpy(self):
        wide, basic = self.waves.astype("<i8"), sluice.basic_features(self.waves)
        np.testing.assert_array_equal(basic["height"], (wide[:, :40].mean(1) - wide[:, 40:90].min(1)).astype("<f4"))
        np.testing.assert_array_equal(basic["max_abs_diff"], np.abs(np.diff(wide, axis=1)).max(1))

    def test_pulse_shapes_are_those_of_a_triangle(self):
        triangle = np.full((1, 300), 1000.0, "<f4")
        triangle[0, 100:121] -= np.concatenate([np.arange(11), np.arange(9, -1, -1)]) * 10
        shape = sluice.pulse_shape(triangle)[0]
        self.assertEqual((110, 100, 1000), (shape["peak_position"], shape["peak_height"], shape["q_total"]))
        self.assertAlmostEqual(8, shape["rise_time_samples"], places=5)
        self.assertAlmostEqual(10, shape["width_samples"], places=5)
        widths = np.zeros(1, [("width_samples", "<f4"), ("mine", "<i4")])
        self.assertIs(widths, sluice.pulse_shape(triangle, width_fraction=0.2, out=widths))
        self.assertAlmostEqual(16, widths["width_samples"][0], places=4)

    def test_baselines_are_those_of_numpy(self):
        found = sluice.baselines(self.waves, baseline_window=(0, 64))
        np.testing.assert_array_equal(found["baseline"], self.waves[:, :64].mean(1).astype("<f4"))
        np.testing.assert_allclose(found["baseline_rms"], self.waves[:, :64].std(1), rtol=1e-6)

    def test_types_of_samples_agree(self):
        expected = sluice.features(self.waves)
        for dtype in ("<u2", "<f4"):
            np.testing.assert_allclose(sluice.features(self.waves.astype(dtype))["charge"], expected["charge"], rtol=1e-6)

    def test_rows_that_lie_apart_are_not_copied(self):
        for dtype in ([("time", "<i8"), ("wave", "<i2", 800)], [("wave", "<i2", 800), ("z", "<i8")], [("a", "i1"), ("wave", "<i2", 800), ("z", "i1")]):
            records = np.zeros(100, dtype)
            records["wave"] = self.waves[::3]
            expected = sluice.features(np.ascontiguousarray(self.waves[::3]))
            for given in (records, records["wave"], self.waves[::3]):
                np.testing.assert_array_equal(sluice.features(given), expected)
                np.testing.assert_array_equal(sluice.features(given[7:9]), expected[7:9])
            wave = records["wave"]
            with kernels.prepare(sluice.features, wave) as call:  # refuses copies
                np.testing.assert_array_equal(call(), expected)
            with kernels.prepare(sluice.features, records["wave"][90:]) as call:
                np.testing.assert_array_equal(call(), expected[90:])

    def test_rows_that_cannot_be_taken_as_they_are_are_copied(self):
        expected = sluice.features(self.waves)
        for given in (np.asfortranarray(self.waves), self.waves[::-1][::-1], self.waves.tolist()):
            given = np.asarray(given, "<i2") if isinstance(given, list) else given
            np.testing.assert_array_equal(sluice.features(given), expected)
        np.testing.assert_array_equal(sluice.features(self.waves[::-1]), expected[::-1])
        np.testing.assert_array_equal(sluice.features(np.repeat(self.waves, 2, axis=1)[:, ::2]), expected)
        foreign = np.frombuffer(self.waves.tobytes(), [("wave", "<i2", 400)])["wave"][::2]
        np.testing.assert_array_equal(sluice.features(foreign), sluice.features(foreign.copy()))

    def test_settings_may_differ_by_channel(self):
        records = np.zeros(4, [("channel", "<i2"), ("wave", "<i2", (800,))])
        records["channel"] = 0, 1, 0, 1
        records["wave"][:, 100:110] = 5
        features = sluice.features(records, polarity={None: "negative", 1: "positive"})
        self.assertEqual([-50, 50, -50, 50], list(features["charge"]))
        features = sluice.features(records, charge_range={None: (60, 400), 1: (105, 400)})
        self.assertEqual([-50, -25, -50, -25], list(features["charge"]))

    def test_out_is_written_in_place(self):
        out = np.zeros(300, [("mine", "<i8"), ("peak", "<f4"), ("charge", "<f4")])
        out["mine"] = 7
        for _ in range(2):
            self.assertIs(out, sluice.features(self.waves, out=out))
        np.testing.assert_array_equal(out["charge"], sluice.features(self.waves)["charge"])
        self.assertTrue((out["mine"] == 7).all())

    def test_no_waves_give_no_features(self):
        self.assertEqual(0, len(sluice.features(self.waves[:0])))

    def test_missing_windows_are_nan_or_zero(self):
        self.assertTrue(np.isnan(sluice.features(self.waves, peak_range=(900, 950))["peak"]).all())
        self.assertTrue((sluice.features(self.waves, peak_range=(900, 950), empty_window="zero")["peak"] == 0).all())

    def test_what_cannot_be_is_refused_with_a_sentence(self):
        result = np.dtype([("peak", "<f4"), ("charge", "<f4")])
        cases = [
            (dict(waves=self.waves.astype("<i4")), "waves .*astype"),
            (dict(waves=self.waves.astype(">i2")), "waves have samples of >i2"),
            (dict(waves=np.zeros((2, 2, 2), "<i2")), "waves .*two dimensions"),
            (dict(waves=np.zeros((3, 0), "<i2")), "waves have no samples"),
            (dict(waves=self.waves, peak_range="9"), "peak_range.*FROM:TO"),
            (dict(waves=self.waves, peak_range="9;polarity=positive"), "peak_range"),
            (dict(waves=self.waves, polarity="up"), "polarity.*negative"),
            (dict(waves=self.waves, empty_window="none"), "empty_window"),
            (dict(waves=self.waves, charge_range={0: (1, 2), None: (3, 4)}), "channel"),
            (dict(waves=self.waves, out=np.zeros(3, result)), "out has 3 records"),
            (dict(waves=self.waves, out=np.zeros((300, 1), result)), "out is written in place"),
            (dict(waves=self.waves, out=np.zeros(600, result)[::2]), "out is written in place"),
            (dict(waves=self.waves, out=np.zeros(300, "f4")), "out is written in place"),
            (dict(waves=self.waves, out=np.zeros(300, [("peak", "<f4")])), "charge"),
            (dict(waves=self.waves, peak_range=slice(0, 9, 2)), "step"),
            (dict(waves=self.waves.astype("f8")), "<f4"),
            (dict(waves=np.zeros(3, [("time", "<i8")])), "waves have no field 'wave'"),
            (dict(waves=np.zeros(3, [("a;b", "<i8"), ("wave", "<i2", 3)])), "a;b"),
            (dict(waves=np.zeros((2, 2), [("wave", "<i2", 3)])), "waves"),
        ]
        for arguments, words in cases:
            for _ in range(2):
                with self.assertRaisesRegex(sluice.ArgumentError, words):
                    sluice.features(**arguments)
        good = np.zeros(300, result)
        sluice.features(self.waves, out=good)
        good.flags.writeable = False
        with self.assertRaisesRegex(sluice.ArgumentError, "out .*read-only"):
            sluice.features(self.waves, out=good)
        with self.assertRaisesRegex(sluice.ArgumentError, r"\bwindow\b"):
            sluice.savitzky_golay(self.waves, window=4)


class Filters(unittest.TestCase):
    def setUp(self):
        self.waves = waves(20, 300)
        self.wide = self.waves.astype("f8")

    def test_fir_is_numpys_convolution(self):
        taps = np.array([1.0, 2.0, -4.0, 0.5, 0.25])
        expected = np.array([np.convolve(row, taps, "same") for row in self.wide])
        np.testing.assert_allclose(sluice.fir(self.waves, taps, normalise=False), expected, rtol=1e-6)
        np.testing.assert_allclose(sluice.fir(self.waves, [1, 1, 2], edges="nearest")[:, 1:-1], np.array([np.convolve(r, [0.25, 0.25, 0.5], "valid") for r in self.wide]), rtol=1e-6)

    def test_moving_average_is_the_mean(self):
        expected = np.lib.stride_tricks.sliding_window_view(self.wide, 7, axis=1).mean(2)
        np.testing.assert_allclose(sluice.moving_average(self.waves, window=7)[:, 3:-3], expected, rtol=1e-7)

    def test_savitzky_golay_keeps_a_polynomial(self):
        parabola = (0.01 * np.arange(300.0) ** 2 - 30)[np.newaxis].astype("<f4")
        np.testing.assert_allclose(sluice.savitzky_golay(parabola, window=21, degree=2), parabola, rtol=1e-5, atol=1e-4)
        fitted = [np.polyval(np.polyfit(np.arange(-5, 6), row[45:56], 3), 0) for row in self.wide]
        np.testing.assert_allclose(sluice.savitzky_golay(self.waves, degree=3)[:, 50], fitted, rtol=1e-6)

    def test_butterworth_passes_its_band_only(self):
        time = np.arange(4000.0)
        inside, outside = np.sin(2 * np.pi * 0.05 * time), np.sin(2 * np.pi * 0.4 * time)
        both = (8000 + 100 * (inside + outside))[np.newaxis].astype("<f4")
        np.testing.assert_allclose(sluice.butterworth(both)[0, 1000:3000], 100 * inside[1000:3000], atol=1)

    def test_a_decay_becomes_a_step_and_a_trapezoid(self):
        pulse = np.full((1, 2000), 500.0, "<f4")
        pulse[0, 500:] += 300 * np.exp(-np.arange(1500) / 700)
        step = sluice.pole_zero(pulse, decay=700)
        np.testing.assert_allclose(step[0, 500:], 300, rtol=1e-4)
        shaped = sluice.trapezoidal(pulse, rise=100, flat=50, decay=700)
        np.testing.assert_allclose(shaped[0, 605:645], 300, rtol=1e-3)
        np.testing.assert_allclose(shaped[0, 800:], 0, atol=0.1)

    def test_filters_write_to_out_of_records_too(self):
        records = np.zeros(20, [("time", "<i8"), ("wave", "<i2", 300)])
        records["wave"] = self.waves
        out = np.zeros((20, 300), "<f4")
        self.assertIs(out, sluice.moving_average(records, out=out))
        np.testing.assert_array_equal(out, sluice.moving_average(self.waves))
        with self.assertRaisesRegex(sluice.ArgumentError, "out is no writable float32 array"):
            sluice.moving_average(self.waves, out=np.zeros((20, 299), "<f4"))

    def test_filters_of_fragments_go_on_in_their_neighbours(self):
        raw = raw_records(10, 3)
        raw["length"], raw["pulse_length"] = 110, 330
        whole = raw["data"].reshape(10, 330).astype("f8")
        expected = np.array([np.convolve(row, [0.2] * 5, "same") for row in whole]).reshape(30, 110)
        np.testing.assert_allclose(kernels.fragment_fir(raw, taps=[1, 1, 1, 1, 1]), expected, rtol=1e-6)


class HitsAndPeaks(unittest.TestCase):
    def test_threshold_hits_are_where_the_pulses_are(self):
        records = pulses()
        hits = sluice.threshold_hits(records, threshold=50, left_extension=0, right_extension=0)
        self.assertEqual(200, len(hits))
        self.assertEqual({(80, 84, 100.0, 400.0)}, {tuple(h) for h in hits[["edge_start", "edge_end", "height", "integral"]].tolist()})
        np.testing.assert_array_equal(hits["timestamp"], records["time"] + 160)
        some = sluice.threshold_hits(records, threshold={None: 50, 3: 101})
        self.assertEqual(175, len(some))
        np.testing.assert_array_equal(some, sluice.threshold_hits(records, threshold=np.where(np.arange(8) == 3, 101, 50)))

    def test_more_hits_than_expected_are_asked_for_again(self):
        records = pulses(100)
        records["wave"][:, 50::4] -= 60
        hits = sluice.threshold_hits(records, threshold=50, left_extension=0, right_extension=0)
        self.assertGreater(len(hits), 3 * len(records))
        room = np.zeros(len(hits), hits.dtype)
        filled = sluice.threshold_hits(records, threshold=50, left_extension=0, right_extension=0, out=room)
        self.assertIs(room, filled.base)
        np.testing.assert_array_equal(hits, filled)
        with self.assertRaisesRegex(sluice.ArgumentError, f"out has room for 5 results, but there are {len(hits)}"):
            sluice.threshold_hits(records, threshold=50, left_extension=0, right_extension=0, out=room[:5])

    def test_hits_are_merged_and_grouped(self):
        records = pulses(64)
        records["wave"][:, 90:94] -= 100
        hits = sluice.threshold_hits(records, threshold=50, left_extension=0, right_extension=0)
        merged = sluice.merge_hits(hits, merge_gap=12)
        self.assertEqual((128, 64), (len(hits), len(merged)))
        self.assertTrue((merged["component_count"] == 2).all() and (merged["integral"] == 800).all())
        self.assertEqual(128, len(sluice.merge_hits(hits, merge_gap=11)))
        groups = sluice.coincidences(merged, window=2500, min_channels=3)
        np.testing.assert_array_equal(groups["n_channels"][:-1], 3)
        self.assertEqual([0, 3, 6], groups["first_hit"][:3].tolist())

    def test_records_are_made_in_one_pass_or_in_steps(self):
        raw = raw_records()
        once = kernels.records(raw)
        steps = kernels.raw_to_records(raw)
        for step in (kernels.zero_out_of_bounds, kernels.subtract_baseline, kernels.integrate):
            self.assertIs(steps, step(steps))
        self.assertEqual(once.tobytes(), steps.tobytes())
        first = raw["record_i"] == 0
        mean = raw["data"][first, :40].mean(1)
        np.testing.assert_array_equal(once["baseline"][first], mean.astype("<f4"))
        np.testing.assert_array_equal(once["data"][first], np.floor(mean)[:, None] - raw["data"][first])

    def test_a_fragment_without_its_first_takes_the_baseline_of_no_other_pulse(self):
        raw = raw_records()
        fragments, lost = int(raw["record_i"].max()) + 1, 10
        raw["channel"] = 3
        first = lost * fragments
        raw["data"][first : first + fragments] -= 500
        orphans = np.delete(raw, first)[: first + fragments]
        for kernel in (kernels.baselines, lambda r, **o: kernels.subtract_baseline(kernels.raw_to_records(r), **o)):
            with self.assertRaisesRegex(sluice.ArgumentError, f"record={first} .*pulse_start={raw['time'][first]}"):
                kernel(orphans)
            found = kernel(orphans, orphan_fragments="fallback", fallback_baseline=7)
            later = slice(first, first + fragments - 1)
            self.assertTrue((found["baseline"][later] == 7).all() and np.isnan(found["baseline_rms"][later]).all())
            np.testing.assert_array_equal(found["baseline"][:first], kernel(raw)["baseline"][:first])
            like_strax = kernel(orphans, compatibility="strax")
            self.assertTrue((like_strax["baseline"][later] == like_strax["baseline"][first - 1]).all())
        without = kernels.baselines(orphans[["time", "length", "channel", "record_i", "data"]].copy())
        self.assertTrue((without["baseline"][later] == without["baseline"][first - 1]).all())

    def test_hits_of_records_make_peaks(self):
        records = kernels.records(raw_records())
        hits = sluice.find_hits(records, min_amplitude=50)
        self.assertEqual(len(records), len(hits))
        self.assertEqual({(50, 53)}, {tuple(h) for h in hits[["left", "right"]].tolist()})
        np.testing.assert_array_equal(hits["record_i"], np.arange(len(records)))
        cut = kernels.cut_outside_hits(records, hits, 1, 2)
        np.testing.assert_array_equal(cut["data"][:, 49:55], records["data"][:, 49:55])
        self.assertFalse(cut["data"][:, :49].any() or cut["data"][:, 55:].any())
        hits = sluice.sort_by_time(hits)
        gains = np.full(8, 0.01)
        peaks = sluice.find_peaks(hits, gains, min_channels=1, dtype=kernels.peak_dtype(8))
        self.assertEqual(len(hits), len(peaks))  # 1100 ns apart
        self.assertIs(peaks, kernels.sum_waveform(peaks, hits, records, to_pe=gains, top_channels=4))
        np.testing.assert_allclose(peaks["area"], 0.01 * hits["area"], rtol=1e-5)
        np.testing.assert_allclose(peaks["data"].sum(1), peaks["area"], rtol=1e-5)
        self.assertIs(peaks, kernels.peak_properties(peaks, top_channels=4))
        np.testing.assert_array_equal(peaks["area_fraction_top"], [channel < 4 for channel in hits["channel"]])
        self.assertTrue((np.abs(peaks["center_time"] - hits["time"] - 15) <= 1).all())

    def test_links_join_the_fragments_of_a_pulse(self):
        records = kernels.records(raw_records(4, 3))
        previous, following = kernels.record_links(records)
        self.assertEqual([-1, 0, 1, -1, 3, 4, -1, 6, 7, -1, 9, 10], previous.tolist())
        self.assertEqual([1, 2, -1, 4, 5, -1, 7, 8, -1, 10, 11, -1], following.tolist())

    def test_the_baseline_of_records_is_cut(self):
        records = kernels.records(raw_records(4, 3))
        cut = kernels.cut_baseline(records, samples_before=48, samples_after=30)
        expected = records["data"].reshape(4, 330).copy()
        expected[:, :48], expected[:, 275 - 30 :] = 0, 0
        np.testing.assert_array_equal(cut["data"].reshape(4, 330), expected)

    def test_intervals_are_found_in_and_beside_others(self):
        things = np.array([(0, 5), (10, 20), (30, 35)], [("time", "<i8"), ("endtime", "<i8")])
        containers = np.array([(8, 22), (36, 40)], things.dtype)
        self.assertEqual([[1, 2], [3, 3]], kernels.touching_windows(things, containers).tolist())
        self.assertEqual([[1, 2], [2, 3]], kernels.touching_windows(things, containers, window=2).tolist())
        self.assertEqual([-1, 0, -1], kernels.fully_contained_in(things, containers).tolist())
        with self.assertRaisesRegex(sluice.ArgumentError, "sort"):
            kernels.touching_windows(things[::-1], containers)

    def test_wrong_records_are_refused_by_their_names(self):
        raw, records = raw_records(4), kernels.records(raw_records(4))
        hits = sluice.find_hits(records)
        cases = [
            (lambda: kernels.records(records), "raw_records"),
            (lambda: kernels.raw_to_records(raw, out=records[:3]), "out has 3 records"),
            (lambda: kernels.integrate(raw), "records"),
            (lambda: kernels.integrate(records[::2]), "records is written in place"),
            (lambda: sluice.find_hits(raw), "records"),
            (lambda: sluice.find_hits(records, min_amplitude=np.zeros((2, 2))), "min_amplitude"),
            (lambda: kernels.cut_outside_hits(records, records), "hits are no hits"),
            (lambda: kernels.cut_outside_hits(records[:2], hits), "hit=2 is in none"),
            (lambda: sluice.find_peaks(hits, np.ones(8), dtype=hits.dtype), "peaks"),
            (lambda: sluice.find_peaks(hits, np.ones(3), dtype=kernels.peak_dtype(8)), "to_pe has 3 gains"),
            (lambda: kernels.sum_waveform(np.zeros(1, kernels.peak_dtype(8)), hits, records, ([], [])), "links have 0"),
            (lambda: sluice.coincidences(np.zeros(3, [("channel", "<i2")])), "time"),
            (lambda: sluice.sort_by_time(np.zeros(3)), "records is a structured array"),
        ]
        for call, words in cases:
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                call()


    def test_settings_that_are_no_keys_are_read_as_all_others(self):
        raw = kernels.raw_to_records(raw_records(4))
        for function, same in (
            (kernels.subtract_baseline, ({"baseline_samples": 40}, {"baseline_samples": np.array(40)})),
            (kernels.subtract_baseline, ({"fallback_baseline": 7.5}, {"fallback_baseline": np.array(7.5)})),
            (kernels.subtract_baseline, ({"polarity": "negative"}, {"polarity": {None: "negative"}})),
            (kernels.integrate, ({"polarity": "positive"}, {"polarity": {None: "positive"}}, {"polarity": np.array("positive")})),
        ):
            for settings in same:
                for _ in range(3):
                    expected, given = raw.copy(), raw.copy()
                    function(expected, **same[0])
                    self.assertIs(given, function(given, **settings))
                    self.assertEqual(expected.tobytes(), given.tobytes(), settings)

    def test_settings_that_are_no_keys_are_refused_by_their_names(self):
        records = kernels.records(raw_records(4))
        for function, name, setting in (
            (kernels.integrate, "polarity", ["negative"]),
            (kernels.integrate, "polarity", {"negative"}),
            (kernels.integrate, "compatibility", ["strax"]),
            (kernels.subtract_baseline, "baseline_samples", [40]),
            (kernels.subtract_baseline, "baseline_samples", np.array([40, 41, 42])),
            (kernels.subtract_baseline, "orphan_fragments", {1: "error"}),
        ):
            before = records.tobytes()
            for _ in range(2):
                with self.assertRaisesRegex(sluice.ArgumentError, name):
                    function(records, **{name: setting})
            self.assertEqual(before, records.tobytes())


class Prepared(unittest.TestCase):
    def setUp(self):
        self.waves = waves()

    def test_a_prepared_call_computes_what_the_arrays_hold(self):
        out = np.zeros(300, [("charge", "<f4"), ("peak", "<f4"), ("baseline", "<f4")])
        with kernels.prepare(sluice.features, self.waves, out=out) as call:
            self.assertIs(out, call())
            before = out.copy()
            self.waves += 1
            call()
            np.testing.assert_array_equal(before["charge"], out["charge"])
            self.assertTrue((before["baseline"] + 1 == out["baseline"]).all())

    def test_hits_are_found_in_the_room_there_is(self):
        records = pulses(50)
        call = kernels.prepare(sluice.threshold_hits, records, threshold=50)
        self.assertEqual(50, len(call()))
        records["wave"][:10] = 8000
        self.assertEqual(40, len(call()))
        records["wave"][:, 50::10] -= 60
        with self.assertRaisesRegex(sluice.ArgumentError, "out has room for 116 results, but there are"):
            call()

    def test_every_function_of_one_kernel_can_be_prepared(self):
        raw = raw_records(20)
        records = kernels.records(raw)
        hits = sluice.sort_by_time(sluice.find_hits(records, min_amplitude=50))
        peaks = sluice.find_peaks(hits, np.ones(8), min_channels=1, dtype=kernels.peak_dtype(8))
        found = sluice.threshold_hits(pulses(20))
        interval = np.array([(0, 5), (10, 20)], [("time", "<i8"), ("endtime", "<i8")])
        links = kernels.record_links(records)
        arguments = {
            "records": (raw,),
            "raw_to_records": (raw,),
            "cut_outside_hits": (records, hits),
            "fragment_fir": (raw,),
            "merge_hits": (found,),
            "coincidences": (found,),
            "touching_windows": (interval, interval),
            "fully_contained_in": (interval, interval),
            "find_peaks": (hits, np.ones(8)),
            "sum_waveform": (peaks, hits, records, links, np.ones(8)),
            "peak_properties": (peaks,),
            "threshold_hits": (pulses(20),),
        }
        for name, function in functions().items():
            of_waves = next(iter(inspect.signature(function).parameters)) == "waves"
            given = arguments.get(name, (self.waves,) if of_waves else (records,))
            given, other = (tuple(each.copy() if isinstance(each, np.ndarray) else each for each in given) for _ in range(2))
            with self.subTest(name), kernels.prepare(function, *given) as call:
                found, expected = call(), function(*other)
                self.assertEqual(np.asarray(expected).tobytes(), np.asarray(found).tobytes())

    def test_arrays_live_as_long_as_the_call(self):
        call = kernels.prepare(sluice.features, self.waves.copy())
        gc.collect()
        np.testing.assert_array_equal(call(), sluice.features(self.waves))

    def test_a_resized_array_is_refused(self):
        out = np.zeros(300, kernels.features(self.waves).dtype)
        call = kernels.prepare(sluice.features, self.waves, out=out)
        with self.assertRaises(ValueError):
            out.resize(100_000)  # numpy sees that it is held
        call()
        out.resize(10, refcheck=False)
        with self.assertRaisesRegex(sluice.ArgumentError, "resized"):
            call()

    def test_a_closed_call_is_refused(self):
        call = kernels.prepare(sluice.features, self.waves)
        call.close()
        call.close()
        with self.assertRaisesRegex(sluice.HandleError, "prepared call of peak_charge is closed"):
            call()

    def test_what_cannot_be_prepared_is_refused(self):
        for arguments, words in (
            ((sluice.features, np.asfortranarray(self.waves)), "waves .*no copy"),
            ((sluice.features, self.waves.tolist()), "waves .*no copy"),
            ((np.sum, self.waves), "sum does not run one kernel"),
            ((sluice.strax.find_peaks, np.zeros(0, sluice.strax.hit_dtype), np.ones(3)), "nothing to prepare"),
        ):
            with self.assertRaisesRegex(sluice.ArgumentError, words):
                kernels.prepare(*arguments)
        np.testing.assert_array_equal(sluice.features(self.waves), sluice.features(self.waves.copy()))  # and nothing is left prepared


class Surroundings(unittest.TestCase):
    def test_threads_compute_at_once(self):
        given = waves()
        expected, seen = sluice.features(given), []

        def compute():
            for _ in range(50):
                seen.append((sluice.features(given) == expected).all())

        threads = [threading.Thread(target=compute) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([True] * 200, seen)

    def test_a_handler_that_faulthandler_replaces_is_put_back(self):
        given = waves(4)
        jvm = sluice._jvm.require()
        for _ in range(3):
            faulthandler.enable()
            sluice.features(given)
            self.assertEqual(jvm._handlers[0].raw[:8], jvm._handler(11).raw[:8])
            faulthandler.disable()
            sluice.features(given)
            self.assertEqual(jvm._handlers[0].raw[:8], jvm._handler(11).raw[:8])

    def test_everything_public_is_documented_with_types(self):
        modules = (sluice, kernels, sluice.strax)
        things = [(f"{module.__name__}.{name}", getattr(module, name), 40) for module in modules for name in module.__all__]
        for name, thing, _ in [*things]:
            if inspect.isclass(thing) and not issubclass(thing, Exception):
                things += [(f"{name}.{own}", each, 20) for own, each in vars(thing).items() if not own.startswith("_")]
        checked = 0
        for name, thing, least in things:
            function = thing.fget if isinstance(thing, property) else thing
            if inspect.isfunction(function):
                checked += 1
                self.assertGreater(len(function.__doc__ or ""), least, name)
                hints = typing.get_type_hints(function)
                self.assertEqual({*inspect.signature(function).parameters, "return"} - {"self"}, {*hints, "return"}, name)
        self.assertGreater(checked, 90)

    def test_every_form_of_the_engine_has_a_function_and_a_line_in_the_guide(self):
        with self.assertRaises(sluice.ArgumentError) as refused:
            sluice._calls.open_kernel("nothing", {})
        forms = re.search("there are (.*)", str(refused.exception)).group(1).split(", ")
        by_form = {function.forms[0]: name for name, function in functions().items()}
        self.assertEqual(sorted(forms), sorted(by_form))
        lines = dict(re.findall(r"^\| `(\w+)` \| `sluice\.kernels\.(\w+)\(", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
        self.assertEqual(by_form, lines)


class Guide(unittest.TestCase):
    def test_its_programs_run(self):
        programs = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        self.assertGreater(len(programs), 2)
        for number, program in enumerate(programs):
            with self.subTest(program=number):
                exec(compile(program, f"{GUIDE}: program {number}", "exec"), {})


def functions():
    """The functions of kernels, by name."""
    return {name: getattr(kernels, name) for name in kernels.__all__ if hasattr(getattr(kernels, name), "forms")}


if __name__ == "__main__":
    unittest.main()
