/* Baseline (0:40), peak and charge of every waveform of a run, for pulses that go down, from file to file on one core: what
   a whole `./sluice run` has to be compared with.

   file_features read|mmap npy|wavedump SAMPLES PEAK_FROM PEAK_TO CHARGE_FROM CHARGE_TO OUT FILE...

   npy: one file of packed records of time, endtime, dt, length, channel, board, event and int16 samples. wavedump: a file for
   each channel, 24 bytes before the int16 samples of an event, tags of 8 ns that turn at 31 bits, 2 ns a sample; merged by
   time. OUT gets packed rows of time and endtime (int64), board and channel (int32), peak, charge and baseline (float32). */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, ROWS = 4096, BASELINE = 40, MOST_FILES = 64, NPY_WAVE = 32, EVENT_WAVE = 24, STRETCH = 1 << 15 };

struct row {
    int64_t time, endtime;
    int32_t board, channel;
    float peak, charge, baseline;
} __attribute__((packed));

struct ranges {
    int samples, peak_from, peak_to, charge_from, charge_to;
};

/* Records of one file: in a block that is filled again and again, or in the mapped file. */
struct input {
    int file, mapped;
    size_t record;
    char *block, *next, *end;
    int64_t time, turned;
};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static size_t npy_header(int file)
{
    unsigned char start[10];
    if (pread(file, start, sizeof start, 0) != sizeof start || memcmp(start, "\x93NUMPY", 6) || start[6] != 1) {
        fprintf(stderr, "the file is no .npy file of version 1\n");
        exit(1);
    }
    return sizeof start + start[8] + 256u * start[9];
}

static void open_input(struct input *in, const char *name, int npy, int mapped, size_t record)
{
    struct stat facts;
    in->file = open(name, O_RDONLY);
    if (in->file < 0 || fstat(in->file, &facts)) fail(name);
    size_t header = npy ? npy_header(in->file) : 0;
    in->mapped = mapped;
    in->record = record;
    in->time = in->turned = 0;
    if (mapped) {
        in->block = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_SHARED, in->file, 0);
        if (in->block == MAP_FAILED) fail(name);
        madvise(in->block, (size_t)facts.st_size, MADV_SEQUENTIAL);
        in->next = in->block + header;
        in->end = in->block + facts.st_size;
        return;
    }
    size_t records = BLOCK / record;
    in->block = malloc((records ? records : 1) * record);
    in->next = in->end = in->block;
    if (!in->block || lseek(in->file, (off_t)header, SEEK_SET) < 0) fail(name);
}

/* True if there is a record at `next`. */
static int look(struct input *in)
{
    if (in->next + in->record <= in->end) return 1;
    if (in->mapped) return 0;
    size_t most = (BLOCK / in->record ? BLOCK / in->record : 1) * in->record, size = 0;
    ssize_t got;
    while (size < most && (got = read(in->file, in->block + size, most - size)) > 0) size += (size_t)got;
    in->next = in->block;
    in->end = in->block + size;
    return size >= in->record;
}

static inline int64_t sum(const int16_t *s, int count)
{
    int64_t total = 0;
    for (int from = 0; from < count; from += STRETCH) {
        int to = count - from < STRETCH ? count : from + STRETCH;
        int32_t part = 0;
        for (int i = from; i < to; i++) part += s[i];
        total += part;
    }
    return total;
}

static inline void features(const int16_t *s, const struct ranges *r, struct row *row)
{
    int16_t low = s[r->peak_from], high = low;
    double baseline = (double)sum(s, BASELINE) / BASELINE;
    for (int i = r->peak_from; i < r->peak_to; i++) {
        low = s[i] < low ? s[i] : low;
        high = s[i] > high ? s[i] : high;
    }
    int count = r->charge_to - r->charge_from;
    row->peak = (float)(high - low);
    row->charge = (float)(count * baseline - (double)sum(s + r->charge_from, count));
    row->baseline = (float)baseline;
}

static void npy_row(const char *record, const struct ranges *ranges, struct row *row)
{
    int16_t channel, board;
    memcpy(row, record, 16);
    memcpy(&channel, record + 24, sizeof channel);
    memcpy(&board, record + 26, sizeof board);
    row->channel = channel;
    row->board = board;
    features((const int16_t *)(record + NPY_WAVE), ranges, row);
}

/* Time of the event at `next`. */
static void date(struct input *in)
{
    uint32_t tag;
    memcpy(&tag, in->next + 20, sizeof tag);
    int64_t time = 8 * (in->turned + (tag & 0x7fffffff));
    if (time < in->time) {
        in->turned += INT64_C(1) << 31;
        time += INT64_C(8) << 31;
    }
    in->time = time;
}

static void event_row(const struct input *in, const struct ranges *ranges, struct row *row)
{
    uint32_t board, channel;
    memcpy(&board, in->next + 4, sizeof board);
    memcpy(&channel, in->next + 12, sizeof channel);
    row->time = in->time;
    row->endtime = in->time + 2 * ranges->samples;
    row->board = (int32_t)board;
    row->channel = (int32_t)channel;
    features((const int16_t *)(in->next + EVENT_WAVE), ranges, row);
}

static void write_rows(FILE *out, const struct row *rows, size_t count)
{
    if (fwrite(rows, sizeof *rows, count, out) != count) fail("OUT");
}

int main(int count, char **words)
{
    static struct row rows[ROWS];
    static struct input inputs[MOST_FILES];
    int files = count - 9;
    if (files < 1 || files > MOST_FILES) {
        fprintf(stderr, "file_features read|mmap npy|wavedump SAMPLES PEAK_FROM PEAK_TO CHARGE_FROM CHARGE_TO OUT FILE...\n");
        return 2;
    }
    int mapped = !strcmp(words[1], "mmap"), npy = !strcmp(words[2], "npy");
    struct ranges ranges = {atoi(words[3]), atoi(words[4]), atoi(words[5]), atoi(words[6]), atoi(words[7])};
    size_t record = (npy ? NPY_WAVE : EVENT_WAVE) + 2 * (size_t)ranges.samples;
    FILE *out = fopen(words[8], "wb");
    if (!out) fail(words[8]);
    for (int i = 0; i < files; i++) open_input(inputs + i, words[9 + i], npy, mapped, record);
    size_t filled = 0;
    if (npy) {
        for (struct input *in = inputs; look(in); in->next += record) {
            npy_row(in->next, &ranges, rows + filled);
            if (++filled == ROWS) write_rows(out, rows, filled), filled = 0;
        }
    } else {
        int open[MOST_FILES];
        for (int i = 0; i < files; i++)
            if ((open[i] = look(inputs + i))) date(inputs + i);
        for (;;) {
            int first = -1;
            for (int i = 0; i < files; i++)
                if (open[i] && (first < 0 || inputs[i].time < inputs[first].time)) first = i;
            if (first < 0) break;
            struct input *in = inputs + first;
            event_row(in, &ranges, rows + filled);
            if (++filled == ROWS) write_rows(out, rows, filled), filled = 0;
            in->next += record;
            if ((open[first] = look(in))) date(in);
        }
    }
    write_rows(out, rows, filled);
    return fclose(out) != 0;
}
