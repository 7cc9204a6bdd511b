/* Read-only sweeps: what a pass costs that does nothing but read. */

#include <stdint.h>

/* Sum of all 64-bit words: what reading every byte costs. */
int64_t read_all(const char *records, int64_t bytes)
{
    const int64_t *words = (const int64_t *)records;
    int64_t sum = 0;
    for (int64_t i = 0; i < bytes / (int64_t)sizeof *words; i++)
        sum += words[i];
    return sum;
}

/* Sum of the 64-bit words of one byte range of every record: what reading only the windows costs. */
int64_t read_windows(const char *records, int64_t count, int64_t stride, int64_t from, int64_t to)
{
    int64_t sum = 0;
    for (int64_t r = 0; r < count; r++) {
        const int64_t *words = (const int64_t *)(records + r * stride + from);
        for (int64_t i = 0; i < (to - from) / (int64_t)sizeof *words; i++)
            sum += words[i];
    }
    return sum;
}
