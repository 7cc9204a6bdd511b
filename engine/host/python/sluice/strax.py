"""strax's functions, with its names, arguments and bits, computed by the engine.

``import sluice.strax as strax`` in a plugin that calls strax's functions on records, hits and peaks; plugins, contexts and storage stay
strax's own (``import strax`` beside it). Results are strax's bit for bit, its faults included; functions that change records in place do so
here. Where strax is imported already, new arrays have its dtypes, titles included; else the same fields, types and places without titles.
What cannot be is an :class:`sluice.ArgumentError`, which is a ValueError, where strax may crash or say less. These are functions of Python:
code that numba compiles cannot call them.

What strax has and is not here is an AttributeError that says so.
"""

import sys
from typing import Any, Optional, Tuple, Union

import numpy as np

from . import kernels as _kernels
from . import _types
from ._calls import kernel as _kernel
from ._errors import ArgumentError as _ArgumentError
from ._words import descr as _descr

__all__ = [
    "DEFAULT_RECORD_LENGTH",
    "NO_RECORD_LINK",
    "baseline",
    "compute_center_time",
    "compute_properties",
    "compute_widths",
    "cut_baseline",
    "cut_outside_hits",
    "endtime",
    "filter_records",
    "find_hits",
    "find_peaks",
    "fully_contained_in",
    "hit_dtype",
    "integrate",
    "peak_dtype",
    "raw_record_dtype",
    "raw_to_records",
    "record_dtype",
    "record_length_from_dtype",
    "record_links",
    "sort_by_time",
    "sum_waveform",
    "touching_windows",
    "zero_out_of_bounds",
]

NO_RECORD_LINK = -1
DEFAULT_RECORD_LENGTH = 110
_BITS = "strax"
_dtypes = {}
_Numbers = Union[float, np.ndarray, list, tuple]


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    if name == "hit_dtype":
        return _own("hit_dtype", _types.HIT)
    raise AttributeError(
        f"sluice.strax has no {name}: Sluice has no kernel of that name; take it from strax itself. There are {', '.join(__all__)}"
    )


def __dir__():
    return sorted(__all__)


def _own(name, otherwise, *arguments, **settings):
    """A dtype of strax, if that is imported."""
    real = getattr(sys.modules.get("strax"), name, None)
    if real is None:
        return otherwise
    key = (name, arguments, *settings.items())
    known = _dtypes.get(key)
    if known is None or known[0] is not real:
        known = _dtypes[key] = (real, np.dtype(real(*arguments, **settings) if callable(real) else real))
    return known[1]


def raw_record_dtype(samples_per_record: int = DEFAULT_RECORD_LENGTH) -> np.dtype:
    """The dtype of raw records with room for so many samples."""
    return _own("raw_record_dtype", _types.raw_record(samples_per_record), samples_per_record)


def record_dtype(samples_per_record: int = DEFAULT_RECORD_LENGTH) -> np.dtype:
    """The dtype of records with room for so many samples."""
    return _own("record_dtype", _types.record(samples_per_record), samples_per_record)


def peak_dtype(
    n_channels: int = 100, n_sum_wv_samples: int = 200, store_data_top: bool = True, store_data_start: bool = True
) -> np.dtype:
    """The dtype of peaks, with strax's 11 widths and times of hits."""
    made = _types.peak(n_channels, n_sum_wv_samples, store_data_top, store_data_start)
    settings = {"store_data_top": store_data_top, "store_data_start": store_data_start}
    return _own("peak_dtype", made, n_channels, n_sum_wv_samples, **settings)


def record_length_from_dtype(dtype: Any) -> int:
    """How many samples records of that dtype have room for."""
    return np.dtype(dtype)["data"].shape[0]


def endtime(x: np.ndarray) -> np.ndarray:
    """The end of every row (ns): its field ``endtime``, or time + length * dt in numpy's arithmetic."""
    return x["endtime"] if "endtime" in x.dtype.names else x["time"] + x["length"] * x["dt"]


# -- pulses ----------------------------------------------------------------------------------------------------------------


@_kernel("raw_to_records")
def raw_to_records(raw_records: np.ndarray) -> np.ndarray:
    """Records with the fields that raw records have too; the rest is 0."""
    return _kernels.raw_to_records(raw_records).view(record_dtype(record_length_from_dtype(raw_records.dtype)))


@_kernel("zero_out_of_bounds")
def zero_out_of_bounds(records: np.ndarray) -> None:
    """Zeroes the samples after the length of every record, in place."""
    _kernels.zero_out_of_bounds(records)


@_kernel("subtract_baseline")
def baseline(
    records: np.ndarray,
    baseline_samples: int = 40,
    flip: bool = True,
    allow_sloppy_chunking: bool = False,
    fallback_baseline: float = 16000,
) -> None:
    """Finds the baseline of every pulse from its first samples (ADC counts), and subtracts it in place.

    flip: pulses are negative, and go up afterwards. A fragment of a channel that had no first one is an error, unless
    allow_sloppy_chunking gives it fallback_baseline, and NaN as rms.
    """
    try:
        _kernels.subtract_baseline(
            records,
            baseline_samples=baseline_samples,
            orphan_fragments="fallback" if allow_sloppy_chunking else "refuse",
            fallback_baseline=fallback_baseline,
            polarity="negative" if flip else "positive",
            compatibility=_BITS,
        )
    except _ArgumentError as refused:
        raise _ArgumentError(str(refused).replace("orphan_fragments=fallback", "allow_sloppy_chunking=True")) from None


@_kernel("integrate")
def integrate(records: np.ndarray) -> None:
    """Writes the area of every record, ADC counts x samples, in place."""
    _kernels.integrate(records, compatibility=_BITS)


@_kernel("record_links")
def record_links(records: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """(previous, next): the neighbouring fragments of every record, int64 as strax has them, -1 where there is none."""
    return _kernels.links_of(records, np.int64)


@_kernel("find_hits")
def find_hits(records: np.ndarray, min_amplitude: _Numbers = 15, min_height_over_noise: _Numbers = 0) -> np.ndarray:
    """The hits of records, in their order: samples at or over min_amplitude (ADC counts), or the rms times min_height_over_noise.

    Each is a number, or has one for every channel.
    """
    if not len(records):
        return np.zeros(0, _own("hit_dtype", _types.HIT))
    for name, values in (("min_amplitude", min_amplitude), ("min_height_over_noise", min_height_over_noise)):
        if isinstance(values, (np.ndarray, list, tuple)) and np.ndim(values) == 1:
            _require_channels(name, values, records)
    hits = _kernels.find_hits(records, min_amplitude, min_height_over_noise, compatibility=_BITS)
    return hits.view(_own("hit_dtype", _types.HIT))


def _require_channels(name, values, records):
    least, greatest = int(records["channel"].min()), int(records["channel"].max())
    if greatest >= len(values) or least < 0:
        raise _ArgumentError(f"{name} has one for each of {len(values)} channels, but records are of channels {least} to {greatest}; give more")


@_kernel("fragment_fir")
def filter_records(r: np.ndarray, ir: np.ndarray) -> None:
    """Filters pulses by the impulse response `ir`, of an odd number of taps, in place; its greatest tap meets the sample itself."""
    if len(r):
        r["data"] = _kernels.fragment_fir(r, taps=ir, compatibility=_BITS).astype(np.int16)


@_kernel("cut_outside_hits")
def cut_outside_hits(records: np.ndarray, hits: np.ndarray, left_extension: int = 2, right_extension: int = 15) -> np.ndarray:
    """Copies of records with only the samples near hits."""
    if not len(records):
        return records
    return _kernels.cut_outside_hits(records, hits, left_extension, right_extension, compatibility=_BITS)


@_kernel("cut_baseline")
def cut_baseline(records: np.ndarray, n_before: int = 48, n_after: int = 30) -> None:
    """Zeroes the first n_before and the last n_after samples of every pulse, in place."""
    if len(records):
        records[...] = _kernels.cut_baseline(records, n_before, n_after)


# -- times -----------------------------------------------------------------------------------------------------------------


@_kernel("sort_by_time")
def sort_by_time(x: np.ndarray) -> np.ndarray:
    """A copy in order of time and, where there is one, of channel; stable, and exact also where strax sorts by float64."""
    return _kernels.sort_by_time(x) if len(x) else x


@_kernel("fully_contained_in")
def fully_contained_in(things: np.ndarray, containers: np.ndarray) -> np.ndarray:
    """The container that each thing lies in as a whole, int64 as strax has it; -1 if there is none."""
    return _kernels.fully_contained_in(things, containers, compatibility=_BITS).astype(np.int64)


@_kernel("touching_windows")
def touching_windows(things: np.ndarray, containers: np.ndarray, window: int = 0) -> np.ndarray:
    """The things within `window` (ns) of each container, int32 of shape (containers, 2): the first, and the one after the last."""
    return _kernels.touching_windows(things, containers, window)


# -- peaks -----------------------------------------------------------------------------------------------------------------


@_kernel("find_peaks")
def find_peaks(
    hits: np.ndarray,
    adc_to_pe: np.ndarray,
    gap_threshold: int = 300,
    left_extension: int = 20,
    right_extension: int = 150,
    min_area: float = 0,
    min_channels: int = 2,
    max_duration: int = 10_000_000,
    result_dtype: Any = None,
) -> np.ndarray:
    """Peaks made of hits (ns, PE): see :func:`sluice.kernels.find_peaks`. result_dtype: that of the peaks, :func:`peak_dtype` unless given."""
    dtype = peak_dtype() if result_dtype is None else np.dtype(result_dtype)
    if not len(hits):
        return np.zeros(0, dtype)
    if not gap_threshold > left_extension + right_extension:
        raise _ArgumentError(
            f"gap_threshold={gap_threshold} is not greater than left_extension={left_extension} + right_extension={right_extension}"
        )
    exact = _exact(dtype)
    found = _kernels.find_peaks(
        hits,
        _gains(adc_to_pe, exact, hits),
        gap_threshold,
        left_extension,
        right_extension,
        min_area,
        min_channels,
        max_duration,
        dtype=exact,
        compatibility=_BITS,
    )
    if _descr(dtype) == _descr(exact):
        return found.view(dtype)
    return _copied(found, np.zeros(len(found), dtype))


def _gains(adc_to_pe, peaks, hits):
    """A gain for every channel of peaks; 0 for those that no hit has."""
    given = np.asarray(adc_to_pe, dtype=np.float64)
    if len(hits) and int(hits["channel"].max()) >= len(given):
        raise _ArgumentError(f"adc_to_pe has {len(given)} gains, but hits are of channels up to {int(hits['channel'].max())}; give more")
    gains = np.zeros(peaks["area_per_channel"].shape[0])
    known = min(len(gains), len(given))
    gains[:known] = given[:known]
    return gains


def _exact(dtype):
    """The kernels' peaks of as many channels and samples, with the waveforms that `dtype` has."""
    names = dtype.names or ()
    if "area_per_channel" not in names or "data" not in names:
        raise _ArgumentError(f"these are no peaks: fields area_per_channel and data are not in {dtype}; give peak_dtype(n_channels)")
    return _types.peak(dtype["area_per_channel"].shape[0], dtype["data"].shape[0], "data_top" in names, "data_start" in names)


def _copied(source, target):
    for name in target.dtype.names:
        if name in source.dtype.names:
            target[name] = source[name]
    return target


def _changed(peaks, indices, change, kept=()):
    """Lets `change` work on peaks, or those of `indices`, in place; `kept` are fields that stay, which it does not write."""
    exact = _exact(peaks.dtype)
    if indices is None and _descr(peaks.dtype) == _descr(exact) and peaks.flags.c_contiguous:
        change(peaks)
        return
    chosen = slice(None) if indices is None else np.asarray(indices)
    some = _copied(peaks[chosen], np.zeros(len(peaks[chosen]), exact))
    change(some)
    for name in peaks.dtype.names:
        if name not in kept:
            peaks[name][chosen] = some[name]


@_kernel("sum_waveform")
def sum_waveform(
    peaks: np.ndarray,
    hits: np.ndarray,
    records: np.ndarray,
    record_links: Tuple[np.ndarray, np.ndarray],
    adc_to_pe: np.ndarray,
    n_top_channels: int = 0,
    store_data_top: bool = False,
    store_data_start: bool = False,
    select_peaks_indices: Optional[np.ndarray] = None,
) -> None:
    """Sums the waveforms of the hits in every peak, in place: see :func:`sluice.kernels.sum_waveform`.

    select_peaks_indices: of the peaks that are summed, in order; all unless given.
    """
    if not len(records) or not len(peaks) or (select_peaks_indices is not None and not len(select_peaks_indices)):
        return
    names = peaks.dtype.names
    wanted = {"data_top": store_data_top, "data_start": store_data_start}
    for name, is_wanted in wanted.items():
        if is_wanted and name not in names:
            raise _ArgumentError(f"store_{name}=True, but peaks have no field {name!r}; make them with peak_dtype(store_{name}=True)")
    gains = _gains(adc_to_pe, _exact(peaks.dtype), hits)

    def change(some):
        _kernels.sum_waveform(some, hits, records, record_links, gains, n_top_channels, compatibility=_BITS, **wanted)

    _changed(peaks, select_peaks_indices, change, [name for name, is_wanted in wanted.items() if not is_wanted])


@_kernel("peak_properties")
def compute_properties(peaks: np.ndarray, n_top_channels: int = 0, select_peaks_indices: Optional[np.ndarray] = None) -> None:
    """Writes median_time, width, area_decile_from_midpoint (ns), center_time and, with n_top_channels, area_fraction_top, in place."""
    if len(peaks) and (select_peaks_indices is None or len(select_peaks_indices)):
        _changed(peaks, select_peaks_indices, lambda some: _kernels.peak_properties(some, n_top_channels, compatibility=_BITS))


def _computed(peaks):
    some = _copied(peaks, np.zeros(len(peaks), _exact(peaks.dtype)))
    return _kernels.peak_properties(some, compatibility=_BITS)


@_kernel("peak_properties")
def compute_widths(peaks: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(median_time, width, area_decile_from_midpoint) of peaks, in ns; the peaks stay as they are."""
    done = _computed(peaks)
    return tuple(np.ascontiguousarray(done[name]) for name in ("median_time", "width", "area_decile_from_midpoint"))


@_kernel("peak_properties")
def compute_center_time(peaks: np.ndarray) -> np.ndarray:
    """The mean time of the waveform of every peak, ns since the epoch; the peaks stay as they are."""
    return np.ascontiguousarray(_computed(peaks)["center_time"])
