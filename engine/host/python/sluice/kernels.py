"""The engine's kernels as functions on numpy arrays.

Waveforms (``waves``) are rows of int16, uint16 or float32 samples, shape (records, samples), one record per row, or structured records
with a field ``wave`` or ``data`` and, where they have them, ``length`` (valid samples), ``baseline`` (ADC counts) and ``channel``.
The field itself, ``records["wave"]``, is taken without a copy. Ranges of samples are (from, to), half-open, a slice, or the text of
the command line; (from, None) is open. Settings per channel are a dict, ``{None: 10, 3: 25}``, of which None is all others. Results
are those of the command line, bit for bit, on any machine; NaN is what cannot be computed. Errors are
:class:`sluice.ArgumentError`. Any number of threads may call at once; the GIL is released meanwhile.
"""

from typing import Any, Optional, Tuple, Union

import numpy as np

from ._arrays import Rows, refuse_copy, structured, writable
from ._calls import PreparedCall, found, is_recorded, kernel, know, names_of, open_kernel, place, prepare, rows, run, run_known
from ._errors import ArgumentError
from ._types import BASELINES, BASIC_FEATURES, COINCIDENCES, FEATURES, HIT, PULSE_SHAPES, THRESHOLD_HITS
from ._types import peak as peak_dtype
from ._types import raw_record as raw_record_dtype
from ._types import record as record_dtype
from ._words import by_channel, descr

Range = Union[Tuple[int, Optional[int]], slice, str, dict, None]
_WIDE = {"previous": "record:<i8", "next": "record:<i8"}
PerChannel = Union[float, np.ndarray, dict, str, None]

__all__ = [
    "PreparedCall",
    "baselines",
    "basic_features",
    "butterworth",
    "coincidences",
    "cut_baseline",
    "cut_outside_hits",
    "features",
    "find_hits",
    "find_peaks",
    "fir",
    "fragment_fir",
    "fully_contained_in",
    "integrate",
    "merge_hits",
    "moving_average",
    "peak_dtype",
    "peak_properties",
    "pole_zero",
    "prepare",
    "pulse_shape",
    "raw_record_dtype",
    "raw_to_records",
    "record_dtype",
    "record_links",
    "records",
    "savitzky_golay",
    "sort_by_time",
    "subtract_baseline",
    "sum_waveform",
    "threshold_hits",
    "touching_windows",
    "trapezoidal",
    "zero_out_of_bounds",
]


# -- features of waveforms -------------------------------------------------------------------------------------------------

_FEATURES = ("peak_range", "charge_range", "baseline_range", "polarity", "empty_window")
_BASIC = ("height_range", "area_range", "baseline_range", "polarity", "empty_window")
_SHAPE = (
    "peak_range",
    "baseline_range",
    "polarity",
    "empty_window",
    "edge_low",
    "edge_high",
    "width_fraction",
    "constant_fraction",
    "quantile_low",
    "quantile_high",
    "gate_before",
    "short_gate",
    "long_gate",
)
_BASELINES = ("baseline_window", "baseline_channels", "orphan_fragments", "fallback_baseline", "compatibility")


@kernel("peak_charge")
def features(
    waves: np.ndarray,
    peak_range: Range = None,
    charge_range: Range = None,
    baseline_range: Range = None,
    polarity: Any = None,
    empty_window: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Peak-to-peak height and baseline-subtracted charge of every waveform.

    ``peak`` = max - min over peak_range (40:90 unless given), ADC counts. ``charge`` = n * baseline - sum over the n samples of
    charge_range (60:400), with the other sign for positive pulses, ADC counts x samples. ``baseline`` is that of the records, or
    the mean over baseline_range (0:40). Ranges are cut to the valid samples. polarity: "negative" (default), "positive", or per
    channel, {None: "negative", 3: "positive"}. Integers are summed exactly.
    Returns (records,) with ``peak``, ``charge``, ``baseline`` in float32; NaN where a record has no sample of a range, or 0 with
    empty_window="zero". out: a structured array with these fields, and perhaps others, that is written and returned. Raises
    ArgumentError.
    """
    return rows("peak_charge", waves, FEATURES, out, _FEATURES, (peak_range, charge_range, baseline_range, polarity, empty_window))


@kernel("basic_features")
def basic_features(
    waves: np.ndarray,
    height_range: Range = None,
    area_range: Range = None,
    baseline_range: Range = None,
    polarity: Any = None,
    empty_window: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Height over the baseline, amplitude, area and greatest difference of neighbours of every waveform.

    ``height`` = baseline - min over height_range (40:90), or max - baseline of positive pulses; ``amp`` = max - min over it;
    ``area`` = n * baseline - sum over the n samples of area_range (all), ADC counts x samples; ``max_abs_diff`` = the greatest
    difference of neighbouring samples. ADC counts, float32. As WaveformAnalysis' ``basic_features``, but that padding is no signal.
    Returns (records,); NaN where there is no sample, or 0 with empty_window="zero". Otherwise as :func:`features`.
    """
    values = (height_range, area_range, baseline_range, polarity, empty_window)
    return rows("basic_features", waves, BASIC_FEATURES, out, _BASIC, values)


@kernel("pulse_shape")
def pulse_shape(
    waves: np.ndarray,
    peak_range: Range = None,
    baseline_range: Range = None,
    polarity: Any = None,
    empty_window: Optional[str] = None,
    edge_low: Optional[float] = None,
    edge_high: Optional[float] = None,
    width_fraction: Optional[float] = None,
    constant_fraction: Optional[float] = None,
    quantile_low: Optional[float] = None,
    quantile_high: Optional[float] = None,
    gate_before: Optional[int] = None,
    short_gate: Optional[int] = None,
    long_gate: Optional[int] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Rise, fall, widths, constant-fraction time, charge quantiles and tail-to-total ratio of every waveform.

    Of the signal over the baseline, in the direction of pulses: its greatest sample in peak_range (all) is the peak; times are
    crossings of fractions of its height (edge_low 0.1, edge_high 0.9, width_fraction 0.5, constant_fraction 0.2), interpolated, in
    samples. ``q_total`` = sum of the positive signal, ADC counts x samples; ``t_low_samples``, ``t_high_samples`` where it reaches
    quantile_low 0.1 and quantile_high 0.9 of that. ``tail_to_total`` = (long - short) / long of the gates of long_gate 200 and
    short_gate 24 samples, which begin gate_before 8 samples before the peak.
    Returns (records,) of float32, NaN for what is not there; give `out` with fewer fields to compute fewer. Otherwise as :func:`features`.
    """
    values = (peak_range, baseline_range, polarity, empty_window, edge_low, edge_high, width_fraction)
    values += (constant_fraction, quantile_low, quantile_high, gate_before, short_gate, long_gate)
    return rows("pulse_shape", waves, PULSE_SHAPES, out, _SHAPE, values)


@kernel("baseline")
def baselines(
    waves: np.ndarray,
    baseline_window: Range = None,
    baseline_channels: Optional[int] = None,
    orphan_fragments: Optional[str] = None,
    fallback_baseline: Optional[float] = None,
    compatibility: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Mean and standard deviation (of the population) of the first samples of every waveform, ADC counts.

    baseline_window: samples that are averaged, 0:40. Records with a field ``record_i`` are fragments of pulses: only number 0 is
    measured, the others take that (channels are below baseline_channels, 65536). An orphan, whose number 0 is missing, is an error, or
    gets fallback_baseline (16000) with orphan_fragments="fallback"; without fields ``time`` and ``dt`` only fragments of channels that
    had no number 0 yet are orphans. compatibility="strax" gives strax's results, faults included.
    Returns (records,) with ``baseline`` and ``baseline_rms`` in float32; NaN without a sample. Otherwise as :func:`features`.
    """
    values = (baseline_window, baseline_channels, orphan_fragments, fallback_baseline, compatibility)
    return rows("baseline", waves, BASELINES, out, _BASELINES, values)


@kernel("threshold_hits")
def threshold_hits(
    waves: np.ndarray,
    threshold: PerChannel = None,
    left_extension: Optional[int] = None,
    right_extension: Optional[int] = None,
    overlapping_extensions: Optional[bool] = None,
    baseline_range: Range = None,
    polarity: Any = None,
    empty_window: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """The hits of every waveform: runs of samples at or over a threshold over the baseline.

    threshold: ADC counts, 10 unless given, or one for each channel. The extensions, 2 samples each, belong to a hit, but never to
    two, unless overlapping_extensions=True. waves: records with ``time`` (i8) and ``dt`` beside the samples, and ``channel``,
    ``board``, ``record_id`` where there are. Returns (hits,), in order of records, with position, height (ADC counts),
    integral (ADC counts x samples), edges, width (samples), rise and fall time, timestamp (ns). out: room for them; too little is an
    ArgumentError. A waveform without a baseline has no hits. As WaveformAnalysis' ``hit_threshold``.
    """
    given = Rows(waves, is_recorded())
    settings = {
        "threshold": None if threshold is None else by_channel("threshold", threshold) if not isinstance(threshold, str) else threshold,
        "left_extension": left_extension,
        "right_extension": right_extension,
        "overlapping_extensions": overlapping_extensions,
        "baseline_range": baseline_range,
        "polarity": polarity,
        "empty_window": empty_window,
    }
    types = {"waveforms": given.type}
    opened = open_kernel("threshold_hits", types, settings)
    return found(opened, (given.keeper,), [(given.address, given.bytes, given.count)], out, THRESHOLD_HITS, 2 * given.count + 16)


# -- filters ---------------------------------------------------------------------------------------------------------------


def _filtered(form, waves, out, settings):
    given = Rows(waves, is_recorded())
    shape = (given.count, given.samples)
    if out is None:
        out = np.empty(shape, "<f4")
    elif not (isinstance(out, np.ndarray) and out.dtype == "<f4" and out.shape == shape and out.flags.c_contiguous and out.flags.writeable):
        raise ArgumentError(f"out is no writable float32 array of shape={shape} in one piece; give numpy.empty({shape}, 'f4')")
    waveforms = "records" if form == "fragment_fir" else "waveforms"
    types = {waveforms: given.type, "results": f"wave:<f4[{given.samples}]"}
    opened = open_kernel(form, types, settings, names_of(form))
    return run(opened, (given.keeper, out), [(given.address, given.bytes, given.count), place(out)], result=out)


def _taps(taps):
    return None if taps is None else taps if isinstance(taps, str) else ",".join(repr(float(tap)) for tap in np.asarray(taps).ravel())


@kernel("fir")
def fir(
    waves: np.ndarray,
    taps: Any = None,
    edges: Optional[str] = None,
    origin: Optional[int] = None,
    normalise: Optional[bool] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Convolves every waveform with any taps: numpy's ``convolve``, cut to the record.

    taps: the impulse response, 1,4,6,4,1 unless given, divided by its sum unless normalise=False; origin: the tap that meets the
    sample itself (the middle one). edges: samples beyond the ends, "zero" (default), "nearest", or "valid": NaN there.
    Returns float32 of shape (records, samples), in the unit of the samples; a NaN makes NaN of what sees it. out: that array. Raises
    ArgumentError.
    """
    return _filtered("fir", waves, out, {"taps": _taps(taps), "edges": edges, "origin": origin, "normalise": normalise})


@kernel("fragment_fir")
def fragment_fir(
    records: np.ndarray,
    taps: Any = None,
    edges: Optional[str] = None,
    origin: Optional[int] = None,
    normalise: Optional[bool] = None,
    compatibility: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """As :func:`fir`, of pulses that are longer than a record: the samples of the fragments beside it are those beyond its ends.

    records: with ``time``, ``dt``, ``channel`` and ``record_i``, whole pulses. compatibility="strax" gives strax's ``filter_records``.
    """
    settings = {"taps": _taps(taps), "edges": edges, "origin": origin, "normalise": normalise, "compatibility": compatibility}
    return _filtered("fragment_fir", records, out, settings)


@kernel("moving_average")
def moving_average(
    waves: np.ndarray, window: Optional[int] = None, edges: Optional[str] = None, out: Optional[np.ndarray] = None
) -> np.ndarray:
    """The mean of the `window` samples (11) around every sample, as scipy's ``uniform_filter1d``.

    edges: "nearest" (default), "zero" or "valid". Integers are summed exactly. Returns as :func:`fir`.
    """
    return _filtered("moving_average", waves, out, {"window": window, "edges": edges})


@kernel("savitzky_golay")
def savitzky_golay(
    waves: np.ndarray,
    window: Optional[int] = None,
    degree: Optional[int] = None,
    edges: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Savitzky-Golay smoothing: the polynomial of `degree` (2) that fits the odd `window` of samples (11) best, at its middle.

    edges: "fit" (default: the polynomial of the first or last whole window), "zero", "nearest" or "valid". As scipy's
    ``savgol_filter`` without a derivative (Savitzky, Golay, Anal. Chem. 36 (1964) 1627). Returns as :func:`fir`.
    """
    return _filtered("savitzky_golay", waves, out, {"window": window, "degree": degree, "edges": edges})


@kernel("butterworth")
def butterworth(
    waves: np.ndarray,
    order: Optional[int] = None,
    low: Optional[float] = None,
    high: Optional[float] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """A Butterworth band-pass without a delay: second-order sections, forwards and backwards, as scipy's ``sosfiltfilt``.

    order: 4; low, high: limits of the band as fractions of the sampling frequency, 0.01 and 0.2, where the gain is 1/2.
    A NaN sample spoils its record. Returns as :func:`fir`.
    """
    return _filtered("butterworth", waves, out, {"order": order, "low": low, "high": high})


@kernel("pole_zero")
def pole_zero(
    waves: np.ndarray, decay: Optional[float] = None, baseline_range: Range = None, out: Optional[np.ndarray] = None
) -> np.ndarray:
    """Turns the exponential decay of a preamplifier's pulses into a step of their height.

    decay: samples to 1/e, 5000. The baseline is that of the records, or the mean over baseline_range (0:40). Returns as :func:`fir`, in
    ADC counts over the baseline; NaN where that is.
    """
    return _filtered("pole_zero", waves, out, {"decay": decay, "baseline_range": baseline_range})


@kernel("trapezoidal")
def trapezoidal(
    waves: np.ndarray,
    rise: Optional[int] = None,
    flat: Optional[int] = None,
    decay: Optional[float] = None,
    baseline_range: Range = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """The trapezoidal filter of Jordanov and Knoll: pulses become trapezoids of the same height.

    rise: samples of the edges, 100; flat: of the top, 20; decay: samples in which pulses decay to 1/e, none for steps.
    As in Nucl. Instrum. Meth. A 345 (1994) 337, with the gain divided out. Returns as :func:`pole_zero`.
    """
    settings = {"rise": rise, "flat": flat, "decay": decay, "baseline_range": baseline_range}
    return _filtered("trapezoidal", waves, out, settings)


# -- strax's records -------------------------------------------------------------------------------------------------------


def _fragments(name, array, raw=False):
    given = structured(name, array, is_recorded())
    if "data" not in given.dtype.names or given.dtype["data"].shape == ():
        raise ArgumentError(f"{name} are no {'raw ' if raw else ''}records of strax: there is no field 'data' with samples")
    return given


def _samples(records):
    return records.dtype["data"].shape[0]


def _made(name, raw, out):
    """Room for as many records as there are raw ones."""
    if out is None:
        return np.empty(len(raw), record_dtype(_samples(raw)))
    return writable(name, out, len(raw), record_dtype(_samples(raw)))


@kernel("records")
def records(
    raw_records: np.ndarray,
    baseline_samples: Optional[int] = None,
    fallback_baseline: Optional[float] = None,
    polarity: Any = None,
    compatibility: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """From raw records to records in one pass: baseline found and subtracted, zeroed after the length, integrated.

    raw_records: :func:`raw_record_dtype`. baseline_samples: averaged at the start of pulses, 40; fallback_baseline (ADC
    counts): of fragments whose first one is missing, else an error. compatibility="strax" gives strax's bits, faults included.
    Returns (records,) of :func:`record_dtype`: samples in ADC counts over the baseline, pulses upwards, ``area`` in ADC counts x samples.
    """
    raw = _fragments("raw_records", raw_records, raw=True)
    made = _made("out", raw, out)
    settings = {
        "baseline_samples": baseline_samples,
        "fallback_baseline": fallback_baseline,
        "polarity": polarity,
        "compatibility": compatibility,
    }
    opened = open_kernel("records", {"raw_records": descr(raw.dtype)}, settings, names_of("records"))
    return run(opened, (raw, made), result=made)


@kernel("raw_to_records")
def raw_to_records(raw_records: np.ndarray, out: Optional[np.ndarray] = None) -> np.ndarray:
    """Copies raw records into records: common fields and samples, the rest is 0. The first step of :func:`records`."""
    raw = _fragments("raw_records", raw_records, raw=True)
    made = _made("out", raw, out)
    if run_known("raw_to_records", (), raw, made):
        return made
    opened = open_kernel("raw_to_records", {"raw_records": descr(raw.dtype)})
    know("raw_to_records", (), raw.dtype, opened)
    return run(opened, (raw, made), result=made)


def _in_place(form, records, settings):
    words = tuple(settings.values())
    if run_known(form, words, records):
        return records
    given = writable("records", records, None)
    _fragments("records", given)
    opened = open_kernel(form, {"records": descr(given.dtype)}, settings)
    know(form, words, given.dtype, opened)
    return run(opened, (given,), result=given)


@kernel("zero_out_of_bounds")
def zero_out_of_bounds(records: np.ndarray) -> np.ndarray:
    """Zeroes the samples after the length of every record, in place; returns the records."""
    return _in_place("zero_out_of_bounds", records, {})


@kernel("subtract_baseline")
def subtract_baseline(
    records: np.ndarray,
    baseline_samples: Optional[int] = None,
    orphan_fragments: Optional[str] = None,
    fallback_baseline: Optional[float] = None,
    polarity: Optional[str] = None,
    compatibility: Optional[str] = None,
) -> np.ndarray:
    """Finds the baseline of every pulse and subtracts it, in place; returns the records.

    Sets ``baseline`` and ``baseline_rms`` (ADC counts) from the first baseline_samples (40) of fragment 0; samples become counts below
    it (polarity="negative", the default) or above. Orphans as in :func:`baselines`.
    """
    settings = {
        "baseline_samples": baseline_samples,
        "orphan_fragments": orphan_fragments,
        "fallback_baseline": fallback_baseline,
        "polarity": polarity,
        "compatibility": compatibility,
    }
    return _in_place("subtract_baseline", records, settings)


@kernel("integrate")
def integrate(records: np.ndarray, polarity: Optional[str] = None, compatibility: Optional[str] = None) -> np.ndarray:
    """Writes the area of every record, ADC counts x samples, in place; returns the records.

    The sum of the valid samples times 2 to the bit shift, and the fraction of the baseline times their number, each rounded to a
    whole number.
    """
    return _in_place("integrate", records, {"polarity": polarity, "compatibility": compatibility})


@kernel("record_links")
def record_links(records: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """The neighbouring fragments of every record, (previous, next): int32 indices, -1 where there is none."""
    return links_of(records, np.int32)


def links_of(records: np.ndarray, dtype: type) -> Tuple[np.ndarray, np.ndarray]:
    """The links as numbers of that dtype, int32 or int64."""
    given = _fragments("records", records)
    previous, following = np.empty(len(given), dtype), np.empty(len(given), dtype)
    form = "record_links"
    words = (dtype.__name__,)
    if run_known(form, words, given, previous, following):
        return previous, following
    opened = open_kernel(form, {"records": descr(given.dtype), **_types_of_links(previous)})
    know(form, words, given.dtype, opened)
    return run(opened, (given, previous, following), result=(previous, following))


def _types_of_links(links):
    return _WIDE if links.dtype == np.int64 else {}


@kernel("find_hits")
def find_hits(
    records: np.ndarray,
    min_amplitude: PerChannel = None,
    min_height_over_noise: PerChannel = None,
    polarity: Any = None,
    compatibility: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """The hits of strax's records: runs of samples at or over a threshold, which end with their record.

    The threshold is the greater of min_amplitude (15 ADC counts) and the baseline's rms times min_height_over_noise (0), each a number
    or one for each channel. Returns (hits,) in order of records, with area (ADC counts x samples), height (ADC counts), times (ns), and
    ``record_i``, the index of the record in this array. out: room for them; too little is an ArgumentError.
    """
    given = _fragments("records", records)
    settings = {
        "min_amplitude": _per_channel("min_amplitude", min_amplitude),
        "min_height_over_noise": _per_channel("min_height_over_noise", min_height_over_noise),
        "polarity": polarity,
        "compatibility": compatibility,
    }
    opened = open_kernel("find_hits", {"records": descr(given.dtype)}, settings, names_of("find_hits"))
    return found(opened, (given,), [place(given)], out, HIT, len(given) + len(given) // 4 + 64)


def _per_channel(name, value):
    return value if value is None or isinstance(value, str) else by_channel(name, value)


@kernel("cut_outside_hits")
def cut_outside_hits(
    records: np.ndarray,
    hits: np.ndarray,
    left_extension: Optional[int] = None,
    right_extension: Optional[int] = None,
    compatibility: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Copies of records in which only the samples near hits are left, the others are 0.

    left_extension, right_extension: samples that stay before and after a hit, 2 and 15, also in neighbouring fragments. hits: those of
    :func:`find_hits` of these records, in any order. Returns (records,), with reduction_level 2.
    """
    given, near = _fragments("records", records), _hits(hits)
    made = np.empty_like(given) if out is None else writable("out", out, len(given), given.dtype)
    settings = {"left_extension": left_extension, "right_extension": right_extension, "compatibility": compatibility}
    opened = open_kernel("cut_outside_hits", {"records": descr(given.dtype)}, settings)
    return run(opened, (given, near, made), result=made)


def _hits(hits):
    given = structured("hits", hits, is_recorded())
    if descr(given.dtype) != descr(HIT):
        raise ArgumentError(f"hits are no hits of strax: their dtype is {given.dtype}, not {HIT}")
    return given


@kernel("cut_baseline")
def cut_baseline(
    records: np.ndarray, samples_before: Optional[int] = None, samples_after: Optional[int] = None, out: Optional[np.ndarray] = None
) -> np.ndarray:
    """Copies of records without the first samples_before (48) and the last samples_after (30) samples of every pulse, which are 0."""
    given = _fragments("records", records)
    made = np.empty_like(given) if out is None else writable("out", out, len(given), given.dtype)
    settings = {"samples_before": samples_before, "samples_after": samples_after}
    opened = open_kernel("cut_baseline", {"records": descr(given.dtype)}, settings)
    return run(opened, (given, made), result=made)


# -- times -----------------------------------------------------------------------------------------------------------------


@kernel("sort_by_time")
def sort_by_time(records: np.ndarray, out: Optional[np.ndarray] = None) -> np.ndarray:
    """Copies of records in order of ``time`` (int64) and, where they have it, ``channel``; stable, in linear time."""
    given = structured("records", records, is_recorded())
    made = np.empty_like(given) if out is None else writable("out", out, len(given), given.dtype)
    if run_known("sort_by_time", (), given, made):
        return made
    opened = open_kernel("sort_by_time", {"records": descr(given.dtype)})
    know("sort_by_time", (), given.dtype, opened)
    return run(opened, (given, made), result=made)


def _intervals(name, array):
    given = structured(name, array, is_recorded())
    if given.dtype.itemsize > 64 and not is_recorded():  # their times are all that is read
        fields = [field for field in ("time", "endtime", "length", "dt") if field in given.dtype.names]
        if "time" in fields and len(fields) > 1:
            packed = np.empty(len(given), [(field, given.dtype[field]) for field in fields])
            for field in fields:
                packed[field] = given[field]
            return packed
    return given


@kernel("touching_windows")
def touching_windows(things: np.ndarray, containers: np.ndarray, window: int = 0) -> np.ndarray:
    """For every container, the range of the things that touch it, or come within `window` (ns) of it.

    Both are records with ``time`` and ``endtime``, or ``length`` and ``dt``, in order of time. Returns int32 of shape (containers, 2): the
    first thing, and the one after the last.
    """
    given, around = _intervals("things", things), _intervals("containers", containers)
    ranges = np.empty((len(around), 2), "<i4")
    opened = open_kernel("touching_windows", {"things": descr(given.dtype), "containers": descr(around.dtype)}, {"window": int(window)})
    return run(opened, (given, around, ranges), result=ranges)


@kernel("fully_contained_in")
def fully_contained_in(things: np.ndarray, containers: np.ndarray, compatibility: Optional[str] = None) -> np.ndarray:
    """For every thing, the index of the first container that it lies in as a whole, int32; -1 if there is none.

    Both are as in :func:`touching_windows`.
    """
    given, around = _intervals("things", things), _intervals("containers", containers)
    indices = np.empty(len(given), "<i4")
    types = {"things": descr(given.dtype), "containers": descr(around.dtype)}
    opened = open_kernel("fully_contained_in", types, {"compatibility": compatibility})
    return run(opened, (given, around, indices), result=indices)


# -- events ----------------------------------------------------------------------------------------------------------------


@kernel("coincidences")
def coincidences(
    hits: np.ndarray,
    window: Optional[int] = None,
    min_channels: Optional[int] = None,
    rule: Optional[str] = None,
    channels: Optional[int] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Groups records of all channels that coincide.

    hits: records in order of ``time``, with ``channel``; without ``endtime``, or ``length`` and ``dt``, they have no duration. A record
    belongs to the group before if it starts at most `window` (100, in the unit of the times) after the group's first start
    (rule="anchored", the default) or latest end ("chained"). Groups of fewer than min_channels (2) channels are left out. channels: how many a group may have, 65536.
    Returns (groups,) with time, endtime, first_hit (index), n_hits, n_channels, channel_mask (channels 0 to 63).
    """
    given = structured("hits", hits, is_recorded())
    settings = {"window": window, "min_channels": min_channels, "rule": rule, "channels": channels}
    names = given.dtype.names
    last = "endtime" in names or ("length" in names and "dt" in names)
    text = descr(given.dtype) + ("" if last else " instantaneous")
    opened = open_kernel("coincidences", {"hits": text}, settings, names_of("coincidences"))
    return found(opened, (given,), [place(given)], out, COINCIDENCES, len(given) // 2 + 16)


@kernel("merge_hits")
def merge_hits(
    hits: np.ndarray, merge_gap: Optional[int] = None, max_total_width: Optional[int] = None, out: Optional[np.ndarray] = None
) -> np.ndarray:
    """Merges hits of one channel that follow each other closely, those of :func:`threshold_hits`, in any order.

    A hit joins the one before if it starts at most merge_gap (0) after the latest end, and all last max_total_width (10000) at most, in
    the unit of the times. Returns (merged,) in order of time and channel: the highest component, with the sum of the integrals,
    ``sample_start`` and ``sample_end`` around all (-1 where they lie in several records), component_offset and component_count. out:
    room for as many as there are hits.
    """
    given = structured("hits", hits, is_recorded())
    fields = [(name.replace("edge_", "sample_"), *field) for name, *field in given.dtype.descr]
    merged = np.dtype([*fields, ("component_offset", "<i8"), ("component_count", "<i4")])
    opened = open_kernel("merge_hits", {"hits": descr(given.dtype)}, {"merge_gap": merge_gap, "max_total_width": max_total_width})
    room = np.empty(len(given), merged) if out is None else writable("out", out, None, merged)
    if len(room) < len(given):
        raise ArgumentError(f"out has room for {len(room)} hits, but there are {len(given)}; give as much, as it may be that none is merged")
    return run(opened, (given, room), None, lambda number: room[:number])


def _gains(to_pe, channels):
    if to_pe is None:
        return None
    if np.ndim(to_pe) == 1 and len(to_pe) < channels:
        raise ArgumentError(f"to_pe has {len(to_pe)} gains, but peaks have {channels} channels; give one for each")
    return _per_channel("to_pe", to_pe[:channels] if np.ndim(to_pe) == 1 else to_pe)


@kernel("find_peaks")
def find_peaks(
    hits: np.ndarray,
    to_pe: PerChannel = None,
    gap_threshold: Optional[int] = None,
    left_extension: Optional[int] = None,
    right_extension: Optional[int] = None,
    min_area: Optional[float] = None,
    min_channels: Optional[int] = None,
    max_duration: Optional[int] = None,
    dtype: Any = None,
    compatibility: Optional[str] = None,
    out: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Groups hits of all channels into peaks by the gaps between them.

    hits: those of :func:`find_hits` in order of time, all of one ``dt``. to_pe: PE per ADC count x sample, 0.01, or one for each channel.
    A peak ends before a gap of gap_threshold (300 ns), or before it lasts more than max_duration (10 ms); it starts left_extension (20 ns)
    before its first hit and ends right_extension (150 ns) after its last. Peaks of less than min_area (0 PE), or of fewer than min_channels
    (2), are left out. dtype: :func:`peak_dtype` of as many channels as hits have, which must be less than that.
    Returns (peaks,) with times, area, area_per_channel (PE), n_hits, max_gap; the rest is 0, for :func:`sum_waveform` to fill in.
    """
    given = _hits(hits)
    peaks = np.dtype(dtype) if dtype is not None else out.dtype if isinstance(out, np.ndarray) else _peaks_of(to_pe)
    channels = _channels(peaks)
    settings = {
        "to_pe": _gains(to_pe, channels),
        "gap_threshold": gap_threshold,
        "left_extension": left_extension,
        "right_extension": right_extension,
        "min_area": min_area,
        "min_channels": min_channels,
        "max_duration": max_duration,
        "compatibility": compatibility,
    }
    opened = open_kernel("find_peaks", {"peaks": descr(peaks)}, settings)
    return found(opened, (given,), [place(given)], out, peaks, min(len(given), max(256, (1 << 24) // peaks.itemsize)))


def _peaks_of(to_pe):
    return peak_dtype(len(to_pe)) if np.ndim(to_pe) == 1 and not isinstance(to_pe, (str, dict)) else peak_dtype()


def _channels(peaks):
    if peaks.names is None or "area_per_channel" not in peaks.names:
        raise ArgumentError(f"dtype is none of peaks: there is no field 'area_per_channel' in {peaks}; make it by peak_dtype(channels)")
    return peaks["area_per_channel"].shape[0]


@kernel("sum_waveform")
def sum_waveform(
    peaks: np.ndarray,
    hits: np.ndarray,
    records: np.ndarray,
    links: Optional[Tuple[np.ndarray, np.ndarray]] = None,
    to_pe: PerChannel = None,
    top_channels: int = 0,
    polarity: Any = None,
    adc_max: Optional[int] = None,
    compatibility: Optional[str] = None,
    data_top: Optional[bool] = None,
    data_start: Optional[bool] = None,
) -> np.ndarray:
    """Sums the waveforms of the hits in every peak, in place; returns the peaks.

    peaks: of :func:`find_peaks`; hits: in order of time, found in `records`; links: those of :func:`record_links`, which are made if they are
    left out. Writes ``data`` (PE per sample; ``data_top`` of the channels below top_channels, ``data_start`` at full resolution, where peaks
    have them), area and area_per_channel (PE) and saturated channels; peaks that are too long are downsampled, with length and dt. data_top=False,
    data_start=False: that waveform stays as it was.
    """
    given = writable("peaks", peaks, None)
    channels = _channels(given.dtype)
    near, pulses = _hits(hits), _fragments("records", records)
    if links is None:
        if is_recorded():
            raise ArgumentError("links are to be given to a prepared call: links=sluice.kernels.record_links(records)")
        links = record_links(pulses)
    ways = []
    for which, way in zip(("previous", "next"), links):
        if len(way) != len(pulses):
            raise ArgumentError(f"links have {len(way)} {which} records, but there are {len(pulses)}; give record_links(records)")
        if not (isinstance(way, np.ndarray) and way.dtype in (np.int32, np.int64) and way.flags.c_contiguous):
            refuse_copy("links", is_recorded())
            way = np.ascontiguousarray(way, "<i8")
        ways.append(way)
    if ways[0].dtype != ways[1].dtype:
        refuse_copy("links", is_recorded())
        ways = [way.astype(np.int64) for way in ways]
    longest = int(given["length"].max()) if len(given) else 1
    settings = {
        "to_pe": _gains(to_pe, channels),
        "top_channels": top_channels,
        "longest_peak": 1 << max(8, (longest - 1).bit_length()),
        "polarity": polarity,
        "adc_max": adc_max,
        "compatibility": compatibility,
        "data_top": data_top,
        "data_start": data_start,
    }
    types = {"peaks": descr(given.dtype), "records": descr(pulses.dtype), **_types_of_links(ways[0])}
    opened = open_kernel("sum_waveform", types, settings, names_of("sum_waveform"))
    return run(opened, (near, pulses, *ways, given), result=given)


@kernel("peak_properties")
def peak_properties(peaks: np.ndarray, top_channels: int = 0, compatibility: Optional[str] = None) -> np.ndarray:
    """Widths, median, center and top fraction of peaks with a waveform, in place; returns the peaks.

    ``median_time``, ``width``, ``area_decile_from_midpoint`` (ns), ``center_time`` (ns since the epoch) and, with top_channels,
    ``area_fraction_top``; NaN without an area.
    """
    given = writable("peaks", peaks, None)
    _channels(given.dtype)
    settings = {"top_channels": top_channels, "compatibility": compatibility}
    opened = open_kernel("peak_properties", {"peaks": descr(given.dtype)}, settings)
    return run(opened, (given,), result=given)
