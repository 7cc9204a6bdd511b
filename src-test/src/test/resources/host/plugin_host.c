/* A host that registers plugins of its own, calls back from inside of them, and does what it must not. */
#include "host.h"

#include "plugins.c"

static sluice_handle current_stream = 0, current_session = 0;

/* The first stream of a session over the simulated detector. */
static sluice_handle open_stream(const char *target, const char *option, const char *value) {
    const char *words[] = {"--sim-records", "2000", "--chunk-records", "100", "--target", NULL, NULL, NULL};
    sluice_handle stream = 0;
    words[5] = target;
    words[6] = option;
    words[7] = value;
    EXPECT(sluice_session_open(words, option == NULL ? 6 : 8, &current_session) == SLUICE_OK);
    EXPECT(sluice_session_streams(current_session, &stream, 1, NULL) == SLUICE_OK);
    current_stream = stream;
    return stream;
}

static int next(sluice_handle stream, sluice_chunk *chunk) {
    *chunk = fresh();
    return sluice_stream_next(stream, -1, chunk);
}

static uint64_t count_all(sluice_handle stream, int *code) {
    sluice_chunk chunk;
    uint64_t count = 0;
    while ((*code = next(stream, &chunk)) == SLUICE_OK) count += chunk.count;
    return count;
}

static void registered(void) {
    sluice_handle plugin = 0, other = 0;
    sluice_plugin wrong = twice;
    sluice_chunk chunk;
    int code;
    static const char *const words[] = {"--target", "twice"};
    EXPECT(sluice_plugin_register(&twice, &plugin) == SLUICE_OK && plugin != 0);
    EXPECT(sluice_plugin_register(&twice, &other) == SLUICE_E_ARGUMENT && SAYS("registered"));
    EXPECT(sluice_plugin_register(NULL, &other) == SLUICE_E_ARGUMENT && SAYS("NULL"));
    EXPECT(sluice_plugin_register(&near, NULL) == SLUICE_E_ARGUMENT && SAYS("handle is NULL"));
    wrong.abi = 7;
    EXPECT(sluice_plugin_register(&wrong, &other) == SLUICE_E_ARGUMENT && SAYS("abi=7"));
    wrong = twice;
    wrong.compute = NULL;
    EXPECT(sluice_plugin_register(&wrong, &other) == SLUICE_E_ARGUMENT && SAYS("compute"));
    EXPECT(count_all(open_stream("twice", NULL, NULL), &code) == 4000 && code == SLUICE_END);
    EXPECT(sluice_release(current_session) == SLUICE_OK);
    open_stream("twice", NULL, NULL);
    EXPECT(next(current_stream, &chunk) == SLUICE_OK);
    EXPECT(sluice_release(plugin) == SLUICE_OK); /* the open session keeps it */
    EXPECT(count_all(current_stream, &code) == 4000 - chunk.count && code == SLUICE_END);
    EXPECT(sluice_release(current_session) == SLUICE_OK);
    EXPECT(sluice_session_open(words, 2, &other) == SLUICE_E_ARGUMENT && SAYS("no plugin provides 'twice'"));
    EXPECT(sluice_release(plugin) == SLUICE_E_HANDLE);
    EXPECT(sluice_plugin_register(&twice, &plugin) == SLUICE_OK);
    EXPECT(sluice_release(plugin) == SLUICE_OK);
}

static void failing_ones(void) {
    sluice_handle plugin = 0;
    int code;
    EXPECT(sluice_plugin_register(&failing, &plugin) == SLUICE_OK);
    count_all(open_stream("failing", "--set", "fail_from=5000000"), &code);
    EXPECT(code == SLUICE_E_FAILED && SAYS("failing failed in run simulation on chunk") && SAYS("the crystal broke"));
    EXPECT(sluice_release(current_session) == SLUICE_OK);
    count_all(open_stream("failing", "--on-error", "skip"), &code);
    EXPECT(code == SLUICE_END);
    EXPECT(sluice_release(current_session) == SLUICE_OK);
    EXPECT(sluice_release(plugin) == SLUICE_OK);
}

static int created = 0, destroyed = 0;
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;

static int create_counted(void *user, sluice_plugin_call *call, void **state) {
    EXPECT(user == &created && strcmp(call->run, "simulation") == 0);
    EXPECT(call->inputs[0].records == NULL && call->outputs[0].records == NULL);
    *state = malloc(16);
    pthread_mutex_lock(&counting);
    created++;
    pthread_mutex_unlock(&counting);
    return *state == NULL;
}

/* From inside of a plugin what waits for the run is refused, kernels and texts are not. */
static int compute_calling(void *state, sluice_plugin_call *call) {
    sluice_chunk chunk;
    sluice_handle kernel = 0;
    char text[100];
    (void)state;
    (void)call;
    EXPECT(next(current_stream, &chunk) == SLUICE_E_STATE && SAYS("from inside of a plugin"));
    EXPECT(sluice_release(current_stream) == SLUICE_E_STATE && SAYS("from inside of a plugin"));
    EXPECT(sluice_release(current_session) == SLUICE_E_STATE);
    EXPECT(sluice_text(current_stream, "name", text, sizeof text, NULL) == SLUICE_OK);
    EXPECT(sluice_kernel_open("peak_charge", "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4", &kernel) == SLUICE_OK);
    EXPECT(sluice_release(kernel) == SLUICE_OK);
    return 0;
}

static void destroy_counted(void *state) {
    free(state);
    pthread_mutex_lock(&counting);
    destroyed++;
    pthread_mutex_unlock(&counting);
}

static void calling_back(void) {
    static const sluice_product provides[] = {{"calling", "time:<i8 instantaneous", NULL}};
    sluice_plugin plugin;
    sluice_handle handle = 0;
    int code;
    memset(&plugin, 0, sizeof plugin);
    plugin.size = sizeof plugin;
    plugin.abi = SLUICE_ABI;
    plugin.version = "1";
    plugin.provides = provides;
    plugin.provide_count = 1;
    plugin.inputs = waveforms;
    plugin.input_count = 1;
    plugin.user = &created;
    plugin.create = create_counted;
    plugin.compute = compute_calling;
    plugin.destroy = destroy_counted;
    EXPECT(sluice_plugin_register(&plugin, &handle) == SLUICE_OK);
    memset(&plugin, 0xff, sizeof plugin); /* it was copied */
    EXPECT(count_all(open_stream("calling", "--workers", "2"), &code) == 0 && code == SLUICE_END);
    EXPECT(sluice_release(current_session) == SLUICE_OK);
    EXPECT(created >= 1 && created == destroyed);
    EXPECT(sluice_release(handle) == SLUICE_OK);
}

/* A session that is closed while the plugin is at work ends when the call does. */
static void closing(void) {
    sluice_handle plugin = 0;
    sluice_chunk chunk;
    int round;
    EXPECT(sluice_plugin_register(&twice, &plugin) == SLUICE_OK);
    for (round = 0; round < 20; round++) {
        static const char *const words[] = {"--sim-records", "endless", "--target", "twice", "--chunk-records", "10"};
        EXPECT(sluice_session_open(words, 6, &current_session) == SLUICE_OK);
        EXPECT(sluice_session_streams(current_session, &current_stream, 1, NULL) == SLUICE_OK);
        EXPECT(next(current_stream, &chunk) == SLUICE_OK && chunk.count > 0);
        EXPECT(sluice_release(current_session) == SLUICE_OK);
    }
    EXPECT(sluice_release(plugin) == SLUICE_OK);
}

static void live(void) {
    static const char *const words[] = {"--target", "twice"};
    sluice_handle plugin = 0, session = 0, input = 0, stream = 0;
    sluice_chunk chunk;
    int64_t records[3] = {10, 20, 30};
    EXPECT(sluice_plugin_register(&twice, &plugin) == SLUICE_OK);
    EXPECT(sluice_session_live(words, 2, "st_waveforms_stream", "time:<i8 instantaneous", &session, &input) == SLUICE_OK);
    EXPECT(sluice_session_streams(session, &stream, 1, NULL) == SLUICE_OK);
    EXPECT(sluice_live_push(input, records, 3, 0, 100) == SLUICE_OK);
    EXPECT(next(stream, &chunk) == SLUICE_OK && chunk.count == 6 && ((const instant *)chunk.records)[5].time == 30);
    EXPECT(sluice_live_finish(input) == SLUICE_OK);
    EXPECT(next(stream, &chunk) == SLUICE_END);
    EXPECT(sluice_release(session) == SLUICE_OK);
    EXPECT(sluice_release(plugin) == SLUICE_OK);
}

/* A shared library by its word, such as the example of the documentation. */
static void library(const char *file) {
    const char *words[] = {"--sim-records", "2000", "--target", "rise_time", "--plugins", NULL};
    sluice_handle stream = 0;
    int code;
    words[5] = file;
    EXPECT(sluice_session_open(words, 6, &current_session) == SLUICE_OK);
    EXPECT(sluice_session_streams(current_session, &stream, 1, NULL) == SLUICE_OK);
    EXPECT(count_all(stream, &code) == 2000 && code == SLUICE_END);
    EXPECT(sluice_release(current_session) == SLUICE_OK);
    words[5] = "/nowhere/librise.so";
    EXPECT(sluice_session_open(words, 6, &current_session) == SLUICE_E_ARGUMENT && SAYS("no such library"));
}

/* Where the members of the structs are, for the engine to compare. */
#define PLACE(type, member) printf(#type "." #member " %lu\n", (unsigned long)offsetof(type, member))
#define BYTES(type) printf(#type " %lu\n", (unsigned long)sizeof(type))

static void layout(void) {
    BYTES(sluice_plugin); BYTES(sluice_product); BYTES(sluice_option); BYTES(sluice_field); BYTES(sluice_layout);
    BYTES(sluice_setting); BYTES(sluice_input); BYTES(sluice_output); BYTES(sluice_plugin_call);
    PLACE(sluice_plugin, size); PLACE(sluice_plugin, abi); PLACE(sluice_plugin, name); PLACE(sluice_plugin, version);
    PLACE(sluice_plugin, help); PLACE(sluice_plugin, provides); PLACE(sluice_plugin, provide_count);
    PLACE(sluice_plugin, inputs); PLACE(sluice_plugin, input_count); PLACE(sluice_plugin, options);
    PLACE(sluice_plugin, option_count); PLACE(sluice_plugin, flags); PLACE(sluice_plugin, halo_before);
    PLACE(sluice_plugin, halo_after); PLACE(sluice_plugin, reset_after); PLACE(sluice_plugin, chunk_records);
    PLACE(sluice_plugin, max_workers); PLACE(sluice_plugin, user); PLACE(sluice_plugin, create);
    PLACE(sluice_plugin, compute); PLACE(sluice_plugin, reset); PLACE(sluice_plugin, destroy); PLACE(sluice_plugin, halo);
    PLACE(sluice_input, layout); PLACE(sluice_input, records); PLACE(sluice_input, count); PLACE(sluice_input, stride);
    PLACE(sluice_input, first); PLACE(sluice_input, beyond); PLACE(sluice_input, start); PLACE(sluice_input, end);
    PLACE(sluice_output, layout); PLACE(sluice_output, records); PLACE(sluice_output, room); PLACE(sluice_output, count);
    PLACE(sluice_output, stride);
    PLACE(sluice_plugin_call, size); PLACE(sluice_plugin_call, run); PLACE(sluice_plugin_call, settings);
    PLACE(sluice_plugin_call, setting_count); PLACE(sluice_plugin_call, inputs); PLACE(sluice_plugin_call, input_count);
    PLACE(sluice_plugin_call, outputs); PLACE(sluice_plugin_call, output_count); PLACE(sluice_plugin_call, start);
    PLACE(sluice_plugin_call, end); PLACE(sluice_plugin_call, segment); PLACE(sluice_plugin_call, skipping);
    PLACE(sluice_plugin_call, words); PLACE(sluice_plugin_call, words_room); PLACE(sluice_plugin_call, room);
    PLACE(sluice_plugin_call, lost); PLACE(sluice_plugin_call, note);
}

int main(int count, char **words) {
    const char *scenario = count > 1 ? words[1] : "registered";
    if (strcmp(scenario, "layout") == 0) {
        layout();
        return 0;
    }
    EXPECT(sluice_plugin_register(&twice, &current_session) == SLUICE_E_STATE);
    EXPECT(sluice_start(NULL) == SLUICE_OK);
    if (strcmp(scenario, "registered") == 0) registered();
    else if (strcmp(scenario, "failing") == 0) failing_ones();
    else if (strcmp(scenario, "calling_back") == 0) calling_back();
    else if (strcmp(scenario, "closing") == 0) closing();
    else if (strcmp(scenario, "live") == 0) live();
    else if (strcmp(scenario, "library") == 0 && count > 2) library(words[2]);
    else return 99;
    return fails != 0;
}
