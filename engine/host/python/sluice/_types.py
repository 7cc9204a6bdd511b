"""The dtypes of what kernels give. Times are in ns; strax's have the fields, types and places of strax, without titles."""

from functools import lru_cache

import numpy as np

FEATURES = np.dtype([("peak", "<f4"), ("charge", "<f4"), ("baseline", "<f4")])
BASIC_FEATURES = np.dtype([("height", "<f4"), ("amp", "<f4"), ("area", "<f4"), ("max_abs_diff", "<f4")])
BASELINES = np.dtype([("baseline", "<f4"), ("baseline_rms", "<f4")])
PULSE_SHAPES = np.dtype(
    [
        (name, "<f4")
        for name in (
            "peak_position",
            "peak_height",
            "rise_time_samples",
            "fall_time_samples",
            "width_samples",
            "total_width_samples",
            "constant_fraction_time_samples",
            "t_low_samples",
            "t_high_samples",
            "width_integral_samples",
            "q_total",
            "tail_to_total",
        )
    ]
)
THRESHOLD_HITS = np.dtype(
    [
        ("time", "<i8"),
        ("position", "<i8"),
        ("height", "<f4"),
        ("integral", "<f4"),
        ("edge_start", "<i4"),
        ("edge_end", "<i4"),
        ("width", "<f4"),
        ("dt", "<f8"),
        ("rise_time", "<f4"),
        ("fall_time", "<f4"),
        ("timestamp", "<i8"),
        ("board", "<i4"),
        ("channel", "<i4"),
        ("record_id", "<i8"),
    ]
)
COINCIDENCES = np.dtype(
    [("time", "<i8"), ("endtime", "<i8"), ("first_hit", "<i8"), ("n_hits", "<i4"), ("n_channels", "<i4"), ("channel_mask", "<i8")]
)
HIT = np.dtype(
    [
        ("time", "<i8"),
        ("length", "<i4"),
        ("dt", "<i2"),
        ("channel", "<i2"),
        ("area", "<f4"),
        ("left", "<i2"),
        ("right", "<i2"),
        ("left_integration", "<i2"),
        ("right_integration", "<i2"),
        ("record_i", "<i4"),
        ("threshold", "<f4"),
        ("height", "<f4"),
        ("max_time", "<i8"),
    ]
)
_FRAGMENT = [("time", "<i8"), ("length", "<i4"), ("dt", "<i2"), ("channel", "<i2"), ("pulse_length", "<i4"), ("record_i", "<i2")]
_WIDTHS = 11


@lru_cache
def raw_record(samples: int = 110) -> np.dtype:
    """strax's raw records, with room for so many samples."""
    return np.dtype([*_FRAGMENT, ("baseline", "<i2"), ("data", "<i2", (samples,))])


@lru_cache
def record(samples: int = 110) -> np.dtype:
    """strax's records, with room for so many samples."""
    rest = [("area", "<i4"), ("reduction_level", "|u1"), ("baseline", "<f4"), ("baseline_rms", "<f4"), ("amplitude_bit_shift", "<i2")]
    return np.dtype([*_FRAGMENT, *rest, ("data", "<i2", (samples,))])


@lru_cache
def peak(channels: int = 100, samples: int = 200, data_top: bool = True, data_start: bool = True) -> np.dtype:
    """strax's peaks of so many channels, with waveforms of so many samples."""
    waves = [("data_top", data_top), ("data_start", data_start), ("data", True)]
    return np.dtype(
        [
            ("time", "<i8"),
            ("length", "<i4"),
            ("dt", "<i4"),
            ("channel", "<i2"),
            ("type", "|i1"),
            ("area", "<f4"),
            ("area_fraction_top", "<f4"),
            ("area_per_channel", "<f4", (channels,)),
            ("n_hits", "<i4"),
            *((name, "<f4", (samples,)) for name, wanted in waves if wanted),
            ("center_time", "<i8"),
            ("median_time", "<f4"),
            ("width", "<f4", (_WIDTHS,)),
            ("area_decile_from_midpoint", "<f4", (_WIDTHS,)),
            ("saturated_channel", "|i1", (channels,)),
            ("n_saturated_channels", "<i2"),
            ("tight_coincidence", "<i2"),
            ("max_gap", "<i4"),
            ("max_goodness_of_split", "<f4"),
            ("max_diff", "<i4"),
            ("min_diff", "<i4"),
            ("first_channel", "<i2"),
            ("last_channel", "<i2"),
        ]
    )
