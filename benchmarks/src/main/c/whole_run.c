/* Baseline (0:40), peak (40:90) and charge (60:400) of every record of a file, for pulses that go down: what a whole run
   costs in plain C.

   whole_run IN OUT HEADER RECORD WAVE: bytes before the first record, of a record, and before its int16 samples.
   OUT gets three float32 for each record. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1024 };

static void features(const char *restrict wave, float *restrict out) {
    int16_t s[400];
    memcpy(s, wave, sizeof s);
    int32_t base = 0, sum = 0;
    int16_t low = s[40], high = s[40];
    for (int i = 0; i < 40; i++) {
        base += s[i];
    }
    for (int i = 40; i < 90; i++) {
        low = s[i] < low ? s[i] : low;
        high = s[i] > high ? s[i] : high;
    }
    for (int i = 60; i < 400; i++) {
        sum += s[i];
    }
    out[0] = (float)(base / 40.0);
    out[1] = (float)(high - low);
    out[2] = (float)(340 * (base / 40.0) - sum);
}

/* Reads `size` bytes unless the file ends before. */
static size_t fill(int file, char *to, size_t size) {
    size_t done = 0;
    ssize_t got;
    while (done < size && (got = read(file, to + done, size - done)) > 0) {
        done += (size_t)got;
    }
    return done;
}

int main(int count, char **words) {
    if (count != 6) {
        fprintf(stderr, "whole_run IN OUT HEADER RECORD WAVE\n");
        return 2;
    }
    int in = open(words[1], O_RDONLY);
    FILE *out = fopen(words[2], "wb");
    size_t record = strtoul(words[4], NULL, 10), wave = strtoul(words[5], NULL, 10);
    char *block = malloc(BLOCK * record);
    float *results = malloc(BLOCK * 3 * sizeof *results);
    if (in < 0 || !out || !block || !results || lseek(in, strtol(words[3], NULL, 10), SEEK_SET) < 0) {
        perror(words[1]);
        return 1;
    }
    size_t records;
    while ((records = fill(in, block, BLOCK * record) / record) > 0) {
        for (size_t i = 0; i < records; i++) {
            features(block + i * record + wave, results + 3 * i);
        }
        fwrite(results, 3 * sizeof *results, records, out);
    }
    return fclose(out) != 0;
}
