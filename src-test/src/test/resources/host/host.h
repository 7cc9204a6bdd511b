/* What programs that test hosts share; one that finds something wrong prints it, and counts it in `fails`. */
#ifndef HOST_H
#define HOST_H

#define SLUICE_IMPLEMENTATION
#include "sluice.h"

static int fails = 0;

#define EXPECT(condition)                                                       \
    do {                                                                        \
        if (!(condition)) {                                                     \
            printf("line %d: %s; error: %s\n", __LINE__, #condition, sluice_error()); \
            fails++;                                                            \
        }                                                                       \
    } while (0)

#define SAYS(words) (strstr(sluice_error(), words) != NULL)
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A chunk for a call to fill. */
static inline sluice_chunk fresh(void) {
    sluice_chunk chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.size = sizeof chunk;
    return chunk;
}

#endif
