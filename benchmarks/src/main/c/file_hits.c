/* Hits of strax in its raw records of 110 samples, from file to file: baseline of the first 40 samples of a pulse,
   samples below it, runs of 15 or more, in order of time, then channel; without the records between.

   file_hits read|mmap THREADS OUT FILE

   FILE is a .npy file of packed raw records in order of time, OUT gets packed hits of 48 bytes. Threads take stretches that
   end where no pulse is open, and write in turn. */
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SAMPLES = 110, BASELINE = 40, THRESHOLD = 15, STRETCH = 1 << 20, CHANNELS = 1 << 16, MOST_THREADS = 64 };

struct raw {
    int64_t time;
    int32_t length;
    int16_t dt, channel;
    int32_t pulse_length;
    int16_t record_i, unused;
    int16_t data[SAMPLES];
} __attribute__((packed));

struct hit {
    int64_t time;
    int32_t length;
    int16_t dt, channel;
    float area;
    int16_t left, right, left_integration, right_integration;
    int32_t record_i;
    float threshold, height;
    int64_t max_time;
} __attribute__((packed));

/* What hits are sorted by; `place` makes it stable. */
struct key {
    int64_t time;
    int32_t channel, place;
};

struct work {
    struct raw *block;
    size_t room, hit_room, key_room;
    struct hit *hits, *sorted;
    struct key *keys, *other;
    float baselines[CHANNELS];
};

static int mapped, file, out;
static char *mapping;
static size_t header, size, next_byte, written;
static long next_stretch, next_turn;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void *grown(void *memory, size_t bytes)
{
    memory = realloc(memory, bytes);
    if (!memory) fail("memory");
    return memory;
}

static void read_all(char *to, size_t bytes, size_t from)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t got = pread(file, to + done, bytes - done, (off_t)(from + done));
        if (got <= 0) fail("FILE");
        done += (size_t)got;
    }
}

static void write_all(const char *from, size_t bytes, size_t to)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t put = pwrite(out, from + done, bytes - done, (off_t)(to + done));
        if (put <= 0) fail("OUT");
        done += (size_t)put;
    }
}

/* How many of the first `count` records come before the last time at which no pulse is open; 0 if there is none. */
static size_t closed(const struct raw *records, size_t count)
{
    int64_t open = INT64_MIN;
    size_t cut = 0;
    for (size_t i = 0; i < count; i++) {
        const struct raw *r = records + i;
        if (i && r->time >= open) cut = i;
        int64_t end = r->time + (int64_t)(r->pulse_length - SAMPLES * r->record_i) * r->dt;
        open = end > open ? end : open;
    }
    return cut;
}

/* Takes the next stretch: how many records, where they lie, and the number of the first and of the stretch. Under the lock. */
static size_t take(struct work *work, const struct raw **records, size_t *first, long *stretch)
{
    pthread_mutex_lock(&lock);
    size_t left = (size - next_byte) / sizeof(struct raw), count = STRETCH / sizeof(struct raw), cut = 0;
    *first = (next_byte - header) / sizeof(struct raw);
    *stretch = next_stretch;
    while (left && !cut) {
        if (count > left) count = left;
        if (mapped) {
            *records = (const struct raw *)(mapping + next_byte);
        } else {
            if (work->room < count) work->block = grown(work->block, (work->room = count) * sizeof(struct raw));
            read_all((char *)work->block, count * sizeof(struct raw), next_byte);
            *records = work->block;
        }
        cut = count == left ? count : closed(*records, count);
        count *= 2;
    }
    next_byte += cut * sizeof(struct raw);
    next_stretch += cut > 0;
    pthread_mutex_unlock(&lock);
    return cut;
}

static inline void put(struct hit *hit, const struct raw *r, const int16_t *x, int left, int right, float baseline, size_t number)
{
    int sum = 0, highest = INT16_MIN - 1, at = left;
    for (int i = left; i < right; i++) {
        sum += x[i];
        if (x[i] > highest) highest = x[i], at = i;
    }
    double rest = baseline - floor(baseline);
    hit->time = r->time + (int64_t)left * r->dt;
    hit->length = right - left;
    hit->dt = r->dt;
    hit->channel = r->channel;
    hit->area = (float)(sum + (right - left) * rest);
    hit->left = (int16_t)left;
    hit->right = (int16_t)right;
    hit->left_integration = hit->right_integration = 0;
    hit->record_i = (int32_t)number;
    hit->threshold = THRESHOLD;
    hit->height = (float)(highest + rest);
    hit->max_time = r->time + (int64_t)at * r->dt;
}

/* Hits of one record, of which there are 55 at most. */
static size_t search(struct work *work, const struct raw *r, size_t number, struct hit *hits)
{
    int16_t x[SAMPLES];
    uint8_t over[SAMPLES];
    int length = r->length < 0 ? 0 : r->length > SAMPLES ? SAMPLES : r->length;
    if (r->record_i == 0) {
        int sum = 0, count = length < BASELINE ? length : BASELINE;
        for (int i = 0; i < count; i++) sum += r->data[i];
        work->baselines[(uint16_t)r->channel] = (float)((double)sum / count);
    }
    float baseline = work->baselines[(uint16_t)r->channel];
    int whole = (int)floor(baseline), any = 0;
    for (int i = 0; i < SAMPLES; i++) {
        int below = whole - r->data[i];
        x[i] = (int16_t)(below < INT16_MIN ? INT16_MIN : below > INT16_MAX ? INT16_MAX : below);
        over[i] = x[i] >= THRESHOLD;
        any |= over[i];
    }
    size_t found = 0;
    for (int from = 0; any && from < length;) {
        const uint8_t *start = memchr(over + from, 1, (size_t)(length - from));
        if (!start) break;
        int left = (int)(start - over);
        const uint8_t *stop = memchr(start, 0, (size_t)(length - left));
        int right = stop ? (int)(stop - over) : length;
        put(hits + found++, r, x, left, right, baseline, number);
        from = right;
    }
    return found;
}

static inline int before(const struct key *a, const struct key *b)
{
    return a->time != b->time ? a->time < b->time : a->channel < b->channel;
}

/* Merges runs of doubling length; runs that are in order already are copied at once. Returns where the keys end up. */
static struct key *sort(struct key *keys, struct key *other, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t middle = from + width < count ? from + width : count, to = middle + width < count ? middle + width : count;
            size_t a = from, b = middle, k = from;
            if (b < to && before(keys + b, keys + b - 1))
                while (a < middle && b < to) other[k++] = before(keys + b, keys + a) ? keys[b++] : keys[a++];
            memcpy(other + k, keys + a, (middle - a) * sizeof *keys);
            k += middle - a;
            memcpy(other + k, keys + b, (to - b) * sizeof *keys);
        }
        struct key *swapped = keys;
        keys = other;
        other = swapped;
    }
    return keys;
}

static size_t compute(struct work *work, const struct raw *records, size_t count, size_t first)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (found + SAMPLES > work->hit_room) work->hits = grown(work->hits, (work->hit_room = 2 * found + 2 * SAMPLES) * sizeof(struct hit));
        found += search(work, records + i, first + i, work->hits + found);
    }
    if (found > work->key_room) {
        work->key_room = 2 * found;
        work->keys = grown(work->keys, work->key_room * sizeof(struct key));
        work->other = grown(work->other, work->key_room * sizeof(struct key));
        work->sorted = grown(work->sorted, work->key_room * sizeof(struct hit));
    }
    for (size_t i = 0; i < found; i++)
        work->keys[i] = (struct key){work->hits[i].time, work->hits[i].channel, (int32_t)i};
    const struct key *order = sort(work->keys, work->other, found);
    for (size_t i = 0; i < found; i++) work->sorted[i] = work->hits[order[i].place];
    return found;
}

static void *run(void *unused)
{
    struct work *work = calloc(1, sizeof *work);
    const struct raw *records;
    size_t count, first;
    long stretch;
    if (!work) fail("memory");
    while ((count = take(work, &records, &first, &stretch)) > 0) {
        size_t bytes = compute(work, records, count, first) * sizeof(struct hit);
        pthread_mutex_lock(&lock);
        while (next_turn != stretch) pthread_cond_wait(&turn, &lock);
        size_t place = written;
        written += bytes;
        next_turn++;
        pthread_cond_broadcast(&turn);
        pthread_mutex_unlock(&lock);
        write_all((const char *)work->sorted, bytes, place);
    }
    return unused;
}

int main(int count, char **words)
{
    pthread_t threads[MOST_THREADS];
    unsigned char start[10];
    struct stat facts;
    int wanted = count == 5 ? atoi(words[2]) : 0;
    if (wanted < 1 || wanted > MOST_THREADS) {
        fprintf(stderr, "file_hits read|mmap THREADS OUT FILE\n");
        return 2;
    }
    mapped = !strcmp(words[1], "mmap");
    file = open(words[4], O_RDONLY);
    out = open(words[3], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || fstat(file, &facts) || pread(file, start, sizeof start, 0) != sizeof start) fail(words[4]);
    if (out < 0) fail(words[3]);
    size = (size_t)facts.st_size;
    next_byte = header = sizeof start + start[8] + 256u * start[9];
    if (mapped) {
        mapping = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
        if (mapping == MAP_FAILED) fail(words[4]);
        madvise(mapping, size, MADV_SEQUENTIAL);
    }
    for (int i = 0; i < wanted; i++)
        if (pthread_create(threads + i, NULL, run, NULL)) fail("thread");
    for (int i = 0; i < wanted; i++) pthread_join(threads[i], NULL);
    return close(out) != 0;
}
