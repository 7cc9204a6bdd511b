// sluice.hpp: with exceptions, and, where there are none, with results only. Exits with 0 where nothing surprised it.
#define SLUICE_IMPLEMENTATION
#include "sluice.hpp"

#include <atomic>
#include <cstdio>
#include <thread>

#if __cplusplus >= 201703L
#include <array>
#endif

static int fails = 0;

#define EXPECT(condition)                                                    \
    do {                                                                     \
        if (!(condition)) {                                                  \
            std::printf("line %d: %s; error: %s\n", __LINE__, #condition, sluice_error()); \
            fails++;                                                         \
        }                                                                    \
    } while (0)

static_assert(std::is_nothrow_move_constructible<sluice::handle>::value, "handles move");
static_assert(!std::is_copy_constructible<sluice::kernel>::value, "kernels are not copied");
static_assert(!std::is_copy_constructible<sluice::stream>::value && std::is_move_constructible<sluice::stream>::value, "streams move");
static_assert(std::is_nothrow_destructible<sluice::session>::value, "destructors do not throw");

struct pulse {
    int64_t time;
    int32_t height;
} __attribute__((packed));

struct sample_wave {
    int16_t samples[50];
};

struct peak {
    float height;
    float charge;
};

static const char kernel_words[] = "waveforms=wave:<i2[50]; results=peak:<f4,charge:<f4; peak_range=10:50; charge_range=10:50; "
                                   "baseline_range=0:10";
static const char pulses[] = "time:<i8,height:<i4 instantaneous";

static bool says(const sluice::failure &failure, const char *words) {
    return failure.message().find(words) != std::string::npos;
}

// Fields with titles, and after arrays of several dimensions.
static void fields_of_types() {
    sluice::result<sluice::live_session> opened = sluice::session::try_live(
        {"--target", "frames"}, "frames",
        "[(('begin (ns)', 'time'), '<i8'), ('name', '<U3'), ('grid', '<i2', (2, 3)), ('', '|V2'), ('height', '<i4')] instantaneous");
    EXPECT(opened.has_value());
    if (!opened) return;
    sluice::result<sluice::stream> stream = opened->try_stream();
    EXPECT(stream.has_value());
    if (!stream) return;
    sluice::result<sluice::field<int64_t>> time = stream->try_field<int64_t>("time");
    sluice::result<sluice::field<int16_t>> grid = stream->try_field<int16_t>("grid");
    sluice::result<sluice::field<int32_t>> height = stream->try_field<int32_t>("height");
    EXPECT(time && time->offset() == 0 && time->samples() == 1);
    EXPECT(grid && grid->offset() == 20 && grid->samples() == 6);
    EXPECT(height && height->offset() == 34);
}

static void kernels_as_results() {
    std::vector<sample_wave> waves(10);
    std::vector<peak> peaks(10);
    std::vector<double> doubles(10);
    for (std::size_t i = 0; i < waves.size(); i++) {
        for (int16_t &sample : waves[i].samples) sample = 100;
        waves[i].samples[20] = static_cast<int16_t>(100 - i);
    }
    sluice::result<sluice::kernel> none = sluice::kernel::try_open("peak", "");
    EXPECT(!none && none.code() == sluice::code::argument && says(none.error(), "peak_charge"));
    sluice::result<sluice::kernel> opened = sluice::kernel::try_open("peak_charge", kernel_words);
    EXPECT(opened.has_value());
    sluice::kernel kernel = std::move(*opened);
    EXPECT(!opened->get() && kernel.get() != 0);
    EXPECT(kernel.try_run({waves, peaks}).value() == 10);
    EXPECT(peaks[7].height > 6.5f && peaks[7].height < 7.5f);
    sluice::result<int64_t> wrong = kernel.try_run({doubles, peaks});
    EXPECT(!wrong && says(wrong.error(), "arrays[0] has records of 8 bytes") && says(wrong.error(), "100"));
    EXPECT(kernel.try_run({waves}).code() == sluice::code::argument);
    sluice::result<sluice::call> prepared = kernel.try_prepare({waves, peaks});
    EXPECT(prepared && prepared->try_run().value() == 10);
    EXPECT(kernel.try_close().has_value() && kernel.try_close().has_value());
    EXPECT(kernel.try_run({waves, peaks}).code() == sluice::code::handle);
    // A type of results that the kernel does not have is refused at once, and the other way round.
    const std::string waveforms = "waveforms=time:<i8,dt:<i4,wave:<i2[50]; threshold=20";
    sluice::result<sluice::kernel> other = sluice::kernel::try_open("threshold_hits", waveforms + "; hits=time:<i8,height:<f4");
    EXPECT(other.code() == sluice::code::argument);
    EXPECT(says(other.error(), "threshold_hits has one type for its hits, which is not hits=time:<i8,height:<f4; leave hits out"));
    EXPECT(sluice::kernel::try_open("threshold_hits", waveforms).has_value());
    EXPECT(says(sluice::kernel::try_open("peak_charge", "waveforms=wave:<i2[50]").error(), "results=peak:<f4,charge:<f4"));
}

// Calls with a limit of time give what is false where it is over: before the streams start, and in a ring that nobody reads.
static void live_within_a_time() {
    sluice::result<sluice::live_session> opened = sluice::session::try_live({"--target", "pulses"}, "pulses", pulses);
    EXPECT(opened.has_value());
    if (!opened) return;
    sluice::live_input &input = opened->input;
    sluice::result<sluice::claim<pulse>> early = input.try_claim_within<pulse>(3, 0);
    EXPECT(early.has_value() && !*early && early->empty());
    EXPECT(input.try_push_within(std::vector<pulse>{{0, 1}}, 0, 10, 0).value_or(true) == false);
    EXPECT(input.try_claim_within<double>(3, 0).code() == sluice::code::argument);
    sluice::result<sluice::stream> stream = opened->try_stream();
    EXPECT(stream.has_value());
    sluice::result<sluice::claim<pulse>> claimed = input.try_claim_within<pulse>(1, 1000000000);
    EXPECT(claimed.has_value() && *claimed && claimed->size() == 1);
    int64_t end = 0;
    for (bool room = true; room && end < 100000; end += room ? 10 : 0) {
        const pulse one[] = {{end, 1}};
        sluice::result<bool> pushed = input.try_push_within(sluice::span<const pulse>(one), end, end + 10, 0);
        EXPECT(pushed.has_value());
        room = std::move(pushed).value_or(false);
    }
    EXPECT(end > 0 && end < 100000);
    EXPECT(input.try_finish().has_value());
    int64_t count = 0;
    while (*stream->try_next()) count += 10;
    EXPECT(count == end);
}

static void live_as_results() {
    sluice::result<sluice::live_session> opened = sluice::session::try_live({"--target", "pulses"}, "pulses", pulses);
    EXPECT(opened.has_value());
    sluice::live_session session = std::move(*opened);
    EXPECT(session.input.try_set("overflow", "never").code() == sluice::code::argument);
    sluice::result<sluice::stream> started = session.try_stream();
    EXPECT(started.has_value());
    sluice::stream stream = std::move(*started);
    EXPECT(!*stream.try_next(0) && stream.try_next(0)->code() == sluice::code::timeout);
    sluice::result<sluice::claim<pulse>> claimed = session.input.try_claim<pulse>(3);
    EXPECT(claimed.has_value() && claimed->size() == 3);
    for (std::size_t i = 0; i < claimed->size(); i++) (*claimed)[i] = pulse{static_cast<int64_t>(10 * i), static_cast<int32_t>(i)};
    EXPECT(claimed->try_publish_within(3, 0, 30, 1000000000).value());
    EXPECT(session.input.try_discard().has_value());
    EXPECT(sluice::plugin::try_register(sluice_plugin()).code() == sluice::code::argument);
    EXPECT(session.input.try_push(std::vector<pulse>{{30, 7}}, 30, 40).has_value());
    sluice::result<void> doubles = session.input.try_push(std::vector<double>(4), 40, 50);
    EXPECT(!doubles && says(doubles.error(), "12 bytes, and the type given 8"));
    EXPECT(session.input.try_claim<int64_t>(1).code() == sluice::code::argument);
    EXPECT(session.input.try_lost(40, 50, "the cable").has_value());
    EXPECT(session.input.try_advance(50, 60).has_value());
    EXPECT(session.input.try_finish().has_value());
    sluice::result<sluice::stream::next_chunk> next = stream.try_next();
    EXPECT(next && *next && (*next)->size() == 3 && (*next)->end() == 30);
    sluice::result<sluice::span<const pulse>> records = (**next).try_records<pulse>();
    EXPECT(records && (*records)[2].height == 2);
    EXPECT(says((**next).try_records<double>().error(), "a record of this stream has 12 bytes"));
    sluice::result<sluice::field<int32_t>> height = stream.try_field<int32_t>("height");
    EXPECT(height && (*height)(**next, 1) == 1 && height->offset() == 8 && height->samples() == 1);
    EXPECT(says(stream.try_field<float>("height").error(), "i4 and not f4"));
    EXPECT(says(stream.try_field<float>("width").error(), "no field width"));
    int64_t lost = 0;
    std::size_t count = 3;
    while (*(next = stream.try_next())) {
        lost += (*next)->lost();
        count += (*next)->size();
    }
    EXPECT(next->at_end() && lost == 10 && count == 4);
    EXPECT(stream.try_text("state").value() == "completed");
    EXPECT(stream.try_text("colour").code() == sluice::code::argument);
    EXPECT(stream.try_text("summary").value().size() > 256);
}

static void callbacks_as_results() {
    sluice::session session = std::move(*sluice::session::try_open({"--sim-records", "5000", "--chunk-records", "500", "--target", "features"}));
    sluice::stream stream = std::move(*session.try_stream());
    std::atomic<std::size_t> records(0);
    EXPECT(stream.try_each([&records](const sluice::chunk &chunk) { return (records += chunk.size()) > 0; }).has_value());
    // The function that is called stays, where another is refused.
    EXPECT(stream.try_each([](const sluice::chunk &) { return false; }).code() == sluice::code::state);
    sluice::stream moved = std::move(stream);
    EXPECT(moved.try_wait().value() && records == 5000);
    EXPECT(moved.try_fd().code() == sluice::code::state);
}

#if SLUICE_EXCEPTIONS
template <typename F>
static bool throws(sluice::code number, const char *words, F function) {
    try {
        function();
    } catch (const sluice::error &failure) {
        if (failure.code() == number && std::strstr(failure.what(), words) != nullptr) return true;
        std::printf("%d: %s\n", static_cast<int>(failure.code()), failure.what());
    }
    return false;
}

static void with_exceptions() {
    EXPECT(throws(sluice::code::argument, "featurs", [] { sluice::session wrong({"--target", "featurs"}); }));
    EXPECT(throws(sluice::code::argument, "peak_charge", [] { sluice::kernel wrong("peak", ""); }));
    sluice::session session({"--sim-records", "5000", "--chunk-records", "1000", "--target", "features,baseline"});
    EXPECT(throws(sluice::code::argument, "has 2 targets", [&session] { session.stream(); }));
    std::vector<sluice::stream> streams = session.streams();
    EXPECT(streams.size() == 2 && session.text("targets") == "features\nbaseline" && streams[0].text("name") == "features");
    const sluice::field<float> charge = streams[0].field<float>("charge");
    std::size_t records = 0, others = 0;
    std::thread other([&streams, &others] {
        for (const sluice::chunk &chunk : streams[1]) others += chunk.size();
    });
    for (const sluice::chunk &chunk : streams[0]) {
        EXPECT(chunk.first_index() == static_cast<int64_t>(records));
        if (!chunk.empty()) EXPECT(charge(chunk, 0) == charge(chunk, 0));
        records += chunk.size();
    }
    other.join();
    EXPECT(records == 5000 && others == 5000 && !streams[0].next());
    streams.clear();
    session.close();
    EXPECT(throws(sluice::code::handle, "0x0", [&session] { session.streams(); }));

    sluice::live_session live = sluice::session::live({"--target", "pulses"}, "pulses", pulses);
    sluice::stream stream = live.stream();
    sluice::claim<pulse> claim = live.input.claim<pulse>(2);
    claim[0] = pulse{0, 1};
    claim[1] = pulse{5, 2};
    claim.publish(2, 0, 10);
    EXPECT(live.input.push_within(std::vector<pulse>{{10, 3}}, 10, 20, 1000000000));
    sluice::claim<pulse> last = live.input.claim_within<pulse>(1, 1000000000);
    EXPECT(last && last.publish_within(0, 20, 30, 1000000000));
    live.input.fail("the digitiser is on fire");
    int32_t heights = 0;
    EXPECT(throws(sluice::code::failed, "on fire", [&stream, &heights] {
        for (const sluice::chunk &chunk : stream) {
            for (const pulse &each : chunk.records<pulse>()) heights += each.height;
        }
    }));
    EXPECT(heights == 6);
#if defined(__cpp_lib_span)
    std::vector<pulse> some(3);
    std::span<pulse> standard = sluice::span<pulse>(some);
    sluice::span<const pulse> own = standard;
    EXPECT(own.size() == 3);
#endif
}
#endif

int main(int count, char **words) {
    const std::string scenario = count > 1 ? words[1] : "results";
    sluice::settings how;
    how.heap = "a lot";
    sluice::result<sluice::engine> refused = sluice::engine::try_start(how);
    EXPECT(!refused && refused.code() == sluice::code::argument && says(refused.error(), "heap=a lot"));
    how.heap = "128m";
    how.options.push_back("-Xms64m");
    if (scenario == "results") {
        EXPECT(sluice::try_start(how).has_value());
        EXPECT(!sluice::version().empty());
        kernels_as_results();
        fields_of_types();
        live_as_results();
        live_within_a_time();
        {
            // The process has it for good, since it was started so.
            sluice::result<sluice::engine> inner = sluice::engine::try_start();
            EXPECT(inner.has_value());
        }
        EXPECT(sluice_nop() == SLUICE_OK);
        callbacks_as_results();
#if SLUICE_EXCEPTIONS
    } else if (scenario == "exceptions") {
        sluice::engine outer(how);
        sluice::engine engine(std::move(outer));
        {
            sluice::engine inner;
        }
        EXPECT(sluice_nop() == SLUICE_OK);
        with_exceptions();
        {
            sluice::engine last;
            sluice::engine gone(std::move(engine));
        }
        EXPECT(sluice_nop() == SLUICE_E_STATE);
    } else if (scenario == "caught") {
        // A failure that nobody expects closes what is open, and the engine, on its way out.
        try {
            sluice::engine engine(how);
            sluice::session session({"--sim-records", "endless", "--target", "features"});
            sluice::stream stream = session.stream();
            for (const sluice::chunk &chunk : stream) {
                if (chunk.number() == 3) throw std::runtime_error("enough");
            }
        } catch (const std::runtime_error &) {
            EXPECT(sluice_nop() == SLUICE_E_STATE);
            return fails == 0 ? 5 : 1;
        }
    } else if (scenario == "uncaught") {
        sluice::engine engine(how);
        sluice::session session({"--sim-records", "endless", "--target", "features"});
        sluice::stream stream = session.stream();
        for (const sluice::chunk &chunk : stream) {
            if (chunk.number() == 3) throw std::runtime_error("nobody catches this");
        }
    } else if (scenario == "uncaught_in_a_thread") {
        sluice::engine engine(how);
        sluice::session session({"--sim-records", "endless", "--target", "features"});
        sluice::stream stream = session.stream();
        std::thread([] { throw std::runtime_error("nobody catches this"); }).detach();
        for (const sluice::chunk &chunk : stream) static_cast<void>(chunk);
#endif
    } else {
        return 97;
    }
    return fails != 0;
}
