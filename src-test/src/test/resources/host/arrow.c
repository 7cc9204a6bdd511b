/* Records for Arrow, from C: what its C data interface asks of those who hand out structures. */
#include "host.h"

/* As Arrow's specification has them. */
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* time:<i8, good:|b1, wave:<i2[3]: packed. */
enum { GOOD = 8, WAVE = 9, RECORD = 15, RECORDS = 11 };
static const char type[] = "time:<i8,good:|b1,wave:<i2[3]";
static char memory[RECORDS * RECORD];

static void fill(void) {
    int i, k;
    for (i = 0; i < RECORDS; i++) {
        int64_t time = 100 + i;
        memcpy(memory + i * RECORD, &time, sizeof time);
        memory[i * RECORD + GOOD] = i % 3 == 0;
        for (k = 0; k < 3; k++) {
            int16_t sample = (int16_t)(10 * i + k);
            memcpy(memory + i * RECORD + WAVE + 2 * k, &sample, sizeof sample);
        }
    }
}

static void records(void) {
    struct ArrowSchema schema;
    struct ArrowArray array, moved;
    const unsigned char *bits;
    int i, k;
    fill();
    EXPECT(sluice_arrow_records(type, memory, RECORDS, &schema, &array) == SLUICE_OK);
    memset(memory, -1, sizeof memory); /* nothing is shared */
    EXPECT(strcmp(schema.format, "+s") == 0 && schema.n_children == 3 && schema.flags == 0);
    EXPECT(strcmp(schema.children[0]->format, "l") == 0 && strcmp(schema.children[0]->name, "time") == 0);
    EXPECT(strcmp(schema.children[1]->format, "b") == 0 && strcmp(schema.children[2]->format, "+w:3") == 0);
    EXPECT(schema.children[2]->n_children == 1 && strcmp(schema.children[2]->children[0]->format, "s") == 0);
    EXPECT(array.length == RECORDS && array.null_count == 0 && array.n_buffers == 1 && array.buffers[0] == NULL);
    EXPECT(array.children[0]->n_buffers == 2 && (uintptr_t)array.children[0]->buffers[1] % 64 == 0);
    bits = (const unsigned char *)array.children[1]->buffers[1];
    EXPECT(array.children[2]->length == RECORDS && array.children[2]->children[0]->length == 3 * RECORDS);
    for (i = 0; i < RECORDS; i++) {
        EXPECT(((const int64_t *)array.children[0]->buffers[1])[i] == 100 + i);
        EXPECT((bits[i / 8] >> i % 8 & 1) == (i % 3 == 0));
        for (k = 0; k < 3; k++) {
            EXPECT(((const int16_t *)array.children[2]->children[0]->buffers[1])[3 * i + k] == 10 * i + k);
        }
    }
    /* A child that is moved away outlives its parent. */
    moved = *array.children[0];
    array.children[0]->release = NULL;
    array.release(&array);
    EXPECT(array.release == NULL);
    EXPECT(((const int64_t *)moved.buffers[1])[RECORDS - 1] == 99 + RECORDS);
    moved.release(&moved);
    EXPECT(moved.release == NULL);
    schema.release(&schema);
    EXPECT(schema.release == NULL);
    EXPECT(sluice_arrow_records(type, NULL, 0, NULL, &array) == SLUICE_OK && array.length == 0);
    array.release(&array);
}

static void refusals(void) {
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArrayStream stream;
    EXPECT(sluice_arrow_records(NULL, memory, 1, &schema, &array) == SLUICE_E_ARGUMENT && SAYS("record_type"));
    EXPECT(sluice_arrow_records("time:<i9", memory, 1, &schema, &array) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_arrow_records("name:<U3", memory, 1, &schema, &array) == SLUICE_E_ARGUMENT && SAYS("leave it out"));
    EXPECT(sluice_arrow_records(type, memory, -1, &schema, &array) == SLUICE_E_ARGUMENT && SAYS("count=-1"));
    EXPECT(sluice_arrow_records(type, NULL, 1, &schema, &array) == SLUICE_E_ARGUMENT && SAYS("records is NULL"));
    EXPECT(sluice_arrow_records(type, memory, INT64_MAX / 2, NULL, &array) == SLUICE_E_ARGUMENT);
    EXPECT(sluice_arrow_records(type, memory, 1, NULL, NULL) == SLUICE_E_ARGUMENT && SAYS("both NULL"));
    EXPECT(sluice_arrow_stream(0, 0, &stream) == SLUICE_E_HANDLE);
    EXPECT(sluice_arrow_stream(1, 0, NULL) == SLUICE_E_ARGUMENT);
}

static void open_stream(struct ArrowArrayStream *arrow, sluice_handle *session) {
    static const char *const words[] = {"--sim-records", "5000", "--target", "features", "--chunk-records", "1000"};
    sluice_handle stream;
    EXPECT(sluice_session_open(words, COUNT(words), session) == SLUICE_OK);
    EXPECT(sluice_session_streams(*session, &stream, 1, NULL) == SLUICE_OK);
    EXPECT(sluice_arrow_stream(stream, *session, arrow) == SLUICE_OK);
}

static void streams(void) {
    struct ArrowArrayStream arrow;
    struct ArrowSchema schema;
    struct ArrowArray batch, kept;
    sluice_handle session;
    int64_t count = 0, batches = 0, last = -1;
    memset(&kept, 0, sizeof kept);
    open_stream(&arrow, &session);
    EXPECT(arrow.get_schema(&arrow, &schema) == 0 && strcmp(schema.children[0]->name, "time") == 0);
    schema.release(&schema);
    for (;;) {
        EXPECT(arrow.get_next(&arrow, &batch) == 0);
        if (batch.release == NULL) break;
        EXPECT(((const int64_t *)batch.children[0]->buffers[1])[0] > last);
        last = ((const int64_t *)batch.children[0]->buffers[1])[batch.length - 1];
        count += batch.length;
        if (batches++ == 0) kept = batch;
        else batch.release(&batch);
    }
    EXPECT(count == 5000 && batches >= 5);
    EXPECT(arrow.get_next(&arrow, &batch) == 0 && batch.release == NULL);
    arrow.release(&arrow);
    EXPECT(arrow.release == NULL);
    EXPECT(sluice_release(session) == SLUICE_E_HANDLE && SAYS("released"));
    EXPECT(kept.length > 0 && ((const int64_t *)kept.children[0]->buffers[1])[0] >= 0);
    EXPECT(sluice_stop(5000) == SLUICE_OK);
    kept.release(&kept); /* also after the stop */
    EXPECT(kept.release == NULL);
}

static void closed_meanwhile(void) {
    struct ArrowArrayStream arrow;
    struct ArrowArray batch;
    sluice_handle session;
    open_stream(&arrow, &session);
    EXPECT(arrow.get_next(&arrow, &batch) == 0);
    batch.release(&batch);
    EXPECT(sluice_release(session) == SLUICE_OK);
    EXPECT(arrow.get_next(&arrow, &batch) != 0);
    EXPECT(strstr(arrow.get_last_error(&arrow), "closed") != NULL);
    arrow.release(&arrow);
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "records";
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    if (strcmp(scenario, "records") == 0) records();
    else if (strcmp(scenario, "refusals") == 0) refusals();
    else if (strcmp(scenario, "streams") == 0) streams();
    else if (strcmp(scenario, "closed_meanwhile") == 0) closed_meanwhile();
    else return 99;
    return fails != 0;
}
