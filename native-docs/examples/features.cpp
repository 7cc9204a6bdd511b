/* The features of a run in C++: of the files that are named, or else of the simulated detector; and a kernel on own memory.
 *
 *     c++ -std=c++11 -Inative-docs/include native-docs/examples/features.cpp -o features -ldl -lpthread
 *     SLUICE_HOME=. ./features daq/run42
 */
#define SLUICE_IMPLEMENTATION
#include "sluice.hpp"

#include <algorithm>
#include <cstdio>

/* Fields are asked for by name, and their type is checked: what else a record has does not matter. */
static void read_run(std::vector<std::string> words) {
    words.insert(words.end(), {"--target", "features", "--workers", "2"});
    sluice::session session(words);
    sluice::stream stream = session.stream();
    const auto peak = stream.field<float>("peak");
    float greatest = 0;
    std::size_t records = 0;
    for (const sluice::chunk &chunk : stream) {
        for (std::size_t i = 0; i < chunk.size(); i++) greatest = std::max(greatest, peak(chunk, i));
        records += chunk.size();
    }
    std::printf("%zu records, the greatest peak is %.1f\n", records, static_cast<double>(greatest));
}

struct waveform {
    int16_t samples[100];
};

struct result {
    float peak;
    float charge;
};

static void run_a_kernel() {
    std::vector<waveform> waves(1000);
    std::vector<result> results(waves.size());
    for (waveform &wave : waves) std::fill(std::begin(wave.samples), std::end(wave.samples), static_cast<int16_t>(1000));
    waves[7].samples[50] = 900;
    sluice::kernel kernel("peak_charge", "waveforms=wave:<i2[100]; results=peak:<f4,charge:<f4; baseline_range=0:20; "
                                         "peak_range=20:100; charge_range=20:100");
    kernel.run({waves, results});
    std::printf("record 7 has a peak of %.0f\n", static_cast<double>(results[7].peak));
}

int main(int count, char **inputs) {
    try {
        sluice::engine engine;
        std::vector<std::string> words(inputs + 1, inputs + count);
        if (words.empty()) words = {"--sim-records", "10000"};
        read_run(words);
        run_a_kernel();
        return 0;
    } catch (const sluice::error &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
}
