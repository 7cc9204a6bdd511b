/* Twins of the kernels that go hit by hit, as plain loops: bounds of times, containers around hits, hits that touch them,
 * coincidences, the order of hits, peaks, links of fragments. Records are those of strax, packed, and sorted by time.
 *
 * They compute what the kernels do, but check nothing. */

#include <stdint.h>
#include <string.h>

struct hit {
    int64_t time;
    int32_t length;
    int16_t dt, channel;
    float area;
    char rest[28];
} __attribute__((packed));

struct container {
    int64_t time, end;
};

static inline int64_t end_of(const struct hit *hit)
{
    return hit->time + (int64_t)hit->length * hit->dt;
}

/* Least and greatest time, first hit out of order or -1, greatest end, first hit that ends before it starts or -1. */
void time_bounds(const struct hit *hits, int64_t count, int64_t *bounds)
{
    int64_t least = INT64_MAX, most = INT64_MIN, disorder = -1, latest = INT64_MIN, inverted = -1, before = INT64_MIN;
    for (int64_t i = 0; i < count; i++) {
        int64_t time = hits[i].time, end = end_of(hits + i);
        if (time < before && disorder < 0) disorder = i;
        if (end < time && inverted < 0) inverted = i;
        before = time;
        least = time < least ? time : least;
        most = time > most ? time : most;
        latest = end > latest ? end : latest;
    }
    memcpy(bounds, (int64_t[]){least, most, disorder, latest, inverted}, 5 * sizeof *bounds);
}

/* The first container that each hit lies in as a whole, or -1. */
void fully_contained(const struct hit *hits, int64_t count, const struct container *containers, int64_t held, int32_t *results)
{
    int64_t open = 0;
    for (int64_t i = 0; i < count; i++) {
        int64_t time = hits[i].time, end = end_of(hits + i);
        while (open < held && containers[open].end <= time)
            open++;
        int32_t found = -1;
        for (int64_t c = open; c < held && containers[c].time <= time; c++) {
            if (time < containers[c].end && end <= containers[c].end) {
                found = (int32_t)c;
                break;
            }
        }
        results[i] = found;
    }
}

/* For each container the first hit that touches it, and just after the last. */
void touching_windows(const struct hit *hits, int64_t count, const struct container *containers, int64_t held, int32_t *results)
{
    int64_t left = 0, right = 0;
    for (int64_t c = 0; c < held; c++) {
        while (left < count && end_of(hits + left) <= containers[c].time)
            left++;
        while (right > 0 && hits[right - 1].time >= containers[c].end)
            right--;
        while (right < count && hits[right].time < containers[c].end)
            right++;
        results[2 * c] = (int32_t)left;
        results[2 * c + 1] = (int32_t)(right < left ? left : right);
    }
}

struct group {
    int64_t time, end, first;
    int32_t hits, channels;
    uint64_t mask;
};

/* Groups of hits that start at most `window` after the latest end before them, in `least` channels or more; `seen` holds
 * a number per channel. Returns how many there are. */
int64_t coincidences(const struct hit *hits, int64_t count, int64_t window, int32_t least, struct group *groups, int64_t *seen,
                     int64_t channels)
{
    int64_t found = 0;
    memset(seen, 0, (size_t)channels * sizeof *seen);
    for (int64_t i = 0; i < count;) {
        struct group group = {hits[i].time, INT64_MIN, i, 0, 0, 0};
        int64_t end = end_of(hits + i), first = i + 1;
        for (; i < count && hits[i].time <= end + window; i++) {
            int64_t own = end_of(hits + i);
            int channel = hits[i].channel;
            end = own > end ? own : end;
            group.hits++;
            group.channels += seen[channel] != first;
            seen[channel] = first;
            group.mask |= channel < 64 ? 1ull << channel : 0;
        }
        group.end = end;
        if (group.channels >= least) groups[found++] = group;
    }
    return found;
}

static inline int comes_before(const struct hit *a, const struct hit *b)
{
    return a->time != b->time ? a->time < b->time : a->channel < b->channel;
}

/* Stable order by time, then channel, of hits that come nearly so: `order` holds a number per hit. */
void order_hits(const struct hit *hits, int64_t count, struct hit *target, int32_t *order)
{
    for (int64_t i = 0; i < count; i++) {
        int64_t at = i;
        for (; at > 0 && comes_before(hits + i, hits + order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = (int32_t)i;
    }
    for (int64_t i = 0; i < count; i++)
        target[i] = hits[order[i]];
}

/* What strax's find_peaks is told, in ns. */
struct finding {
    int64_t gap, left, right, longest;
    double least_area;
    int64_t least_channels, channels, samples;
};

static inline void put(char *peak, int64_t at, const void *value, size_t bytes)
{
    memcpy(peak + at, value, bytes);
}

/* Peaks of hits; `sums` and `seen` hold a number per channel. Returns how many there are. */
int64_t find_peaks(const struct hit *hits, int64_t count, const struct finding *how, const double *gains, char *peaks,
                   double *sums, int64_t *seen)
{
    const int64_t per_channel = 27, n_hits = per_channel + 4 * how->channels, data = n_hits + 4;
    const int64_t max_gap = data + 4 * how->samples + 8 + 4 + 44 + 44 + how->channels + 4, stride = max_gap + 20;
    int64_t found = 0;
    memset(seen, 0, (size_t)how->channels * sizeof *seen);
    for (int64_t i = 0; i < count;) {
        const int64_t first = i, start = hits[i].time - how->left;
        int64_t end = end_of(hits + i), gap = 0, channels = 0;
        double area = 0;
        for (; i < count; i++) {
            int64_t own = end_of(hits + i), distance = hits[i].time - end, reach = own > end ? own : end;
            if (i > first) {
                if (distance >= how->gap || reach + how->right - start > how->longest) break;
                gap = distance > gap ? distance : gap;
                end = reach;
            }
            int channel = hits[i].channel;
            double more = hits[i].area * gains[channel];
            if (seen[channel] != first + 1) {
                seen[channel] = first + 1;
                sums[channel] = 0;
                channels += gains[channel] != 0;
            }
            sums[channel] += more;
            area += more;
        }
        if (area < how->least_area || channels < how->least_channels) continue;
        char *peak = peaks + stride * found++;
        memset(peak, 0, (size_t)stride);
        int32_t dt = hits[first].dt, length = (int32_t)((end - start + how->right + dt - 1) / dt);
        int32_t n = (int32_t)(i - first), longest_gap = (int32_t)gap;
        int16_t none = -1;
        float whole = (float)area;
        put(peak, 0, &start, 8);
        put(peak, 8, &length, 4);
        put(peak, 12, &dt, 4);
        put(peak, 16, &none, 2);
        put(peak, 19, &whole, 4);
        for (int64_t k = first; k < i; k++) {
            float own = (float)sums[hits[k].channel];
            put(peak, per_channel + 4 * hits[k].channel, &own, 4);
        }
        put(peak, n_hits, &n, 4);
        put(peak, max_gap, &longest_gap, 4);
    }
    return found;
}

struct record {
    int64_t time;
    int32_t length;
    int16_t dt, channel;
    int32_t pulse_length;
    int16_t record_i;
} __attribute__((packed));

/* The records that hold the samples before and after those of each, or -1; `last` and `expected` hold a number for each of
 * 65536 channels. */
void record_links(const char *records, int64_t count, int64_t stride, int32_t samples, int32_t *previous, int32_t *next,
                  int32_t *last, int64_t *expected)
{
    for (int64_t i = 0; i < count; i++)
        last[(uint16_t)((const struct record *)(records + i * stride))->channel] = -1;
    for (int64_t i = 0; i < count; i++) {
        const struct record *record = (const struct record *)(records + i * stride);
        uint16_t channel = (uint16_t)record->channel;
        int32_t before = last[channel];
        int linked = record->record_i != 0 && before >= 0 && expected[channel] == record->time;
        previous[i] = linked ? before : -1;
        next[i] = -1;
        if (linked) next[before] = (int32_t)i;
        last[channel] = (int32_t)i;
        expected[channel] = record->time + (int64_t)samples * record->dt;
    }
}
