/* Sluice for C and C++: starts the engine inside this process, and calls it.
 *
 * One header, C99 or C++11, for Linux; link with -ldl -lpthread. In exactly one file of a program:
 *
 *     #define SLUICE_IMPLEMENTATION
 *     #include "sluice.h"
 *
 * Every function returns SLUICE_OK (0), a positive code that is no error (SLUICE_END, SLUICE_TIMEOUT), or a negative one;
 * sluice_error() then has the sentence, for the thread that made the call. Functions may be called from any thread with
 * a stack of at least SLUICE_LEAST_STACK bytes, at the same time unless they say otherwise. Nothing is printed, unless the
 * program itself crashes: the JVM's report is.
 *
 * Licence: Apache-2.0.
 */
#ifndef SLUICE_H
#define SLUICE_H

/* Strict modes (-std=c99) hide POSIX, unless this comes before the first header of the system. */
#if defined(SLUICE_IMPLEMENTATION) && !defined(_GNU_SOURCE) && !defined(_XOPEN_SOURCE)
#define _XOPEN_SOURCE 700
#endif

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface: a table of another major version is refused. */
#define SLUICE_ABI 1u

/* -- codes ------------------------------------------------------------------------------------------------------------ */

#define SLUICE_OK 0
#define SLUICE_END 1      /* the stream has ended well: there is no further chunk */
#define SLUICE_TIMEOUT 2  /* nothing came within the time; ask again */

#define SLUICE_E_ARGUMENT (-1)    /* a null pointer, a size, a name or a value that cannot be */
#define SLUICE_E_HANDLE (-2)      /* a handle that is 0, foreign, of another kind, or released */
#define SLUICE_E_STATE (-3)       /* not now: not started, stopped, closed, called from inside a callback, ... */
#define SLUICE_E_INPUT (-4)       /* an input that is missing, damaged or of another format */
#define SLUICE_E_FAILED (-5)      /* the run failed; the sentence names plugin, chunk and cause */
#define SLUICE_E_MEMORY (-6)      /* the budget, the heap or the machine has no more memory */
#define SLUICE_E_JVM (-7)         /* no JDK 25, or it does not start */
#define SLUICE_E_FORKED (-8)      /* this process is a fork: start the program anew instead (spawn, exec) */
#define SLUICE_E_VERSION (-9)     /* header and jars do not belong together */
#define SLUICE_E_INTERRUPTED (-10) /* code inside the JVM (a plugin) interrupted this thread's wait: nothing was done, call again.
                                      Signals interrupt no wait: give it a limit of time, and look at yours between */
#define SLUICE_E_INTERNAL (-11)   /* a fault of Sluice itself: please report it */

/* Bytes of stack that a calling thread needs. A call that finds less than 160 KiB left is refused: the JVM would abort the process
 * there. */
#define SLUICE_LEAST_STACK (256 * 1024)

/* -- start and stop ---------------------------------------------------------------------------------------------------- */

/* How to start; all zero but `size` means the defaults. Strings are read during the call only. */
typedef struct sluice_config {
    uint64_t size;    /* sizeof(sluice_config) */
    const char *jdk;  /* folder of a JDK 25; NULL looks as ./sluice does: the runtime of the package, JAVA25_HOME,
                         JAVA_HOME, the java on the path, the usual folders */
    const char *home; /* folder of Sluice: a checkout that is built, or an unpacked package; NULL: SLUICE_HOME */
    const char *heap; /* most of the Java heap, such as "512m"; NULL is 256m. Records live outside of it */
    const char *const *options; /* further options of the JVM, of those that c.md lists, such as "-Xms64m"; NULL is none */
    uint64_t option_count;
} sluice_config;

/* Starts the engine; the first call of a process decides, a later one only checks that it runs. Takes 0.2 to 0.5 s.
 * NULL is the defaults. The JVM cannot be started twice in a process, not even after it failed. */
int sluice_start(const sluice_config *config);

/* Closes everything that is open and ends the engine's threads, waiting at most `timeout_ms`; called by exit() too.
 * After it every call is refused; the engine cannot be started again in this process. Refused inside a callback. */
int sluice_stop(int64_t timeout_ms);

/* The sentence of this thread's last call that failed; "" if none did. Valid until this thread calls again. */
const char *sluice_error(void);

/* Version of Sluice, such as "0.1.0"; "" before the start. */
const char *sluice_version(void);

/* Does nothing, through the JVM: to warm a thread up (its first call takes 0.1 to 0.5 ms), and to measure. */
int sluice_nop(void);

/* -- what is open ------------------------------------------------------------------------------------------------------ */

/* A number for something that is open; never 0, and never given twice. */
typedef uint64_t sluice_handle;

/* Closes what has that number, of any kind; later calls with it are refused. Of a stream with a callback, it waits for the call
 * that runs, 5 s at most (then SLUICE_E_STATE: it is closed when that returns), and no other call is made. A live input in which
 * another thread has claimed stays open, for that to publish or to discard: the code says so, also of its session. */
int sluice_release(sluice_handle handle);

/* -- kernels, on memory of the caller ----------------------------------------------------------------------------------- */

/* Records of the caller: `count` of them, the first at `data`; a kernel touches nothing beyond `bytes`. */
typedef struct sluice_array {
    void *data; /* needs no alignment; NULL where count is 0 */
    uint64_t bytes;
    uint64_t count;
} sluice_array;

/* Binds the kernel `name` to types of records and settings, by words with ; between them:
 *     "waveforms=time:<i8,wave:<i2[800]; results=peak:<f4,charge:<f4; peak_range=40:90; polarity=negative"
 * Types are fields as here, or numpy's dtype.descr; settings are those of the command line. Any thread may run it. */
int sluice_kernel_open(const char *name, const char *words, sluice_handle *kernel);

/* Runs it on its arrays, in their order. *result, unless NULL, is how many results there are: of a kernel that finds
 * things, that may be more than fit into its last array, which then has the first of them. */
int sluice_kernel_run(sluice_handle kernel, const sluice_array *arrays, uint64_t array_count, int64_t *result);

/* Keeps the arrays of a call, so that each run of it costs least; they must stay where they are until it is released. */
int sluice_kernel_prepare(sluice_handle kernel, const sluice_array *arrays, uint64_t array_count, sluice_handle *call);

/* Runs a prepared call; one thread at a time, as with all that writes the same arrays. */
int sluice_call_run(sluice_handle call, int64_t *result);

/* -- sessions: inputs and options by the words of the command line -------------------------------------------------------- */

/* Opens what these words ask for, which are those of the command line after `./sluice run` without --out and --titles:
 *     const char *words[] = {"daq/run42", "--target", "features", "--set", "charge_range=60:400"};
 * Several targets are one word, "features,baseline"; several libraries repeat "--plugins", "libmine.so". Reads headers of the
 * input, no records. Releasing it closes its streams. */
int sluice_session_open(const char *const *words, uint64_t word_count, sluice_handle *session);

/* The same over records that this program publishes as `data_type`, of type `record_type`, such as
 * "time:<i8,dt:<i4,length:<i4,channel:<i2,wave:<i2[800]"; after it may stand " instantaneous" and " picoseconds". Plugins take
 * waveforms as `data_type` "st_waveforms_stream". A target that is `data_type` itself gives the records as they are published. */
int sluice_session_live(const char *const *words, uint64_t word_count, const char *data_type, const char *record_type,
                        sluice_handle *session, sluice_handle *live);

/* Starts the run, once per session; streams[i] is that of target i, *count (unless NULL) how many there are. All are to be read
 * at the same time, or released: one that nobody reads holds up the others. */
int sluice_session_streams(sluice_handle session, sluice_handle *streams, uint64_t room, uint64_t *count);

/* The records that start in [start, end), in memory of the engine: to be read until this thread asks for the next chunk of
 * the stream, or the stream is released. Times are in the unit of the data, ns or ps. */
typedef struct sluice_chunk {
    uint64_t size; /* sizeof(sluice_chunk), set by the caller */
    int64_t start;
    int64_t end;
    int64_t number;      /* of the chunk in the run, from 0 */
    int64_t first_index; /* of its first record in the run; -1 if it is not known */
    const void *records;
    uint64_t count;
    uint64_t stride; /* bytes from one record to the next */
    uint64_t losses; /* how many intervals in it were lost */
    int64_t lost;    /* how long they are together */
} sluice_chunk;

/* The next chunk: SLUICE_OK, SLUICE_END after the last one, SLUICE_TIMEOUT if it does not come within `timeout_ns` (rounded up
 * by some ms; 0 only looks, a negative one waits). A run that fails gives the chunks before, then its code. One thread at a
 * time reads a stream; the first to read may differ from the next. */
int sluice_stream_next(sluice_handle stream, int64_t timeout_ns, sluice_chunk *chunk);

/* Called with each chunk of a stream on a thread of the engine, one call at a time: SLUICE_OK and the chunk, whose records may be
 * read until it returns; at last, once, with NULL and SLUICE_END, or the code that the run failed with, whose sentence
 * sluice_error() has. Another value than 0 ends the stream: there is no further call. It may call whatever does not wait for its
 * own return: reading or releasing its stream, releasing its session, publishing to the input of its session and sluice_stop are
 * refused with SLUICE_E_STATE. It must not throw, nor jump out. */
typedef int (*sluice_chunk_function)(void *context, int code, const sluice_chunk *chunk);

/* Calls `function` with each chunk from now on, and with `context`, in place of sluice_stream_next. The thread is the reader of the
 * stream (its stack 8 MiB): with "--wait low-latency" it never sleeps, and keeps a core busy. Releasing the stream ends the calls. */
int sluice_stream_callback(sluice_handle stream, sluice_chunk_function function, void *context);

/* Waits until the last call of the callback has returned: SLUICE_END, the code that the run failed with, or SLUICE_TIMEOUT after
 * `timeout_ns` (a negative one waits). *result, unless NULL, is what it returned last: not 0 where it has ended the stream. */
int sluice_stream_wait(sluice_handle stream, int64_t timeout_ns, int *result);

/* 1 where the calling thread is inside a callback of a stream, or inside a plugin; 0 elsewhere, and before the start. */
int sluice_in_callback(void);

/* A file descriptor for poll(), select() or epoll: it is readable while sluice_stream_next(stream, 0, ...) may have something, a
 * chunk, the end or a failure, and until that returns SLUICE_TIMEOUT (level-triggered; for EPOLLET, read to SLUICE_TIMEOUT each
 * time). It may be readable once in vain. No thread spins for it. The engine owns it and closes it with the stream, so take it out
 * of what polls it before; do not read, write or close it. The same one for each call; not for a stream with a callback. */
int sluice_stream_fd(sluice_handle stream, int *fd);

/* What there is to read, as text: of a stream "name", "type" (numpy's descr), "size" (bytes of a record), "run", "state" (running,
 * completed, failed, closed), "notes", and as JSON "summary" and "statistics"; of a session "run", "targets", "unit", "notes"; of a
 * live input "name", "type", "size"; of a kernel "types" and "sizes", of its arrays. Lists have a line each. Writes at most `size`
 * bytes, with the 0 at the end; *length, unless NULL, is how many it has without that.
 *
 * summary: state, records, chunks, bytes, output_records, output_bytes, seconds, start, end, skipped_chunks, losses (start, end,
 * cause), more_losses, warnings, notes, dropped (chunks, records, refused). statistics: stages (name, chunks, records_in, bytes_in,
 * records_out, bytes_out, occupied, slots, wait_share, silences (parts, records, chunks_in_order, records_in_order)), dropped,
 * reserved_bytes. Keys stay; others may come. */
int sluice_text(sluice_handle handle, const char *what, char *buffer, uint64_t size, uint64_t *length);

/* -- live input: one thread at a time publishes -------------------------------------------------------------------------- */

/* Before the streams are started: "overflow" = "block", "drop-newest", "drop-oldest" or "spill:FOLDER:SIZE" (such as 100M);
 * "lateness" = how late records may come, in the unit of the data; "patience" = ms that calls without a limit wait for the streams to
 * be started (10000); "fills" = "every": this program writes every field of what it claims, which is not cleared then. */
int sluice_live_set(sluice_handle live, const char *name, const char *value);

/* Room for `count` records in the ring itself, all zeros; valid until it is published. Waits for the streams to be started. It takes
 * the place of an earlier claim of this thread; until it is published or discarded, other threads are refused. */
int sluice_live_claim(sluice_handle live, int64_t count, void **records);

/* Publishes the first `count` records of the claim, which start in [start, end) and are sorted, as that chunk, which starts where
 * the last ended; none, without a claim, carries time forward. Waits for room, or drops, as the overflow policy says: what was
 * dropped is a loss of the next chunk, and counted in the summary of its streams. What is refused stays claimed, for this thread
 * to correct or discard. */
int sluice_live_publish(sluice_handle live, int64_t count, int64_t start, int64_t end);

/* Copies records of the caller, and publishes them: claim and publish in one. What is refused is not claimed. */
int sluice_live_push(sluice_handle live, const void *records, int64_t count, int64_t start, int64_t end);

/* The same with a limit in ns (and some ms; 0 does not wait), after which they return SLUICE_TIMEOUT and nothing is published:
 * what is claimed stays so, of a push nothing; call again. Under "drop-oldest" too, for as long as the ring is full because the
 * engine has not come round to taking chunks out of it, usually some ms; "drop-newest" never has to wait. */
int sluice_live_claim_within(sluice_handle live, int64_t count, int64_t timeout_ns, void **records);
int sluice_live_publish_within(sluice_handle live, int64_t count, int64_t start, int64_t end, int64_t timeout_ns);
int sluice_live_push_within(sluice_handle live, const void *records, int64_t count, int64_t start, int64_t end, int64_t timeout_ns);

/* Gives up what this thread has claimed; nothing where it has not. */
int sluice_live_discard(sluice_handle live);

/* Marks [start, end) as lost before it came here. */
int sluice_live_lost(sluice_handle live, int64_t start, int64_t end, const char *cause);

/* Ends the run well: its streams end after what was published. Later calls are refused, but for a second one of this. */
int sluice_live_finish(sluice_handle live);

/* Ends the run as a failed one: its readers get `words` after what was published. */
int sluice_live_fail(sluice_handle live, const char *words);

/* -- Arrow, by its C data interface -------------------------------------------------------------------------------------- */

/* Arrow's own structures, for whose definition see its specification. What is written to them belongs to the caller, who calls
 * their `release`, from any thread, also after the stream or the engine was closed. Columns are copied once, to memory of the
 * C library: it does not count for --memory. Fields become columns of a struct array without nulls, arrays FixedSizeList. */
struct ArrowSchema;
struct ArrowArray;
struct ArrowArrayStream;

/* Copies `count` records of type `record_type`, as sluice_kernel_open takes it, to columns; `schema` or `array` may be NULL. */
int sluice_arrow_records(const char *record_type, const void *records, int64_t count, struct ArrowSchema *schema,
                         struct ArrowArray *array);

/* The rest of a stream as a stream of Arrow, a batch per chunk; what fails there has its sentence in get_last_error. Its release
 * releases what `owner` names too, such as the session; 0 is nothing. */
int sluice_arrow_stream(sluice_handle stream, sluice_handle owner, struct ArrowArrayStream *arrow);

/* -- plugins: computations of this program, or of a library, in the graph ------------------------------------------------- */

/* A plugin is a description and a few functions. A program registers it by sluice_plugin_register; a shared library shows its
 * plugins by sluice_plugins, and `--plugins libmine.so` loads them, from sessions and from the command line. A library needs
 * this header only: no SLUICE_IMPLEMENTATION, nothing to link with. */

/* A field of records. */
typedef struct sluice_field {
    const char *name;
    const char *type;  /* of one element, as numpy writes it: "<i2" */
    uint64_t offset;   /* bytes from the start of the record */
    uint64_t bytes;    /* of one element */
    uint64_t elements; /* 1, or those of an array */
} sluice_field;

/* What records of a type of data are made of. */
typedef struct sluice_layout {
    const char *data_type;
    const char *type; /* numpy's dtype.descr */
    uint64_t stride;  /* bytes from one record to the next */
    const sluice_field *fields;
    uint64_t field_count;
} sluice_layout;

/* The value of an option in this run: as a text, and as what its type makes of it. */
typedef struct sluice_setting {
    const char *name;
    const char *text;
    int64_t integer; /* integer; duration in ns; flag as 0 or 1; place of a choice */
    double real;     /* real, integer, duration */
    int64_t from;    /* range [from, to) */
    int64_t to;
} sluice_setting;

/* What compute reads of a type of data: not to be written, nor to be kept. */
typedef struct sluice_input {
    const sluice_layout *layout;
    const void *records;
    uint64_t count;
    uint64_t stride;
    uint64_t first;  /* records[first] to records[beyond - 1] start in what is computed; the others are the halo */
    uint64_t beyond;
    int64_t start;   /* records that start in [start, end) are shown, halo included */
    int64_t end;
    uint64_t reserved[2];
} sluice_input;

/* What compute fills for a type of data, in order of time. */
typedef struct sluice_output {
    const sluice_layout *layout;
    void *records;
    uint64_t room;  /* how many records fit; sluice_plugin_room makes more */
    uint64_t count; /* set by compute: how many it gives */
    uint64_t stride;
    uint64_t reserved[2];
} sluice_output;

/* What a function of a plugin is handed; each worker has one of its own. Valid during the call only. */
typedef struct sluice_plugin_call sluice_plugin_call;
struct sluice_plugin_call {
    uint64_t size;
    const char *run;
    const sluice_setting *settings; /* a value of each option, in their order */
    uint64_t setting_count;
    const sluice_input *inputs; /* in the order of the plugin's inputs; create may look at their layouts */
    uint64_t input_count;
    sluice_output *outputs; /* in the order of what it provides */
    uint64_t output_count;
    int64_t start; /* [start, end) is computed */
    int64_t end;
    int64_t segment;  /* of the run, from 0; see reset_after */
    int64_t skipping; /* 1 under --on-error skip */
    char *words;      /* where the sentence of a failure goes; see sluice_plugin_fail */
    uint64_t words_room;
    void *(*room)(sluice_plugin_call *call, uint64_t output, uint64_t count);
    int (*lost)(sluice_plugin_call *call, int64_t start, int64_t end, const char *cause);
    int64_t *(*note)(sluice_plugin_call *call, const char *sentence);
};

/* A type of data that a plugin provides. */
typedef struct sluice_product {
    const char *data_type; /* its name: letters, digits, underscores */
    const char *type;      /* as for sluice_session_live: "time:<i8,charge:<f4 instantaneous" */
    const char *kind;      /* types of one kind have the same rows; NULL is a kind of its own */
} sluice_product;

/* Something that users set by `--set name=value`. */
typedef struct sluice_option {
    const char *name;  /* lower case, digits, underscores */
    const char *type;  /* "integer", "real", "text", "flag" (true or false), "range" (of samples, 40:90), "duration" (in ns; 5us),
                          "polarity", "thresholds" or "ranges" (per channel, as a text), or words to choose from: "fast|exact" */
    const char *value; /* the default, as a user would write it */
    const char *unit;  /* NULL is none */
    const char *help;  /* a sentence */
    double least;      /* bounds of an integer or a real, both included; no bounds where least equals most */
    double most;
} sluice_option;

#define SLUICE_PLUGIN_IN_ORDER 1u       /* what it computes depends on the chunks before: one worker, in order of time */
#define SLUICE_PLUGIN_ONE_PER_RECORD 2u /* a record for each of the first input, with its times: there is room, and count is set */
#define SLUICE_PLUGIN_KEEPS_TIMES 4u    /* each record starts with one of the first input, and ends no later */
#define SLUICE_PLUGIN_COVERS_FIRST 8u   /* other inputs are shown as far as the records of the first one reach */
#define SLUICE_PLUGIN_WHOLE_RUN 16u     /* one call gets all of the run, which has to fit into memory */
#define SLUICE_PLUGIN_WRITES_ALL 32u    /* it writes every field of every record, which then are no zeros before */

/* A plugin. All zero but size, abi, version, provides, inputs and compute is one that looks at a chunk at a time, by any
 * number of workers at once. What is pointed to is copied; functions and user have to stay while a session uses them. */
typedef struct sluice_plugin {
    uint64_t size; /* sizeof(sluice_plugin) */
    uint64_t abi;  /* SLUICE_ABI */
    const char *name;    /* as messages and --set NAME.option have it; NULL: what it provides first */
    const char *version; /* of what it computes: raise it whenever the results change */
    const char *help;    /* a sentence for ./sluice plugins; NULL is none */
    const sluice_product *provides; /* one at least */
    uint64_t provide_count;
    const char *const *inputs; /* types of data, one at least */
    uint64_t input_count;
    const sluice_option *options;
    uint64_t option_count;
    uint64_t flags;
    int64_t halo_before; /* records are shown that start so long before the chunk, and after it, in the unit of the data */
    int64_t halo_after;
    int64_t reset_after; /* a silence longer than this begins a new segment: reset is called, and needs IN_ORDER; 0 is never */
    uint64_t chunk_records; /* how many of its first input it wants at a time; 0 takes chunks as they come */
    uint64_t max_workers;   /* most threads that compute it at once; 0 is all of the run; 1 is one call at a time, in order */
    void *user;             /* handed to create and halo */
    /* Makes the state of a worker, before its first chunk; NULL: the state is user. May refuse types and settings. */
    int (*create)(void *user, sluice_plugin_call *call, void **state);
    /* Computes a chunk; 0, or a code of its own for a failure, 1 if it has none. Nothing may cross: no exception of C++, no longjmp. */
    int (*compute)(void *state, sluice_plugin_call *call);
    /* Forgets what was learnt from earlier chunks, as a new segment begins; NULL does nothing. */
    int (*reset)(void *state, sluice_plugin_call *call);
    /* Frees the state, on the thread that made it; not called where create failed. NULL does nothing. */
    void (*destroy)(void *state);
    /* The halo where it depends on settings, of which alone the call tells; NULL: halo_before and halo_after. Any thread. */
    int (*halo)(void *user, sluice_plugin_call *call, int64_t *before, int64_t *after);
} sluice_plugin;

/* Makes a plugin known to the sessions that are opened from now on, until it is released: open sessions keep it. Refuses what
 * is described wrongly, and what provides the same as one that is registered. */
int sluice_plugin_register(const sluice_plugin *plugin, sluice_handle *handle);

#if defined(__GNUC__)
#define SLUICE_EXPORT __attribute__((visibility("default")))
#else
#define SLUICE_EXPORT
#endif

/* What a library of plugins defines, in C: SLUICE_EXPORT before it makes it visible. *count is how many it returns. */
SLUICE_EXPORT const sluice_plugin *const *sluice_plugins(uint64_t *count);

/* For functions of plugins: leaves the sentence of a failure, and returns `code`. */
#if defined(__GNUC__)
static __inline__ int sluice_plugin_fail(sluice_plugin_call *call, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif
static __inline__ int sluice_plugin_fail(sluice_plugin_call *call, int code, const char *format, ...) {
    va_list values;
    va_start(values, format);
    vsnprintf(call->words, (size_t)call->words_room, format, values);
    va_end(values);
    return code;
}

/* Room for `count` records of an output, with what was written before; NULL if there is no memory, which fails the chunk.
 * What was there before has moved. Records are zeros, unless the plugin writes all. */
static __inline__ void *sluice_plugin_room(sluice_plugin_call *call, uint64_t output, uint64_t count) {
    return call->room(call, output, count);
}

/* Says under --on-error skip that [start, end) was left out, and why; 0, or a negative code. */
static __inline__ int sluice_plugin_lost(sluice_plugin_call *call, int64_t start, int64_t end, const char *cause) {
    return call->lost(call, start, end, cause);
}

/* A counter of this worker for a note of the run, such as "no baseline in {records}: charge is NaN there"; compute adds to it.
 * For create; valid as long as the state. NULL if the sentence has no noun in braces. */
static __inline__ int64_t *sluice_plugin_note(sluice_plugin_call *call, const char *sentence) {
    return call->note(call, sentence);
}

/* The field of that name; NULL if there is none. */
static __inline__ const sluice_field *sluice_plugin_field(const sluice_layout *layout, const char *name) {
    uint64_t i;
    for (i = 0; i < layout->field_count; i++) {
        if (strcmp(layout->fields[i].name, name) == 0) return &layout->fields[i];
    }
    return NULL;
}

/* The value of the option of that name; NULL if the plugin declares none. */
static __inline__ const sluice_setting *sluice_plugin_setting(const sluice_plugin_call *call, const char *name) {
    uint64_t i;
    for (i = 0; i < call->setting_count; i++) {
        if (strcmp(call->settings[i].name, name) == 0) return &call->settings[i];
    }
    return NULL;
}

/* -- the table --------------------------------------------------------------------------------------------------------- */

/* What the engine fills in at its start; its members are those of this header in order, and later versions append. */
typedef struct sluice_api {
    uint64_t size;
    uint64_t abi;
    const char *(*error)(void);
    const char *(*version)(void);
    int (*nop)(void);
    int (*stop)(int64_t timeout_ms);
    int (*release)(uint64_t handle);
    int (*kernel_open)(const char *name, const char *words, uint64_t *kernel);
    int (*kernel_run)(uint64_t kernel, const sluice_array *arrays, uint64_t array_count, int64_t *result);
    int (*kernel_prepare)(uint64_t kernel, const sluice_array *arrays, uint64_t array_count, uint64_t *call);
    int (*call_run)(uint64_t call, int64_t *result);
    int (*session_open)(const char *const *words, uint64_t word_count, uint64_t *session);
    int (*session_live)(const char *const *words, uint64_t word_count, const char *data_type, const char *record_type,
                        uint64_t *session, uint64_t *live);
    int (*session_streams)(uint64_t session, uint64_t *streams, uint64_t room, uint64_t *count);
    int (*stream_next)(uint64_t stream, int64_t timeout_ns, sluice_chunk *chunk);
    int (*text)(uint64_t handle, const char *what, char *buffer, uint64_t size, uint64_t *length);
    int (*live_claim)(uint64_t live, int64_t count, void **records);
    int (*live_publish)(uint64_t live, int64_t count, int64_t start, int64_t end);
    int (*live_push)(uint64_t live, const void *records, int64_t count, int64_t start, int64_t end);
    int (*live_lost)(uint64_t live, int64_t start, int64_t end, const char *cause);
    int (*live_finish)(uint64_t live);
    int (*live_fail)(uint64_t live, const char *words);
    int (*live_set)(uint64_t live, const char *name, const char *value);
    int (*in_callback)(void);
    int (*stream_callback)(uint64_t stream, sluice_chunk_function function, void *context);
    int (*stream_wait)(uint64_t stream, int64_t timeout_ns, int *result);
    int (*stream_fd)(uint64_t stream, int *fd);
    int (*live_claim_within)(uint64_t live, int64_t count, int64_t timeout_ns, void **records);
    int (*live_publish_within)(uint64_t live, int64_t count, int64_t start, int64_t end, int64_t timeout_ns);
    int (*live_push_within)(uint64_t live, const void *records, int64_t count, int64_t start, int64_t end, int64_t timeout_ns);
    int (*live_discard)(uint64_t live);
    int (*arrow_records)(const char *record_type, const void *records, int64_t count, struct ArrowSchema *schema,
                         struct ArrowArray *array);
    int (*arrow_stream)(uint64_t stream, uint64_t owner, struct ArrowArrayStream *arrow);
    int (*plugin_register)(const sluice_plugin *plugin, uint64_t *handle);
} sluice_api;

/* The table, for bindings of other languages; NULL before the start. */
const sluice_api *sluice_table(void);

#ifdef __cplusplus
}
#endif

/* ====================================================================================================================== */
#ifdef SLUICE_IMPLEMENTATION

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef SA_SIGINFO
#error "include sluice.h before other headers where SLUICE_IMPLEMENTATION is defined, or compile with -D_GNU_SOURCE"
#endif

#ifdef __cplusplus
extern "C" {
#endif


#if defined(__GNUC__)
#define SLUICE_PRINTF_(words, first) __attribute__((format(printf, words, first)))
#else
#define SLUICE_PRINTF_(words, first)
#endif

#define SLUICE_PATH_ 4096
#define SLUICE_WORDS_ 2048
#define SLUICE_OPTIONS_ 96
#define SLUICE_LEAST_ROOM_ (160 * 1024)
#define SLUICE_LOOK_AGAIN_ 200000

enum { SLUICE_NEW_, SLUICE_STARTING_, SLUICE_RUNNING_, SLUICE_FAILED_, SLUICE_STOPPED_ };

/* Guarded by the lock, but for `forked` and, once it runs, the table. */
static pthread_mutex_t sluice_lock_ = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t sluice_changed_ = PTHREAD_COND_INITIALIZER;
static volatile int sluice_state_ = SLUICE_NEW_;
static volatile int sluice_forked_ = 0;
static int sluice_failure_code_ = 0;
static char sluice_failure_[SLUICE_WORDS_];
static char sluice_jvm_said_[1024];
static size_t sluice_jvm_said_length_ = 0;
static int sluice_stderr_copy_ = -1; /* what standard error is while a filter stands in it */
static volatile int sluice_stderr_passed_ = 0;
static pthread_t sluice_stderr_thread_;
static sluice_api sluice_api_;
static const int sluice_signals_[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
static struct sigaction sluice_handlers_[sizeof sluice_signals_ / sizeof *sluice_signals_];
static __thread int64_t sluice_looked_at_handlers_ = 0;

/* The words of this thread's last failure, where it failed before it came to the engine. */
static __thread char sluice_words_[SLUICE_WORDS_];
static __thread int sluice_words_are_own_ = 0;
static __thread int sluice_refused_ = 0;   /* why this thread's last call did not come to the engine */
static __thread char *sluice_lowest_ = NULL; /* the lowest place on this thread's stack that a call may come from, */
static __thread size_t sluice_span_ = 0;     /* and how far it goes up from there; 0 before it is looked at */

static int sluice_fail_(int code, const char *format, ...) SLUICE_PRINTF_(2, 3);

static int sluice_fail_(int code, const char *format, ...) {
    va_list values;
    va_start(values, format);
    vsnprintf(sluice_words_, sizeof sluice_words_, format, values);
    va_end(values);
    sluice_words_are_own_ = 1;
    return code;
}

/* -- the JDK and the jars ---------------------------------------------------------------------------------------------- */

typedef struct sluice_place_ {
    char jdk[SLUICE_PATH_];
    char home[SLUICE_PATH_];
    char looked[SLUICE_WORDS_]; /* where it looked in vain, with what was there */
    size_t looked_length;
} sluice_place_;

/* Writes folder/name to `path`, of SLUICE_PATH_ bytes. */
static int sluice_join_(char *path, const char *folder, const char *name) {
    size_t first = strlen(folder), second = strlen(name);
    if (first + second + 2 > SLUICE_PATH_) return 0;
    memmove(path, folder, first);
    path[first] = '/';
    memcpy(path + first + 1, name, second + 1);
    return 1;
}

static int sluice_is_file_(const char *folder, const char *name) {
    char path[SLUICE_PATH_];
    return sluice_join_(path, folder, name) && access(path, R_OK) == 0;
}

static void sluice_looked_(sluice_place_ *place, const char *folder, const char *why) {
    size_t left = sizeof place->looked - place->looked_length;
    int length = snprintf(place->looked + place->looked_length, left, "%s%s (%s)", place->looked_length ? ", " : "",
                          folder, why);
    if (length > 0 && (size_t)length < left) place->looked_length += (size_t)length;
}

/* Whether `version`, as its file `release` has it, is 25.0.3 or newer, and not 26. */
static int sluice_is_fit_(const char *version) {
    int minor = 0, patch = 0;
    if (strncmp(version, "25", 2) != 0 || (version[2] != '.' && version[2] != '\0')) return 0;
    sscanf(version, "25.%d.%d", &minor, &patch);
    return minor > 0 || patch >= 3;
}

/* Takes `folder` as the JDK, if it is one that will do. */
static int sluice_consider_(sluice_place_ *place, const char *folder) {
    char path[SLUICE_PATH_], line[256], version[64] = "";
    FILE *release;
    if (!sluice_is_file_(folder, "lib/server/libjvm.so")) {
        sluice_looked_(place, folder, "no lib/server/libjvm.so");
        return 0;
    }
    if (sluice_join_(path, folder, "release") && (release = fopen(path, "r")) != NULL) {
        while (fgets(line, sizeof line, release) != NULL) {
            if (sscanf(line, "JAVA_VERSION=\"%63[^\"]", version) == 1) break;
        }
        fclose(release);
    }
    if (!sluice_is_fit_(version)) {
        sluice_looked_(place, folder, version[0] ? version : "no version in its file release");
        return 0;
    }
    snprintf(place->jdk, sizeof place->jdk, "%s", folder);
    return 1;
}

static int sluice_is_set_(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

static int sluice_consider_variable_(sluice_place_ *place, const char *name) {
    return sluice_is_set_(name) && sluice_consider_(place, getenv(name));
}

/* The java on the path, through its links: JDK/bin/java. */
static int sluice_consider_path_(sluice_place_ *place) {
    const char *at = getenv("PATH");
    char java[SLUICE_PATH_], real[PATH_MAX];
    while (at != NULL && *at != '\0') {
        size_t length = strcspn(at, ":");
        if (length > 0 && length < sizeof java - 8) {
            memcpy(java, at, length);
            memcpy(java + length, "/java", 6);
            if (access(java, X_OK) == 0 && realpath(java, real) != NULL) {
                char *end = strstr(real, "/bin/java");
                if (end == NULL) return 0;
                *end = '\0';
                return sluice_consider_(place, real);
            }
        }
        at += length + (at[length] == ':');
    }
    return 0;
}

static int sluice_consider_all_in_(sluice_place_ *place, const char *root) {
    char folder[SLUICE_PATH_];
    DIR *entries = opendir(root);
    struct dirent *entry;
    int found = 0;
    while (!found && entries != NULL && (entry = readdir(entries)) != NULL) {
        found = entry->d_name[0] != '.' && sluice_join_(folder, root, entry->d_name)
                && sluice_is_file_(folder, "lib/server/libjvm.so") && sluice_consider_(place, folder);
    }
    if (entries != NULL) closedir(entries);
    return found;
}

static int sluice_consider_roots_(sluice_place_ *place) {
    static const char *const roots[] = {"/usr/lib/jvm", "/opt", "/opt/java"};
    static const char *const own[] = {".sdkman/candidates/java", ".jdks"};
    char root[SLUICE_PATH_];
    const char *user = getenv("HOME");
    size_t i;
    for (i = 0; i < sizeof roots / sizeof *roots; i++) {
        if (sluice_consider_all_in_(place, roots[i])) return 1;
    }
    for (i = 0; user != NULL && i < sizeof own / sizeof *own; i++) {
        if (sluice_join_(root, user, own[i]) && sluice_consider_all_in_(place, root)) return 1;
    }
    return 0;
}

static int sluice_find_jdk_(sluice_place_ *place, const sluice_config *config) {
    char runtime[SLUICE_PATH_];
    if (config->jdk != NULL) {
        if (sluice_consider_(place, config->jdk)) return SLUICE_OK;
    } else if ((sluice_join_(runtime, place->home, "runtime") && sluice_is_file_(runtime, "lib/server/libjvm.so")
                && sluice_consider_(place, runtime))
               || sluice_consider_variable_(place, "JAVA25_HOME")
               || (!sluice_is_set_("JAVA25_HOME") && (sluice_consider_variable_(place, "JAVA_HOME")
                   || sluice_consider_path_(place) || sluice_consider_roots_(place)))) {
        return SLUICE_OK;
    }
    return sluice_fail_(SLUICE_E_JVM, "there is no JDK 25.0.3 or newer (26 is not tried): looked at %s; install one, or name its "
                        "folder by JAVA25_HOME or sluice_config.jdk", place->looked_length ? place->looked : "the usual folders");
}

/* Appends the jars of `folder` whose names begin with `prefix` to the class path. */
static size_t sluice_add_jars_(char *path, size_t size, const char *folder, const char *prefix) {
    DIR *entries = opendir(folder);
    struct dirent *entry;
    size_t found = 0;
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        const char *name = entry->d_name;
        size_t length = strlen(name), used = strlen(path);
        if (length < 5 || strcmp(name + length - 4, ".jar") != 0 || strncmp(name, prefix, strlen(prefix)) != 0
            || strstr(name, "-sources.jar") != NULL || strstr(name, "-javadoc.jar") != NULL
            || used + strlen(folder) + length + 3 > size) {
            continue;
        }
        snprintf(path + used, size - used, "%s%s/%s", path[0] ? ":" : "", folder, name);
        found++;
    }
    if (entries != NULL) closedir(entries);
    return found;
}

/* The class path of `home`: an unpacked package, or a checkout. */
static size_t sluice_class_path_(char *path, size_t size, const char *home) {
    char folder[SLUICE_PATH_];
    path[0] = '\0';
    if (sluice_join_(folder, home, "lib") && sluice_add_jars_(path, size, folder, "sluice-host") > 0) {
        path[0] = '\0';
        return sluice_add_jars_(path, size, folder, "");
    }
    path[0] = '\0';
    if (sluice_join_(folder, home, "engine/host/target") && sluice_add_jars_(path, size, folder, "sluice-host-") > 0
        && sluice_join_(folder, home, "engine/host/target/lib")) {
        return sluice_add_jars_(path, size, folder, "");
    }
    return 0;
}

static int sluice_find_home_(sluice_place_ *place, const sluice_config *config, char *class_path, size_t size) {
    const char *home = config->home != NULL ? config->home : getenv("SLUICE_HOME");
#ifdef SLUICE_DEFAULT_HOME
    if (home == NULL) home = SLUICE_DEFAULT_HOME;
#endif
    if (home == NULL || home[0] == '\0') {
        return sluice_fail_(SLUICE_E_JVM, "the jars of Sluice are nowhere: set SLUICE_HOME, or sluice_config.home, to a checkout "
                            "that is built (mvn package -DskipTests builds it) or to the folder of an unpacked package");
    }
    if (realpath(home, place->home) == NULL || sluice_class_path_(class_path, size, place->home) == 0) {
        return sluice_fail_(SLUICE_E_JVM, "home=%s has no jars of Sluice, neither in lib nor in engine/host/target; build the checkout "
                            "(mvn -DskipTests package), or name the folder of an unpacked package", home);
    }
    return SLUICE_OK;
}

/* -- options of the JVM ------------------------------------------------------------------------------------------------ */

/* What may be set: an option that the JVM does not like ends many hosts, so the list is short. */
static const char *const sluice_allowed_[] = {
    "-Xms", "-Xss", "-Xbatch", "-Xlog:", "-Xcheck:jni", "-Dsluice.", "-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC",
    "-XX:+UseZGC", "-XX:+AlwaysPreTouch", "-XX:ActiveProcessorCount=", "-XX:SharedArchiveFile=", "-XX:ErrorFile=",
    "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=", "-XX:StartFlightRecording", "-XX:CompileCommand=",
    "-XX:TieredStopAtLevel=", "-XX:-DisableAttachMechanism", "-XX:+UnlockDiagnosticVMOptions", "-XX:+UseTransparentHugePages",
    "-ea", "-esa"};

static int sluice_is_allowed_(const char *option) {
    size_t i;
    for (i = 0; i < sizeof sluice_allowed_ / sizeof *sluice_allowed_; i++) {
        if (strncmp(option, sluice_allowed_[i], strlen(sluice_allowed_[i])) == 0) return 1;
    }
    return 0;
}

/* "256m" in bytes; 0 if it is no size. */
static uint64_t sluice_bytes_(const char *size) {
    char *end;
    unsigned long long value;
    if (size[0] < '0' || size[0] > '9') return 0;
    errno = 0;
    value = strtoull(size, &end, 10);
    if (errno != 0 || value > (1ull << 40)) return 0;
    switch (*end) {
        case 'k': case 'K': value <<= 10; end++; break;
        case 'm': case 'M': value <<= 20; end++; break;
        case 'g': case 'G': value <<= 30; end++; break;
        default: break;
    }
    return *end == '\0' ? value : 0;
}

static int sluice_check_config_(const sluice_config *config) {
    uint64_t heap, i;
    if (config->size < sizeof(sluice_config)) {
        return sluice_fail_(SLUICE_E_VERSION, "size=%llu of sluice_config is less than %llu: set it to sizeof(sluice_config)",
                            (unsigned long long)config->size, (unsigned long long)sizeof(sluice_config));
    }
    heap = config->heap != NULL ? sluice_bytes_(config->heap) : 256u << 20;
    if (heap < (16u << 20)) {
        return sluice_fail_(SLUICE_E_ARGUMENT, "heap=%s is no size of 16m or more; write \"256m\" or \"2g\"", config->heap);
    }
    if (config->options == NULL && config->option_count > 0) {
        return sluice_fail_(SLUICE_E_ARGUMENT, "options is NULL and option_count=%llu", (unsigned long long)config->option_count);
    }
    if (config->option_count > 64) {
        return sluice_fail_(SLUICE_E_ARGUMENT, "option_count=%llu is more than 64", (unsigned long long)config->option_count);
    }
    for (i = 0; i < config->option_count; i++) {
        const char *option = config->options[i];
        if (option == NULL) return sluice_fail_(SLUICE_E_ARGUMENT, "options[%llu] is NULL", (unsigned long long)i);
        if (strncmp(option, "-Xmx", 4) == 0) {
            return sluice_fail_(SLUICE_E_ARGUMENT, "option '%s' is set by sluice_config.heap: heap = \"%s\"", option, option + 4);
        }
        if (!sluice_is_allowed_(option)) {
            return sluice_fail_(SLUICE_E_ARGUMENT, "option '%s' is none of those that a host may give to the JVM: -Xms, -Xss, -Xlog:, "
                                "-Dsluice., a collector such as -XX:+UseG1GC, and a few more of the header's list", option);
        }
        if (strncmp(option, "-Xms", 4) == 0 && (sluice_bytes_(option + 4) == 0 || sluice_bytes_(option + 4) > heap)) {
            return sluice_fail_(SLUICE_E_ARGUMENT, "option '%s' is no size up to that of the heap, %llu bytes; set heap too", option,
                                (unsigned long long)heap);
        }
    }
    return SLUICE_OK;
}

/* -- the JVM ------------------------------------------------------------------------------------------------------------ */

/* The parts of the JNI that are needed, in the layout that every JVM has: tables of functions, called by their place. */
typedef void (*sluice_function_)(void);
typedef sluice_function_ const *sluice_table_;
typedef sluice_table_ *sluice_env_;
typedef union sluice_value_ { int64_t j; double d; void *l; } sluice_value_;
typedef struct sluice_jvm_option_ { char *words; void *extra; } sluice_jvm_option_;
typedef struct sluice_jvm_args_ {
    int32_t version;
    int32_t count;
    sluice_jvm_option_ *options;
    unsigned char ignore_unknown;
} sluice_jvm_args_;
typedef int32_t (*sluice_create_)(sluice_env_ *jvm, void **env, void *args);
typedef int32_t (*sluice_created_)(sluice_env_ *jvm, int32_t room, int32_t *count);

enum { SLUICE_JNI_21_ = 0x00150000, SLUICE_FIND_CLASS_ = 6, SLUICE_EXCEPTION_CLEAR_ = 17, SLUICE_STATIC_METHOD_ = 113,
       SLUICE_CALL_STATIC_INT_ = 131, SLUICE_EXCEPTION_CHECK_ = 228, SLUICE_DETACH_ = 5 };

/* Never frees: the JVM may read its options as long as it runs. */
typedef struct sluice_boot_ {
    sluice_place_ place;
    char heap[64];
    char class_path[65536];
    char *options[65];
    size_t option_count;
} sluice_boot_;

static void sluice_end_start_(int state, int code, const char *format, ...) SLUICE_PRINTF_(3, 4);

static void sluice_end_start_(int state, int code, const char *format, ...) {
    va_list values;
    pthread_mutex_lock(&sluice_lock_);
    va_start(values, format);
    vsnprintf(sluice_failure_, sizeof sluice_failure_, format, values);
    va_end(values);
    sluice_failure_code_ = code;
    sluice_state_ = state;
    pthread_cond_broadcast(&sluice_changed_);
    pthread_mutex_unlock(&sluice_lock_);
}

static void sluice_unfilter_stderr_(void);

/* The JVM speaks by this while it starts: what it says belongs to the failure. Later on it is silent. */
static int32_t sluice_jvm_says_(FILE *file, const char *format, va_list values) {
    size_t left = sizeof sluice_jvm_said_ - sluice_jvm_said_length_;
    int length;
    (void)file;
    if (sluice_state_ != SLUICE_STARTING_) return 0;
    length = vsnprintf(sluice_jvm_said_ + sluice_jvm_said_length_, left, format, values);
    if (length > 0) sluice_jvm_said_length_ += (size_t)length < left ? (size_t)length : left - 1;
    return length;
}

/* The JVM ends the process by this. While it starts, the host lives on: the thread that starts it stays here for good. Later on no
 * handler of exit() may call it any more. */
static void sluice_jvm_exits_(int32_t code) {
    char *at;
    if (sluice_state_ != SLUICE_STARTING_) {
        sluice_state_ = SLUICE_STOPPED_;
        exit(code);
    }
    sluice_unfilter_stderr_();
    for (at = sluice_jvm_said_; *at != '\0'; at++) {
        if (*at == '\n' || *at == '\r') *at = ' ';
    }
    sluice_end_start_(SLUICE_FAILED_, SLUICE_E_JVM, "the JVM did not start: %s; correct heap or options and start the program anew",
                      sluice_jvm_said_[0] ? sluice_jvm_said_ : "it gave no reason");
    for (;;) pause();
}

/* Hands on what is written to standard error while the JVM starts, but for the line by which it announces the Vector API. */
static void *sluice_pass_stderr_(void *argument) {
    static const char announced[] = "WARNING: Using incubator modules: jdk.incubator.vector\n";
    int *ends = (int *)argument;
    char line[4096];
    size_t length = 0;
    ssize_t got;
    char byte;
    do {
        got = read(ends[0], &byte, 1);
        if (got == 1) line[length++] = byte;
        if (length > 0 && (got <= 0 || byte == '\n' || length == sizeof line)) {
            if (length != sizeof announced - 1 || memcmp(line, announced, length) != 0) {
                size_t done = 0;
                ssize_t wrote = 1;
                while (done < length && (wrote = write(ends[1], line + done, length - done)) > 0) done += (size_t)wrote;
            }
            length = 0;
        }
    } while (got > 0 || (got < 0 && errno == EINTR));
    close(ends[0]);
    close(ends[1]);
    free(ends);
    sluice_stderr_passed_ = 1;
    return NULL;
}

/* Puts a filter into standard error, if there is one. */
static void sluice_filter_stderr_(void) {
    int pipe_ends[2], copy = dup(STDERR_FILENO), *ends = (int *)malloc(2 * sizeof(int));
    if (copy < 0 || ends == NULL || pipe(pipe_ends) != 0) {
        if (copy >= 0) close(copy);
        free(ends);
        return;
    }
    ends[0] = pipe_ends[0];
    ends[1] = dup(copy);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    fcntl(copy, F_SETFD, FD_CLOEXEC);
    if (pthread_create(&sluice_stderr_thread_, NULL, sluice_pass_stderr_, ends) != 0) {
        close(pipe_ends[0]);
        close(pipe_ends[1]);
        close(ends[1]);
        close(copy);
        free(ends);
        return;
    }
    dup2(pipe_ends[1], STDERR_FILENO);
    close(pipe_ends[1]);
    sluice_stderr_copy_ = copy;
}

/* Takes the filter out again, after all that was written has passed it: what the host writes next comes after that. */
static void sluice_unfilter_stderr_(void) {
    const struct timespec moment = {0, 1000000};
    int copy = sluice_stderr_copy_, rounds;
    if (copy < 0) return;
    sluice_stderr_copy_ = -1;
    dup2(copy, STDERR_FILENO);
    close(copy);
    /* A child that was started meanwhile may keep it open: then it passes on what that writes. */
    for (rounds = 0; rounds < 500 && !sluice_stderr_passed_; rounds++) nanosleep(&moment, NULL);
    pthread_detach(sluice_stderr_thread_);
}

static void sluice_add_option_(sluice_jvm_option_ *options, int32_t *count, const char *words, void *extra) {
    options[*count].words = (char *)words;
    options[*count].extra = extra;
    ++*count;
}

/* A function as the pointer to data that JNI and dlsym want, and back; ISO C has no cast for it. */
static void *sluice_as_data_(sluice_function_ function) {
    void *data;
    memcpy(&data, &function, sizeof data);
    return data;
}

static sluice_function_ sluice_as_function_(void *data) {
    sluice_function_ function;
    memcpy(&function, &data, sizeof function);
    return function;
}

static int32_t sluice_create_jvm_(sluice_boot_ *boot, void *library, sluice_env_ *jvm, sluice_env_ *env) {
    static const char *const fixed[] = {
        "-Xrs", /* the host's signals stay the host's */
        "-XX:+DisableAttachMechanism", /* its socket would be a file in /tmp */
        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:PerMethodTrapLimit=100000",
        "-XX:PerMethodRecompilationCutoff=100000", "-XX:MaxDirectMemorySize=1t", "-XX:-UsePerfData", "-Xshare:auto",
        "-Xlog:disable"};
    static sluice_jvm_option_ options[SLUICE_OPTIONS_];
    sluice_jvm_args_ args;
    sluice_create_ create = (sluice_create_)sluice_as_function_(dlsym(library, "JNI_CreateJavaVM"));
    void *made = NULL;
    int32_t count = 0, result;
    size_t i;
    int collector = 0;
    sluice_add_option_(options, &count, "vfprintf", sluice_as_data_((sluice_function_)sluice_jvm_says_));
    sluice_add_option_(options, &count, "exit", sluice_as_data_((sluice_function_)sluice_jvm_exits_));
    for (i = 0; i < sizeof fixed / sizeof *fixed; i++) sluice_add_option_(options, &count, fixed[i], NULL);
    sluice_add_option_(options, &count, boot->heap, NULL);
    sluice_add_option_(options, &count, boot->class_path, NULL);
    for (i = 0; i < boot->option_count; i++) {
        collector |= strstr(boot->options[i], "GC") != NULL;
        sluice_add_option_(options, &count, boot->options[i], NULL);
    }
    if (!collector) sluice_add_option_(options, &count, "-XX:+UseSerialGC", NULL);
    args.version = SLUICE_JNI_21_;
    args.count = count;
    args.options = options;
    args.ignore_unknown = 0;
    result = create == NULL ? -1 : create(jvm, &made, &args);
    *env = (sluice_env_)made;
    return result;
}

/* Lets the Java side fill in the table. */
static int sluice_fill_table_(sluice_env_ env, char *words, size_t size) {
    typedef void *(*find_class)(sluice_env_, const char *);
    typedef void *(*find_method)(sluice_env_, void *, const char *, const char *);
    typedef int32_t (*call)(sluice_env_, void *, void *, const sluice_value_ *);
    typedef unsigned char (*check)(sluice_env_);
    typedef void (*clear)(sluice_env_);
    sluice_table_ jni = *env;
    sluice_value_ values[4];
    void *type = ((find_class)jni[SLUICE_FIND_CLASS_])(env, "dev/sluice/host/Boot");
    void *method = type == NULL ? NULL : ((find_method)jni[SLUICE_STATIC_METHOD_])(env, type, "boot", "(JJJJ)I");
    int32_t code;
    values[0].j = (int64_t)(intptr_t)&sluice_api_;
    values[1].j = (int64_t)sizeof sluice_api_;
    values[2].j = (int64_t)(intptr_t)words;
    values[3].j = (int64_t)size;
    if (method == NULL) {
        ((clear)jni[SLUICE_EXCEPTION_CLEAR_])(env);
        snprintf(words, size, "its jars have no class dev.sluice.host.Boot with a method boot; the header and the jars are of two versions");
        return SLUICE_E_VERSION;
    }
    code = ((call)jni[SLUICE_CALL_STATIC_INT_])(env, type, method, values);
    if (((check)jni[SLUICE_EXCEPTION_CHECK_])(env)) {
        ((clear)jni[SLUICE_EXCEPTION_CLEAR_])(env);
        snprintf(words, size, "dev.sluice.host.Boot cannot be initialised; the jars are damaged or of two versions");
        return SLUICE_E_JVM;
    }
    return code;
}

/* A table that another version of the engine has filled is never called. */
static int sluice_check_table_(char *words, size_t size) {
    if (sluice_api_.abi != SLUICE_ABI) {
        snprintf(words, size, "its jars have version %llu of the interface, and this program was compiled for %u; take header and jars "
                 "of one version", (unsigned long long)sluice_api_.abi, SLUICE_ABI);
        return SLUICE_E_VERSION;
    }
    if (sluice_api_.size < sizeof sluice_api_) {
        snprintf(words, size, "its jars are older than the header that this program was compiled with: %llu bytes of functions instead of "
                 "%llu; take both of one version", (unsigned long long)sluice_api_.size, (unsigned long long)sizeof sluice_api_);
        return SLUICE_E_VERSION;
    }
    return SLUICE_OK;
}

static void sluice_in_child_(void) {
    sluice_forked_ = 1;
}

static void sluice_at_exit_(void) {
    if (!sluice_forked_ && sluice_state_ == SLUICE_RUNNING_) sluice_stop(2000);
}

/* Remembers the JVM's own handlers: it lives on SIGSEGV, and a host that takes it away ends the process. */
static void sluice_keep_handlers_(void) {
    size_t i;
    for (i = 0; i < sizeof sluice_signals_ / sizeof *sluice_signals_; i++) sigaction(sluice_signals_[i], NULL, &sluice_handlers_[i]);
}

/* Puts them back where the host (faulthandler, a crash reporter) has replaced them; before calls that may take long. */
static void sluice_restore_handlers_(void) {
    struct sigaction now;
    size_t i;
    for (i = 0; i < sizeof sluice_signals_ / sizeof *sluice_signals_; i++) {
        if (sigaction(sluice_signals_[i], NULL, &now) == 0 && now.sa_sigaction != sluice_handlers_[i].sa_sigaction) {
            sigaction(sluice_signals_[i], &sluice_handlers_[i], NULL);
        }
    }
}

/* The same where calls are so short that looking costs too much: it looks again after SLUICE_LOOK_AGAIN_ nanoseconds. */
static void sluice_restore_handlers_at_times_(void) {
    struct timespec time;
    int64_t now;
    clock_gettime(CLOCK_MONOTONIC, &time);
    now = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    if (now - sluice_looked_at_handlers_ < SLUICE_LOOK_AGAIN_) return;
    sluice_looked_at_handlers_ = now;
    sluice_restore_handlers_();
}

/* Runs on a thread of its own, which is no thread of the host: the JVM keeps the one that makes it apart. */
static void *sluice_boot_jvm_(void *argument) {
    typedef int32_t (*detach)(sluice_env_);
    sluice_boot_ *boot = (sluice_boot_ *)argument;
    char path[SLUICE_PATH_], words[SLUICE_WORDS_] = "";
    void *library;
    sluice_created_ created;
    sluice_env_ jvm = NULL, env = NULL;
    int32_t result, others = 0;
    int code;
    sluice_join_(path, boot->place.jdk, "lib/server/libjvm.so");
    library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) {
        sluice_end_start_(SLUICE_FAILED_, SLUICE_E_JVM, "the JVM cannot be loaded: %s", dlerror());
        return NULL;
    }
    created = (sluice_created_)sluice_as_function_(dlsym(library, "JNI_GetCreatedJavaVMs"));
    if (created != NULL && created(&jvm, 1, &others) == 0 && others > 0) {
        sluice_end_start_(SLUICE_FAILED_, SLUICE_E_JVM, "this process has a JVM already, of another library, and cannot have two; use "
                          "Sluice from a process of its own");
        return NULL;
    }
    sluice_filter_stderr_();
    result = sluice_create_jvm_(boot, library, &jvm, &env);
    if (result != 0) {
        sluice_unfilter_stderr_();
        sluice_end_start_(SLUICE_FAILED_, SLUICE_E_JVM, "the JVM of %s did not start, code %d%s%s; correct heap or options and start the "
                          "program anew", boot->place.jdk, (int)result, sluice_jvm_said_[0] ? ": " : "", sluice_jvm_said_);
        return NULL;
    }
    sluice_keep_handlers_();
    code = sluice_fill_table_(env, words, sizeof words);
    if (code == SLUICE_OK) code = sluice_check_table_(words, sizeof words);
    sluice_unfilter_stderr_();
    ((detach)(*jvm)[SLUICE_DETACH_])(jvm);
    if (code != SLUICE_OK) {
        sluice_end_start_(SLUICE_FAILED_, code, "Sluice of %s does not start: %s", boot->place.home, words);
        return NULL;
    }
    atexit(sluice_at_exit_);
    sluice_end_start_(SLUICE_RUNNING_, SLUICE_OK, "%s", "");
    return NULL;
}

static char *sluice_copy_(const char *words) {
    size_t length = strlen(words) + 1;
    char *copy = (char *)malloc(length);
    if (copy != NULL) memcpy(copy, words, length);
    return copy;
}

/* Called with the lock. */
static int sluice_begin_start_(const sluice_config *config) {
    static const char prefix[] = "-Djava.class.path=";
    sluice_boot_ *boot = (sluice_boot_ *)calloc(1, sizeof *boot);
    pthread_attr_t attributes;
    pthread_t thread;
    uint64_t i;
    int code = boot == NULL ? sluice_fail_(SLUICE_E_MEMORY, "no memory to start") : sluice_check_config_(config);
    if (code == SLUICE_OK) {
        memcpy(boot->class_path, prefix, sizeof prefix);
        code = sluice_find_home_(&boot->place, config, boot->class_path + sizeof prefix - 1, sizeof boot->class_path - sizeof prefix);
    }
    if (code == SLUICE_OK) code = sluice_find_jdk_(&boot->place, config);
    if (code != SLUICE_OK) {
        free(boot);
        return code;
    }
    snprintf(boot->heap, sizeof boot->heap, "-Xmx%s", config->heap != NULL ? config->heap : "256m");
    for (i = 0; i < config->option_count; i++) boot->options[boot->option_count++] = sluice_copy_(config->options[i]);
    sluice_state_ = SLUICE_STARTING_;
    pthread_atfork(NULL, NULL, sluice_in_child_);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 8u << 20);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    code = pthread_create(&thread, &attributes, sluice_boot_jvm_, boot);
    if (code != 0) {
        sluice_state_ = SLUICE_NEW_;
        code = sluice_fail_(SLUICE_E_MEMORY, "no thread to start the JVM: %s", strerror(code));
    }
    pthread_attr_destroy(&attributes);
    return code;
}

/* -- the functions ------------------------------------------------------------------------------------------------------ */

/* Whether the engine may be called; else says why not. */
static int sluice_require_running_(void) {
    if (sluice_forked_) {
        return sluice_fail_(SLUICE_E_FORKED, "this process is a fork of one that started Sluice, and a JVM does not live in forks; start "
                            "a new program (posix_spawn, exec; in Python multiprocessing with 'spawn'), or fork before sluice_start");
    }
    switch (sluice_state_) {
        case SLUICE_RUNNING_: return SLUICE_OK;
        case SLUICE_STOPPED_: return sluice_fail_(SLUICE_E_STATE, "Sluice was stopped, and cannot start again in this process");
        case SLUICE_FAILED_: return sluice_fail_(sluice_failure_code_, "%s", sluice_failure_);
        default: return sluice_fail_(SLUICE_E_STATE, "Sluice has not been started; call sluice_start first");
    }
}

/* Asks for the bounds of this thread's stack, once; where the system does not say them, every place is good. */
static void sluice_look_at_stack_(void) {
    typedef int (*ask)(pthread_t, pthread_attr_t *);
    pthread_attr_t attributes;
    void *self = dlopen(NULL, RTLD_NOW), *found = self == NULL ? NULL : dlsym(self, "pthread_getattr_np"), *lowest = NULL;
    size_t size = 0;
    if (found != NULL && ((ask)sluice_as_function_(found))(pthread_self(), &attributes) == 0) {
        if (pthread_attr_getstack(&attributes, &lowest, &size) != 0) size = 0;
        pthread_attr_destroy(&attributes);
    }
    if (self != NULL) dlclose(self);
    sluice_lowest_ = size == 0 ? NULL : (char *)lowest + SLUICE_LEAST_ROOM_;
    sluice_span_ = size == 0 ? (size_t)-1 : size > SLUICE_LEAST_ROOM_ ? size - SLUICE_LEAST_ROOM_ : 1;
}

/* Whether there is room on this thread's stack for Java: the JVM ends the process where it meets the end of a stack. */
#define SLUICE_HAS_ROOM_() ((size_t)((char *)__builtin_frame_address(0) - sluice_lowest_) < sluice_span_)

static int sluice_require_stack_(void) {
    ptrdiff_t left;
    if (sluice_span_ == 0) sluice_look_at_stack_();
    if (SLUICE_HAS_ROOM_()) return SLUICE_OK;
    left = (char *)__builtin_frame_address(0) - sluice_lowest_ + SLUICE_LEAST_ROOM_;
    if (left < 0 || left >= SLUICE_LEAST_ROOM_) {
        return sluice_fail_(SLUICE_E_STATE, "this thread runs on a stack that is not its own (of a coroutine, or of a handler of signals), "
                            "where Java cannot run; call from the thread itself");
    }
    return sluice_fail_(SLUICE_E_STATE, "this thread has %lld KiB of stack left, and Java needs %d; make threads that call Sluice with %d "
                        "KiB or more (pthread_attr_setstacksize)", (long long)left / 1024, SLUICE_LEAST_ROOM_ / 1024,
                        SLUICE_LEAST_STACK / 1024);
}

/* Whether this thread may call the engine; where not, sluice_refused_ is the code. */
static int sluice_admit_(void) {
    sluice_refused_ = sluice_require_running_();
    if (sluice_refused_ == SLUICE_OK) sluice_refused_ = sluice_require_stack_();
    return sluice_refused_ == SLUICE_OK;
}

#define SLUICE_IS_ADMITTED_() ((SLUICE_HAS_ROOM_() && sluice_state_ == SLUICE_RUNNING_ && !sluice_forked_) || sluice_admit_())

/* The engine's own code: its words are asked for where it failed. */
static int sluice_answer_(int code) {
    if (code < 0) sluice_words_are_own_ = 0;
    return code;
}

int sluice_start(const sluice_config *config) {
    sluice_config defaults;
    int code = SLUICE_OK;
    if (sluice_forked_) return sluice_require_running_();
    code = sluice_require_stack_();
    if (code != SLUICE_OK) return code;
    memset(&defaults, 0, sizeof defaults);
    defaults.size = sizeof defaults;
    pthread_mutex_lock(&sluice_lock_);
    if (sluice_state_ == SLUICE_NEW_) code = sluice_begin_start_(config != NULL ? config : &defaults);
    while (sluice_state_ == SLUICE_STARTING_) pthread_cond_wait(&sluice_changed_, &sluice_lock_);
    pthread_mutex_unlock(&sluice_lock_);
    return code != SLUICE_OK ? code : sluice_require_running_();
}

int sluice_stop(int64_t timeout_ms) {
    int code;
    if (!SLUICE_IS_ADMITTED_()) return sluice_refused_;
    if (timeout_ms < 0) {
        return sluice_fail_(SLUICE_E_ARGUMENT, "timeout_ms=%lld is negative; 0 does not wait", (long long)timeout_ms);
    }
    sluice_restore_handlers_();
    if (sluice_api_.in_callback()) return sluice_answer_(sluice_api_.stop(timeout_ms));
    pthread_mutex_lock(&sluice_lock_);
    code = sluice_state_ == SLUICE_RUNNING_;
    if (code) sluice_state_ = SLUICE_STOPPED_;
    pthread_mutex_unlock(&sluice_lock_);
    return code ? sluice_answer_(sluice_api_.stop(timeout_ms)) : sluice_require_running_();
}

const char *sluice_error(void) {
    if (sluice_words_are_own_ || sluice_forked_ || (sluice_state_ != SLUICE_RUNNING_ && sluice_state_ != SLUICE_STOPPED_)) {
        return sluice_words_;
    }
    if (sluice_span_ == 0) sluice_look_at_stack_();
    return SLUICE_HAS_ROOM_() ? sluice_api_.error() : sluice_words_;
}

const char *sluice_version(void) {
    return SLUICE_IS_ADMITTED_() ? sluice_api_.version() : "";
}

int sluice_nop(void) {
    return SLUICE_IS_ADMITTED_() ? sluice_api_.nop() : sluice_refused_;
}

/* Calls member `call` of the table, if the engine runs, with the JVM's handlers where they belong: a host that has replaced them
 * since would not survive it. */
#define SLUICE_CALL_(call) \
    (SLUICE_IS_ADMITTED_() ? (sluice_restore_handlers_(), sluice_answer_(sluice_api_.call)) : sluice_refused_)

/* The same: calls that may take long. */
#define SLUICE_LONG_CALL_(call) SLUICE_CALL_(call)

/* The same, for calls of some microseconds. */
#define SLUICE_SHORT_CALL_(call) \
    (SLUICE_IS_ADMITTED_() ? (sluice_restore_handlers_at_times_(), sluice_answer_(sluice_api_.call)) : sluice_refused_)

int sluice_release(sluice_handle handle) {
    return SLUICE_CALL_(release(handle));
}

int sluice_kernel_open(const char *name, const char *words, sluice_handle *kernel) {
    return SLUICE_CALL_(kernel_open(name, words, kernel));
}

int sluice_kernel_run(sluice_handle kernel, const sluice_array *arrays, uint64_t array_count, int64_t *result) {
    return SLUICE_SHORT_CALL_(kernel_run(kernel, arrays, array_count, result));
}

int sluice_kernel_prepare(sluice_handle kernel, const sluice_array *arrays, uint64_t array_count, sluice_handle *call) {
    return SLUICE_CALL_(kernel_prepare(kernel, arrays, array_count, call));
}

int sluice_call_run(sluice_handle call, int64_t *result) {
    return SLUICE_SHORT_CALL_(call_run(call, result));
}

int sluice_session_open(const char *const *words, uint64_t word_count, sluice_handle *session) {
    return SLUICE_CALL_(session_open(words, word_count, session));
}

int sluice_session_live(const char *const *words, uint64_t word_count, const char *data_type, const char *record_type,
                        sluice_handle *session, sluice_handle *live) {
    return SLUICE_CALL_(session_live(words, word_count, data_type, record_type, session, live));
}

int sluice_session_streams(sluice_handle session, sluice_handle *streams, uint64_t room, uint64_t *count) {
    return SLUICE_CALL_(session_streams(session, streams, room, count));
}

int sluice_stream_next(sluice_handle stream, int64_t timeout_ns, sluice_chunk *chunk) {
    return SLUICE_CALL_(stream_next(stream, timeout_ns, chunk));
}

int sluice_stream_callback(sluice_handle stream, sluice_chunk_function function, void *context) {
    return SLUICE_CALL_(stream_callback(stream, function, context));
}

int sluice_stream_wait(sluice_handle stream, int64_t timeout_ns, int *result) {
    return SLUICE_CALL_(stream_wait(stream, timeout_ns, result));
}

int sluice_stream_fd(sluice_handle stream, int *fd) {
    return SLUICE_CALL_(stream_fd(stream, fd));
}

int sluice_in_callback(void) {
    return SLUICE_IS_ADMITTED_() ? sluice_api_.in_callback() : 0;
}

int sluice_text(sluice_handle handle, const char *what, char *buffer, uint64_t size, uint64_t *length) {
    return SLUICE_CALL_(text(handle, what, buffer, size, length));
}

int sluice_live_set(sluice_handle live, const char *name, const char *value) {
    return SLUICE_CALL_(live_set(live, name, value));
}

int sluice_arrow_records(const char *record_type, const void *records, int64_t count, struct ArrowSchema *schema,
                         struct ArrowArray *array) {
    return SLUICE_LONG_CALL_(arrow_records(record_type, records, count, schema, array));
}

int sluice_arrow_stream(sluice_handle stream, sluice_handle owner, struct ArrowArrayStream *arrow) {
    return SLUICE_LONG_CALL_(arrow_stream(stream, owner, arrow));
}

int sluice_live_claim(sluice_handle live, int64_t count, void **records) {
    return SLUICE_CALL_(live_claim(live, count, records));
}

int sluice_live_publish(sluice_handle live, int64_t count, int64_t start, int64_t end) {
    return SLUICE_SHORT_CALL_(live_publish(live, count, start, end));
}

int sluice_live_push(sluice_handle live, const void *records, int64_t count, int64_t start, int64_t end) {
    return SLUICE_CALL_(live_push(live, records, count, start, end));
}

int sluice_live_claim_within(sluice_handle live, int64_t count, int64_t timeout_ns, void **records) {
    return SLUICE_CALL_(live_claim_within(live, count, timeout_ns, records));
}

int sluice_live_publish_within(sluice_handle live, int64_t count, int64_t start, int64_t end, int64_t timeout_ns) {
    return SLUICE_SHORT_CALL_(live_publish_within(live, count, start, end, timeout_ns));
}

int sluice_live_push_within(sluice_handle live, const void *records, int64_t count, int64_t start, int64_t end, int64_t timeout_ns) {
    return SLUICE_CALL_(live_push_within(live, records, count, start, end, timeout_ns));
}

int sluice_live_discard(sluice_handle live) {
    return SLUICE_CALL_(live_discard(live));
}

int sluice_live_lost(sluice_handle live, int64_t start, int64_t end, const char *cause) {
    return SLUICE_CALL_(live_lost(live, start, end, cause));
}

int sluice_live_finish(sluice_handle live) {
    return SLUICE_CALL_(live_finish(live));
}

int sluice_live_fail(sluice_handle live, const char *words) {
    return SLUICE_CALL_(live_fail(live, words));
}

int sluice_plugin_register(const sluice_plugin *plugin, sluice_handle *handle) {
    return SLUICE_LONG_CALL_(plugin_register(plugin, handle));
}

const sluice_api *sluice_table(void) {
    return sluice_state_ == SLUICE_RUNNING_ && !sluice_forked_ ? &sluice_api_ : NULL;
}

#ifdef __cplusplus
}
#endif

#endif /* SLUICE_IMPLEMENTATION */
#endif /* SLUICE_H */
