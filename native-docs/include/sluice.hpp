/* Sluice for C++: handles that release what they hold, records as spans, failures as exceptions or as values.
 *
 * One header over sluice.h, C++11 and newer; what newer standards have (std::span, std::string_view) is taken where it is.
 * In exactly one file of a program SLUICE_IMPLEMENTATION is defined before it is included, as with sluice.h.
 *
 * What may fail exists twice: `stream.next()` throws sluice::error, `stream.try_next()` returns a sluice::result, which has
 * the value or a sluice::failure. With -fno-exceptions only the second kind exists. No destructor throws: what fails there
 * is lost; call `close()` or `try_close()` to see it. Objects may be moved, not copied; one thread at a time uses an object,
 * but for sluice::kernel, which any number of threads may run.
 *
 * Licence: Apache-2.0.
 */
#ifndef SLUICE_HPP
#define SLUICE_HPP

#include "sluice.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS)
#define SLUICE_EXCEPTIONS 1
#include <stdexcept>
#else
#define SLUICE_EXCEPTIONS 0
#endif
#if __cplusplus >= 201703L
#include <string_view>
#define SLUICE_NODISCARD_ [[nodiscard]]
#else
#define SLUICE_NODISCARD_
#endif
#if __cplusplus >= 202002L && defined(__has_include)
#if __has_include(<span>)
#include <span>
#endif
#endif

namespace sluice {

/* -- failures --------------------------------------------------------------------------------------------------------- */

/* The codes of sluice.h. */
enum class code : int {
    ok = SLUICE_OK,
    end = SLUICE_END,
    timeout = SLUICE_TIMEOUT,
    argument = SLUICE_E_ARGUMENT,
    handle = SLUICE_E_HANDLE,
    state = SLUICE_E_STATE,
    input = SLUICE_E_INPUT,
    failed = SLUICE_E_FAILED,
    memory = SLUICE_E_MEMORY,
    jvm = SLUICE_E_JVM,
    forked = SLUICE_E_FORKED,
    version = SLUICE_E_VERSION,
    interrupted = SLUICE_E_INTERRUPTED,
    internal = SLUICE_E_INTERNAL
};

/* Why a call did not do what it should: its code and the sentence. */
class failure {
public:
    failure(sluice::code number, std::string words) : number_(number), words_(std::move(words)) {}

    /* The last failure of this thread's calls. */
    static failure of(int number) { return failure(static_cast<sluice::code>(number), sluice_error()); }

    sluice::code code() const noexcept { return number_; }
    const std::string &message() const noexcept { return words_; }

private:
    sluice::code number_;
    std::string words_;
};

#if SLUICE_EXCEPTIONS
/* What the functions throw that do not return a result. */
class error : public std::runtime_error {
public:
    explicit error(const failure &why) : std::runtime_error(why.message()), number_(why.code()) {}

    sluice::code code() const noexcept { return number_; }

private:
    sluice::code number_;
};
#endif

/* A value, or why there is none. Reading the one that is not there is a fault of the program: it throws, or aborts where
 * there are no exceptions. */
template <typename T>
class SLUICE_NODISCARD_ result {
public:
    result(T &&value) : good_(true), why_(sluice::code::ok, std::string()) { new (&place_) T(std::move(value)); }
    result(failure why) : good_(false), why_(std::move(why)) {}
    result(result &&other) noexcept : good_(other.good_), why_(std::move(other.why_)) {
        if (good_) new (&place_) T(std::move(other.at()));
    }
    result(const result &) = delete;
    result &operator=(const result &) = delete;
    result &operator=(result &&other) noexcept {
        if (this == &other) return *this;
        if (good_) at().~T();
        good_ = other.good_;
        why_ = std::move(other.why_);
        if (good_) new (&place_) T(std::move(other.at()));
        return *this;
    }
    ~result() {
        if (good_) at().~T();
    }

    bool has_value() const noexcept { return good_; }
    explicit operator bool() const noexcept { return good_; }

    T &value() & { return checked(); }
    T &&value() && { return std::move(checked()); }
    T &operator*() & { return checked(); }
    T &&operator*() && { return std::move(checked()); }
    T *operator->() { return &checked(); }

    template <typename U>
    T value_or(U &&other) && {
        return good_ ? std::move(at()) : static_cast<T>(std::forward<U>(other));
    }

    /* Its code is code::ok where there is a value. */
    const failure &error() const noexcept { return why_; }
    sluice::code code() const noexcept { return why_.code(); }

private:
    T &at() noexcept { return *reinterpret_cast<T *>(&place_); }

    T &checked() {
        if (!good_) {
#if SLUICE_EXCEPTIONS
            throw sluice::error(why_);
#else
            std::abort();
#endif
        }
        return at();
    }

    bool good_;
    failure why_;
    alignas(T) unsigned char place_[sizeof(T)];
};

/* Whether a call without a value has succeeded. */
template <>
class SLUICE_NODISCARD_ result<void> {
public:
    result() : why_(sluice::code::ok, std::string()) {}
    result(failure why) : why_(std::move(why)) {}

    bool has_value() const noexcept { return why_.code() == sluice::code::ok; }
    explicit operator bool() const noexcept { return has_value(); }
    const failure &error() const noexcept { return why_; }
    sluice::code code() const noexcept { return why_.code(); }

    void value() const {
        if (!has_value()) {
#if SLUICE_EXCEPTIONS
            throw sluice::error(why_);
#else
            std::abort();
#endif
        }
    }

private:
    failure why_;
};

namespace detail {

inline result<void> outcome(int number) {
    return number == SLUICE_OK ? result<void>() : result<void>(failure::of(number));
}

inline failure wrong(const std::string &words) {
    return failure(sluice::code::argument, words);
}

/* Text `what` of something that is open. */
inline result<std::string> text(sluice_handle handle, const char *what) {
    std::string words(256, '\0');
    for (;;) {
        uint64_t length = 0;
        const int number = sluice_text(handle, what, &words[0], words.size(), &length);
        if (number != SLUICE_OK) return failure::of(number);
        const bool whole = length < words.size();
        words.resize(static_cast<std::size_t>(whole ? length : length + 64));
        if (whole) return words;
    }
}

inline result<std::vector<uint64_t>> numbers(result<std::string> lines) {
    if (!lines) return lines.error();
    std::vector<uint64_t> found;
    const char *at = lines->c_str();
    while (*at != '\0') {
        char *next = nullptr;
        found.push_back(std::strtoull(at, &next, 10));
        if (next == at) return failure(sluice::code::internal, "no number: " + *lines);
        at = *next == '\n' ? next + 1 : next;
    }
    return found;
}

inline std::vector<const char *> pointers(const std::vector<std::string> &words) {
    std::vector<const char *> made;
    made.reserve(words.size());
    for (const std::string &word : words) made.push_back(word.c_str());
    return made;
}

} // namespace detail

/* -- records ---------------------------------------------------------------------------------------------------------- */

/* Records of the type T that lie one after the other; it does not own them. As std::span, which it becomes and comes from
 * where there is one. */
template <typename T>
class span {
public:
    static_assert(std::is_trivially_copyable<T>::value, "records are copied byte by byte: T has to be trivially copyable");

    span() noexcept : data_(nullptr), size_(0) {}
    span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <std::size_t N>
    span(T (&array)[N]) noexcept : data_(array), size_(N) {}
    /* Of std::vector, std::array, std::span and whatever else has data() and size(). */
    template <typename C, typename = typename std::enable_if<std::is_convertible<
                              typename std::remove_pointer<decltype(std::declval<C &>().data())>::type (*)[], T (*)[]>::value>::type>
    span(C &records) : data_(records.data()), size_(records.size()) {}
    template <typename C, typename = typename std::enable_if<std::is_convertible<
                              typename std::remove_pointer<decltype(std::declval<const C &>().data())>::type (*)[], T (*)[]>::value>::type,
              typename = void>
    span(const C &records) : data_(records.data()), size_(records.size()) {}

    T *data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    T &operator[](std::size_t index) const noexcept { return data_[index]; }
    T *begin() const noexcept { return data_; }
    T *end() const noexcept { return data_ + size_; }
    span first(std::size_t count) const noexcept { return span(data_, count); }

#if defined(__cpp_lib_span)
    operator std::span<T>() const noexcept { return std::span<T>(data_, size_); }
#endif

private:
    T *data_;
    std::size_t size_;
};

/* An array of a kernel, in memory of the caller, with the size of its records. */
class array {
public:
    template <typename T>
    array(span<T> records) noexcept : record_bytes_(sizeof(T)) {
        array_.data = const_cast<void *>(static_cast<const void *>(records.data()));
        array_.bytes = records.size() * sizeof(T);
        array_.count = records.size();
    }
    template <typename T>
    array(std::vector<T> &records) noexcept : array(span<T>(records)) {}
    template <typename T>
    array(const std::vector<T> &records) noexcept : array(span<const T>(records)) {}
    /* `count` records of `record_bytes` each, whatever their type. */
    array(void *data, std::size_t count, std::size_t record_bytes) noexcept : record_bytes_(record_bytes) {
        array_.data = data;
        array_.bytes = count * record_bytes;
        array_.count = count;
    }

    const sluice_array &raw() const noexcept { return array_; }
    std::size_t record_bytes() const noexcept { return record_bytes_; }

private:
    sluice_array array_;
    std::size_t record_bytes_;
};

/* -- what is open ------------------------------------------------------------------------------------------------------ */

/* Owns a handle, and releases it; 0 is none. */
class handle {
public:
    handle() noexcept : number_(0) {}
    explicit handle(sluice_handle number) noexcept : number_(number) {}
    handle(handle &&other) noexcept : number_(other.number_) { other.number_ = 0; }
    handle &operator=(handle &&other) noexcept {
        if (this != &other) {
            drop();
            number_ = other.number_;
            other.number_ = 0;
        }
        return *this;
    }
    handle(const handle &) = delete;
    handle &operator=(const handle &) = delete;
    ~handle() { drop(); }

    /* For calls of sluice.h; stays this object's. */
    sluice_handle get() const noexcept { return number_; }
    explicit operator bool() const noexcept { return number_ != 0; }

    /* Releases it now, and says what came of it; a second time there is nothing to do. */
    result<void> try_close() {
        const sluice_handle number = number_;
        number_ = 0;
        return number == 0 ? result<void>() : detail::outcome(sluice_release(number));
    }
#if SLUICE_EXCEPTIONS
    void close() { try_close().value(); }
#endif

private:
    /* What its session has released before is no failure here. */
    void drop() noexcept {
        if (number_ != 0) sluice_release(number_);
        number_ = 0;
    }

    sluice_handle number_;
};

/* -- the engine -------------------------------------------------------------------------------------------------------- */

/* How to start; what is empty is the default. */
struct settings {
    std::string jdk;
    std::string home;
    std::string heap;
    std::vector<std::string> options;
};

namespace detail {

/* Objects of class engine that have not ended; never destroyed, as objects that are static may end later. */
struct engines {
    std::mutex lock;
    long count = 0;

    static engines &of_process() {
        static engines &only = *new engines;
        return only;
    }
};

} // namespace detail

/* The engine of this process. There may be several objects, and where the last one ends, the engine stops and does not start
 * again. A program that needs it until it ends calls start(), which counts for good, and keeps no object of this class. */
class engine {
public:
    engine(engine &&other) noexcept : timeout_ms_(other.timeout_ms_) { other.timeout_ms_ = -1; }
    engine &operator=(engine &&) = delete;
    engine(const engine &) = delete;
    engine &operator=(const engine &) = delete;
    ~engine() {
        if (timeout_ms_ < 0) return;
        detail::engines &all = detail::engines::of_process();
        const std::lock_guard<std::mutex> held(all.lock);
        if (--all.count == 0) sluice_stop(timeout_ms_);
    }

    /* `timeout_ms` is how long the destructor waits for what is in use, if this object is the last one. */
    static result<engine> try_start(const settings &how = settings(), int64_t timeout_ms = 2000) {
        const std::vector<const char *> options = detail::pointers(how.options);
        sluice_config config = {};
        config.size = sizeof config;
        config.jdk = how.jdk.empty() ? nullptr : how.jdk.c_str();
        config.home = how.home.empty() ? nullptr : how.home.c_str();
        config.heap = how.heap.empty() ? nullptr : how.heap.c_str();
        config.options = options.empty() ? nullptr : options.data();
        config.option_count = options.size();
        detail::engines &all = detail::engines::of_process();
        const std::lock_guard<std::mutex> held(all.lock);
        const int number = sluice_start(&config);
        if (number != SLUICE_OK) return failure::of(number);
        all.count++;
        return engine(timeout_ms < 0 ? 0 : timeout_ms);
    }

    /* Stops it now, whatever other objects there are. */
    result<void> try_stop(int64_t timeout_ms) {
        detail::engines &all = detail::engines::of_process();
        const std::lock_guard<std::mutex> held(all.lock);
        if (timeout_ms_ >= 0) all.count--;
        timeout_ms_ = -1;
        return detail::outcome(sluice_stop(timeout_ms));
    }

#if SLUICE_EXCEPTIONS
    explicit engine(const settings &how = settings()) : engine(std::move(try_start(how)).value()) {}
    void stop(int64_t timeout_ms) { try_stop(timeout_ms).value(); }
#endif

private:
    explicit engine(int64_t timeout_ms) noexcept : timeout_ms_(timeout_ms) {}

    int64_t timeout_ms_;
};

/* Starts the engine for as long as the process lives. */
inline result<void> try_start(const settings &how = settings()) {
    result<engine> started = engine::try_start(how);
    if (!started) return started.error();
    new engine(std::move(*started)); /* never destroyed: exit() stops the engine */
    return result<void>();
}
#if SLUICE_EXCEPTIONS
inline void start(const settings &how = settings()) { try_start(how).value(); }
#endif

inline std::string version() { return sluice_version(); }

/* -- kernels ----------------------------------------------------------------------------------------------------------- */

/* A kernel with its arrays; the arrays have to stay where they are. */
class call : public handle {
public:
    using handle::handle;

    /* Runs it; how many results there are. */
    result<int64_t> try_run() {
        int64_t results = 0;
        const int number = sluice_call_run(get(), &results);
        if (number != SLUICE_OK) return failure::of(number);
        return results;
    }
#if SLUICE_EXCEPTIONS
    int64_t run() {
        int64_t results = 0;
        const int number = sluice_call_run(get(), &results);
        if (number != SLUICE_OK) throw sluice::error(failure::of(number));
        return results;
    }
#endif
};

/* A kernel, bound to types of records and settings; any number of threads may run it. */
class kernel : public handle {
public:
    /* Words as of sluice_kernel_open. */
    static result<kernel> try_open(const std::string &name, const std::string &words) {
        sluice_handle number = 0;
        const int answer = sluice_kernel_open(name.c_str(), words.c_str(), &number);
        if (answer != SLUICE_OK) return failure::of(answer);
        kernel opened{handle(number)};
        result<std::vector<uint64_t>> sizes = detail::numbers(detail::text(number, "sizes"));
        if (!sizes) return sizes.error();
        opened.sizes_ = std::move(*sizes);
        return opened;
    }

    /* Runs it on arrays in the order of its words; how many results there are, which may be more than the last has room for.
     * An array whose records have another size than the kernel's is refused. */
    result<int64_t> try_run(std::initializer_list<array> arrays) const {
        std::vector<sluice_array> raw;
        result<void> checked = check(arrays, raw);
        if (!checked) return checked.error();
        int64_t results = 0;
        const int number = sluice_kernel_run(get(), raw.data(), raw.size(), &results);
        if (number != SLUICE_OK) return failure::of(number);
        return results;
    }

    result<call> try_prepare(std::initializer_list<array> arrays) const {
        std::vector<sluice_array> raw;
        result<void> checked = check(arrays, raw);
        if (!checked) return checked.error();
        sluice_handle prepared = 0;
        const int number = sluice_kernel_prepare(get(), raw.data(), raw.size(), &prepared);
        if (number != SLUICE_OK) return failure::of(number);
        return call(prepared);
    }

#if SLUICE_EXCEPTIONS
    kernel(const std::string &name, const std::string &words) : kernel(std::move(try_open(name, words)).value()) {}
    int64_t run(std::initializer_list<array> arrays) const { return try_run(arrays).value(); }
    call prepare(std::initializer_list<array> arrays) const { return try_prepare(arrays).value(); }
#endif

private:
    explicit kernel(handle opened) noexcept : handle(std::move(opened)) {}

    result<void> check(std::initializer_list<array> arrays, std::vector<sluice_array> &raw) const {
        raw.reserve(arrays.size());
        for (const array &each : arrays) {
            const std::size_t index = raw.size();
            if (index < sizes_.size() && each.record_bytes() != sizes_[index]) {
                return detail::wrong("arrays[" + std::to_string(index) + "] has records of " + std::to_string(each.record_bytes())
                                     + " bytes, and the kernel's have " + std::to_string(sizes_[index])
                                     + "; give the type of the kernel's words, packed");
            }
            raw.push_back(each.raw());
        }
        return result<void>();
    }

    std::vector<uint64_t> sizes_;
};

/* -- streams ----------------------------------------------------------------------------------------------------------- */

/* One field of the records of a chunk, or of one of its samples; made by stream::field. */
template <typename T>
class field;

/* The records that start in [start(), end()), in memory of the engine: valid until the next chunk of its stream is asked for,
 * or the stream is closed. */
class chunk {
public:
    explicit chunk(const sluice_chunk &raw) noexcept : raw_(raw) {}

    int64_t start() const noexcept { return raw_.start; }
    int64_t end() const noexcept { return raw_.end; }
    int64_t number() const noexcept { return raw_.number; }
    int64_t first_index() const noexcept { return raw_.first_index; }
    std::size_t size() const noexcept { return static_cast<std::size_t>(raw_.count); }
    bool empty() const noexcept { return raw_.count == 0; }
    uint64_t losses() const noexcept { return raw_.losses; }
    int64_t lost() const noexcept { return raw_.lost; }
    const void *data() const noexcept { return raw_.records; }
    std::size_t record_bytes() const noexcept { return static_cast<std::size_t>(raw_.stride); }
    const sluice_chunk &raw() const noexcept { return raw_; }

    /* All records as T, which has to have their size and, as records are packed, their packing. */
    template <typename T>
    result<span<const T>> try_records() const {
        if (raw_.count > 0 && sizeof(T) != raw_.stride) {
            return detail::wrong("a record of this stream has " + std::to_string(raw_.stride) + " bytes, and the type asked for "
                                 + std::to_string(sizeof(T)) + "; its fields are in stream.type(), packed");
        }
        if (reinterpret_cast<uintptr_t>(raw_.records) % alignof(T) != 0) {
            return detail::wrong("the records are not aligned for a type of alignment " + std::to_string(alignof(T))
                                 + "; pack it (__attribute__((packed))), or read fields by stream.field");
        }
        return span<const T>(static_cast<const T *>(raw_.records), size());
    }
#if SLUICE_EXCEPTIONS
    template <typename T>
    span<const T> records() const {
        return try_records<T>().value();
    }
#endif

private:
    sluice_chunk raw_;
};

template <typename T>
class field {
public:
    /* Of record `index`, and of sample `sample` of it where the field is an array. */
    T operator()(const chunk &records, std::size_t index, std::size_t sample = 0) const noexcept {
        T value;
        std::memcpy(&value, static_cast<const char *>(records.data()) + index * records.record_bytes() + offset_ + sample * sizeof(T),
                    sizeof value);
        return value;
    }

    /* Bytes from the start of a record. */
    std::size_t offset() const noexcept { return offset_; }
    /* How many values a record has; 1 where it is no array. */
    std::size_t samples() const noexcept { return samples_; }

private:
    friend class stream;
    field(std::size_t offset, std::size_t samples) noexcept : offset_(offset), samples_(samples) {}

    std::size_t offset_;
    std::size_t samples_;
};

namespace detail {

/* A field of a numpy descr: [('time', '<i8'), (('as a sentence', 'wave'), '<i2', (2, 800))]. */
struct described {
    std::string name;
    char kind;
    std::size_t bytes;
    std::size_t samples;
    std::size_t offset;
};

/* The next text in quotes; `at` is after it then. */
inline std::string quoted(const char *&at) {
    std::string words;
    at += std::strcspn(at, "'\"");
    if (*at == '\0') return words;
    const char mark = *at++;
    for (; *at != '\0' && *at != mark; at++) {
        if (*at == '\\' && at[1] != '\0') at++;
        words += *at;
    }
    if (*at != '\0') at++;
    return words;
}

inline std::vector<described> fields(const std::string &descr) {
    std::vector<described> found;
    std::size_t offset = 0;
    const char *at = descr.c_str();
    while ((at = std::strchr(at, '(')) != nullptr) {
        described one;
        at++;
        if (*at == '(') quoted(at); /* a title, before the name */
        one.name = quoted(at);
        const std::string type = quoted(at);
        if (type.size() < 3) break;
        one.kind = type[1];
        one.bytes = static_cast<std::size_t>(std::strtoull(type.c_str() + 2, nullptr, 10)) * (one.kind == 'U' ? 4 : 1);
        one.samples = 1;
        /* The product of the shape, up to the end of that, or of the field. */
        for (; *at != '\0' && *at != ')'; at++) {
            if (*at < '0' || *at > '9') continue;
            char *end = nullptr;
            one.samples *= static_cast<std::size_t>(std::strtoull(at, &end, 10));
            at = end - 1;
        }
        one.offset = offset;
        offset += one.bytes * one.samples;
        found.push_back(one);
    }
    return found;
}

/* numpy's letter of a type. */
template <typename T>
char kind() noexcept {
    return std::is_same<T, bool>::value            ? 'b'
           : std::is_floating_point<T>::value ? 'f'
           : std::is_unsigned<T>::value       ? 'u'
           : std::is_integral<T>::value       ? 'i'
                                              : '?';
}

} // namespace detail

/* The chunks of one target, in order of time; `for (const sluice::chunk &chunk : stream)` reads them to the end. */
class stream : public handle {
public:
    using handle::handle;
    stream(stream &&) = default;
    stream &operator=(stream &&other) noexcept {
        if (this != &other) {
            handle::operator=(std::move(other)); /* first: no call begins after it */
            forget();
            caller_ = std::move(other.caller_);
        }
        return *this;
    }
    /* The function goes after the last call of it. */
    ~stream() {
        static_cast<void>(try_close());
        forget();
    }

    /* What try_next has found where the code is ok: a chunk; else there is none, and code() says end or timeout. */
    class next_chunk {
    public:
        next_chunk(sluice::code number, const sluice_chunk &raw) noexcept : number_(number), chunk_(raw) {}

        explicit operator bool() const noexcept { return number_ == sluice::code::ok; }
        sluice::code code() const noexcept { return number_; }
        bool at_end() const noexcept { return number_ == sluice::code::end; }
        const chunk &operator*() const noexcept { return chunk_; }
        const chunk *operator->() const noexcept { return &chunk_; }

    private:
        sluice::code number_;
        chunk chunk_;
    };

    /* The next chunk, if it comes within `timeout_ns`; a negative one waits. The end and a timeout are no failures. */
    result<next_chunk> try_next(int64_t timeout_ns = -1) {
        sluice_chunk raw = {};
        raw.size = sizeof raw;
        const int number = sluice_stream_next(get(), timeout_ns, &raw);
        if (number < 0) return failure::of(number);
        return next_chunk(static_cast<sluice::code>(number), raw);
    }

    /* Calls `function(chunk)` with each chunk from now on, on a thread of the engine; `true` from it asks for the next one, `false`
     * ends the stream. It lives as long as this object, and must not throw; read the end by try_wait. */
    template <typename F>
    result<void> try_each(F function) {
        std::unique_ptr<caller> made(new caller_of<F>(std::move(function)));
        result<void> taken = detail::outcome(sluice_stream_callback(get(), &called, made.get()));
        if (taken) caller_ = std::move(made); /* where it is refused, the one before it may be at work */
        return taken;
    }

    /* Waits until the last call has returned: true, or false where `timeout_ns` is over before. A run that fails is a failure. */
    result<bool> try_wait(int64_t timeout_ns = -1) {
        const int number = sluice_stream_wait(get(), timeout_ns, nullptr);
        if (number < 0) return failure::of(number);
        return number == SLUICE_END;
    }

    /* A descriptor to poll: readable while try_next(0) may have something. It stays the engine's. */
    result<int> try_fd() {
        int fd = -1;
        const int number = sluice_stream_fd(get(), &fd);
        if (number != SLUICE_OK) return failure::of(number);
        return fd;
    }

    /* A text of sluice_text: "name", "type", "size", "run", "state", "summary", "notes", "statistics". */
    result<std::string> try_text(const char *what) const { return detail::text(get(), what); }

    /* The field of that name, whose values have to be of type T. */
    template <typename T>
    result<sluice::field<T>> try_field(const std::string &name) const {
        result<std::string> descr = try_text("type");
        if (!descr) return descr.error();
        for (const detail::described &each : detail::fields(*descr)) {
            if (each.name != name) continue;
            if (each.bytes != sizeof(T) || each.kind != detail::kind<T>()) {
                return detail::wrong("field " + name + " is of type " + each.kind + std::to_string(each.bytes) + " and not "
                                     + detail::kind<T>() + std::to_string(sizeof(T)) + " (numpy's letters and bytes)");
            }
            return sluice::field<T>(each.offset, each.samples);
        }
        return detail::wrong("there is no field " + name + " in " + *descr);
    }

#if SLUICE_EXCEPTIONS
    template <typename F>
    void each(F function) {
        try_each(std::move(function)).value();
    }
    bool wait(int64_t timeout_ns = -1) { return std::move(try_wait(timeout_ns)).value(); }
    int fd() { return std::move(try_fd()).value(); }

    /* The next chunk; there is none, and it is false, at the end and after `timeout_ns`. */
    next_chunk next(int64_t timeout_ns = -1) { return std::move(try_next(timeout_ns)).value(); }
    std::string text(const char *what) const { return std::move(try_text(what)).value(); }
    std::string type() const { return text("type"); }
    template <typename T>
    sluice::field<T> field(const std::string &name) const {
        return std::move(try_field<T>(name)).value();
    }

    /* Reads on with each step; throws sluice::error where the run fails. */
    class iterator {
    public:
        typedef std::input_iterator_tag iterator_category;
        typedef chunk value_type;
        typedef std::ptrdiff_t difference_type;
        typedef const chunk *pointer;
        typedef const chunk &reference;

        iterator() noexcept : owner_(nullptr), chunk_(sluice_chunk()) {}
        explicit iterator(stream &owner) : owner_(&owner), chunk_(sluice_chunk()) { ++*this; }
        reference operator*() const noexcept { return chunk_; }
        pointer operator->() const noexcept { return &chunk_; }
        iterator &operator++() {
            const next_chunk next = owner_->next();
            chunk_ = *next;
            if (!next) owner_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator &one, const iterator &other) noexcept { return one.owner_ == other.owner_; }
        friend bool operator!=(const iterator &one, const iterator &other) noexcept { return one.owner_ != other.owner_; }

    private:
        stream *owner_;
        chunk chunk_;
    };

    iterator begin() { return iterator(*this); }
    iterator end() noexcept { return iterator(); }
#endif

private:
    class caller {
    public:
        caller() : inside(false) {}
        virtual ~caller() {}
        virtual bool call(const chunk &next) = 0;

        std::atomic<bool> inside; /* a call of it has not returned */
    };

    template <typename F>
    class caller_of : public caller {
    public:
        explicit caller_of(F function) : function_(std::move(function)) {}
        bool call(const chunk &next) override { return function_(next); }

    private:
        F function_;
    };

    static int called(void *context, int number, const sluice_chunk *raw) noexcept {
        if (number != SLUICE_OK) return 0;
        caller *own = static_cast<caller *>(context);
        own->inside = true;
        const int answer = own->call(chunk(*raw)) ? 0 : 1;
        own->inside = false;
        return answer;
    }

    /* Of a closed stream. A function that has not returned, or that closes its own stream, stays: it is at work. */
    void forget() noexcept {
        if (caller_ && caller_->inside) static_cast<void>(caller_.release());
    }

    std::unique_ptr<caller> caller_;
};

/* -- plugins ----------------------------------------------------------------------------------------------------------- */

#if SLUICE_EXCEPTIONS
/* A function for the struct of a plugin that throws nothing: what `function` throws becomes the sentence of a failure.
 *     description.compute = sluice::caught<my_compute>; */
template <int (*function)(void *, sluice_plugin_call *)>
int caught(void *state, sluice_plugin_call *call) noexcept {
    try {
        return function(state, call);
    } catch (const std::exception &failure) {
        return sluice_plugin_fail(call, 1, "%s", failure.what());
    } catch (...) {
        return sluice_plugin_fail(call, 1, "an exception that is no std::exception left a function of the plugin");
    }
}

/* The same for `create`. */
template <int (*function)(void *, sluice_plugin_call *, void **)>
int caught_create(void *user, sluice_plugin_call *call, void **state) noexcept {
    try {
        return function(user, call, state);
    } catch (const std::exception &failure) {
        return sluice_plugin_fail(call, 1, "%s", failure.what());
    } catch (...) {
        return sluice_plugin_fail(call, 1, "an exception that is no std::exception left a function of the plugin");
    }
}
#endif

/* A plugin of this program, known to the sessions that are opened while this object lives. Its functions must not throw;
 * sluice::caught sees to that. */
class plugin : public handle {
public:
    using handle::handle;

    static result<plugin> try_register(const sluice_plugin &description) {
        sluice_handle number = 0;
        const int answer = sluice_plugin_register(&description, &number);
        if (answer != SLUICE_OK) return failure::of(answer);
        return plugin(number);
    }
#if SLUICE_EXCEPTIONS
    explicit plugin(const sluice_plugin &description) : plugin(std::move(try_register(description)).value()) {}
#endif
};

/* -- live input -------------------------------------------------------------------------------------------------------- */

/* Records of the ring that are being written; publish them, or leave them to the next claim. False where there are none because
 * the time was over. */
template <typename T>
class claim : public span<T> {
public:
    claim(sluice_handle live, span<T> room) noexcept : span<T>(room), live_(live) {}

    explicit operator bool() const noexcept { return live_ != 0; }

    /* The first `count` of them as the chunk [start, end). */
    result<void> try_publish(int64_t count, int64_t start, int64_t end) {
        return detail::outcome(sluice_live_publish(live_, count, start, end));
    }
    /* The same; false where there is no room within `timeout_ns`, and all stays claimed. */
    result<bool> try_publish_within(int64_t count, int64_t start, int64_t end, int64_t timeout_ns) {
        const int number = sluice_live_publish_within(live_, count, start, end, timeout_ns);
        if (number < 0) return failure::of(number);
        return number == SLUICE_OK;
    }
#if SLUICE_EXCEPTIONS
    void publish(int64_t count, int64_t start, int64_t end) { try_publish(count, start, end).value(); }
    bool publish_within(int64_t count, int64_t start, int64_t end, int64_t timeout_ns) {
        return std::move(try_publish_within(count, start, end, timeout_ns)).value();
    }
#endif

private:
    sluice_handle live_;
};

/* An input that this program fills, one thread at a time; closing it ends its streams. */
class live_input : public handle {
public:
    using handle::handle;

    /* Settings of sluice_live_set: "overflow", "lateness", "patience". */
    result<void> try_set(const std::string &name, const std::string &value) {
        return detail::outcome(sluice_live_set(get(), name.c_str(), value.c_str()));
    }

    /* Room for `count` records of T in the ring. */
    template <typename T>
    result<sluice::claim<T>> try_claim(int64_t count) {
        void *room = nullptr;
        result<void> checked = check(sizeof(T));
        if (!checked) return checked.error();
        const int number = sluice_live_claim(get(), count, &room);
        return claimed<T>(number, room, count);
    }
    /* The same; a claim that is false where the streams are not started within `timeout_ns`. */
    template <typename T>
    result<sluice::claim<T>> try_claim_within(int64_t count, int64_t timeout_ns) {
        void *room = nullptr;
        result<void> checked = check(sizeof(T));
        if (!checked) return checked.error();
        const int number = sluice_live_claim_within(get(), count, timeout_ns, &room);
        return claimed<T>(number, room, count);
    }

    /* Copies records of the caller and publishes them as [start, end). */
    template <typename T>
    result<void> try_push(span<T> records, int64_t start, int64_t end) {
        result<void> checked = check(sizeof(T));
        if (!checked) return checked;
        return detail::outcome(sluice_live_push(get(), records.data(), static_cast<int64_t>(records.size()), start, end));
    }
    template <typename T>
    result<void> try_push(const std::vector<T> &records, int64_t start, int64_t end) {
        return try_push(span<const T>(records), start, end);
    }
    /* The same; false where there is no room within `timeout_ns`, and nothing is published nor claimed. */
    template <typename T>
    result<bool> try_push_within(span<T> records, int64_t start, int64_t end, int64_t timeout_ns) {
        result<void> checked = check(sizeof(T));
        if (!checked) return checked.error();
        const int number =
            sluice_live_push_within(get(), records.data(), static_cast<int64_t>(records.size()), start, end, timeout_ns);
        if (number < 0) return failure::of(number);
        return number == SLUICE_OK;
    }
    template <typename T>
    result<bool> try_push_within(const std::vector<T> &records, int64_t start, int64_t end, int64_t timeout_ns) {
        return try_push_within(span<const T>(records), start, end, timeout_ns);
    }

    /* Carries time forward to `end`, without records. */
    result<void> try_advance(int64_t start, int64_t end) { return detail::outcome(sluice_live_push(get(), nullptr, 0, start, end)); }
    result<void> try_lost(int64_t start, int64_t end, const std::string &cause) {
        return detail::outcome(sluice_live_lost(get(), start, end, cause.c_str()));
    }
    /* Gives up what this thread has claimed. */
    result<void> try_discard() { return detail::outcome(sluice_live_discard(get())); }
    result<void> try_finish() { return detail::outcome(sluice_live_finish(get())); }
    result<void> try_fail(const std::string &words) { return detail::outcome(sluice_live_fail(get(), words.c_str())); }

#if SLUICE_EXCEPTIONS
    void set(const std::string &name, const std::string &value) { try_set(name, value).value(); }
    template <typename T>
    sluice::claim<T> claim(int64_t count) {
        return std::move(try_claim<T>(count)).value();
    }
    template <typename T>
    sluice::claim<T> claim_within(int64_t count, int64_t timeout_ns) {
        return std::move(try_claim_within<T>(count, timeout_ns)).value();
    }
    template <typename T>
    void push(const T &records, int64_t start, int64_t end) {
        try_push(records, start, end).value();
    }
    template <typename T>
    bool push_within(const T &records, int64_t start, int64_t end, int64_t timeout_ns) {
        return std::move(try_push_within(records, start, end, timeout_ns)).value();
    }
    void advance(int64_t start, int64_t end) { try_advance(start, end).value(); }
    void lost(int64_t start, int64_t end, const std::string &cause) { try_lost(start, end, cause).value(); }
    void finish() { try_finish().value(); }
    void fail(const std::string &words) { try_fail(words).value(); }
#endif

private:
    /* What a claim has come to. */
    template <typename T>
    result<sluice::claim<T>> claimed(int number, void *room, int64_t count) {
        if (number < 0) return failure::of(number);
        if (number != SLUICE_OK) return sluice::claim<T>(0, span<T>());
        if (reinterpret_cast<uintptr_t>(room) % alignof(T) != 0) {
            return detail::wrong("claims are not aligned for a type of alignment " + std::to_string(alignof(T)) + "; pack it");
        }
        return sluice::claim<T>(get(), span<T>(static_cast<T *>(room), static_cast<std::size_t>(count)));
    }

    /* Asked for once: the size of a record. */
    result<void> check(std::size_t bytes) {
        if (record_bytes_ == 0) {
            result<std::vector<uint64_t>> size = detail::numbers(detail::text(get(), "size"));
            if (!size) return size.error();
            record_bytes_ = size->empty() ? 0 : static_cast<std::size_t>((*size)[0]);
        }
        if (bytes == record_bytes_) return result<void>();
        return detail::wrong("a record of this input has " + std::to_string(record_bytes_) + " bytes, and the type given "
                             + std::to_string(bytes) + "; give the type that the input was opened with, packed");
    }

    std::size_t record_bytes_ = 0;
};

/* -- sessions ---------------------------------------------------------------------------------------------------------- */

class live_session;

/* A run by words of the command line. Closing it closes its streams. */
class session : public handle {
public:
    using handle::handle;

    /* The words after `./sluice run`. */
    static result<session> try_open(const std::vector<std::string> &words) {
        const std::vector<const char *> raw = detail::pointers(words);
        sluice_handle number = 0;
        const int answer = sluice_session_open(raw.data(), raw.size(), &number);
        if (answer != SLUICE_OK) return failure::of(answer);
        return session(number);
    }

    /* The same over records that this program publishes; its input is `live`. */
    static result<live_session> try_live(const std::vector<std::string> &words, const std::string &data_type,
                                         const std::string &record_type);

    /* Starts the run: a stream of each target, in order. All are to be read, or closed. */
    result<std::vector<sluice::stream>> try_streams() {
        sluice_handle numbers[64];
        uint64_t count = 0;
        const int answer = sluice_session_streams(get(), numbers, 64, &count);
        if (answer != SLUICE_OK) return failure::of(answer);
        std::vector<sluice::stream> opened;
        for (uint64_t i = 0; i < count; i++) opened.emplace_back(numbers[i]);
        return opened;
    }

    /* The only target's stream. */
    result<sluice::stream> try_stream() {
        sluice_handle number = 0;
        const int answer = sluice_session_streams(get(), &number, 1, nullptr);
        if (answer != SLUICE_OK) return failure::of(answer);
        return sluice::stream(number);
    }

    /* A text of sluice_text: "run", "targets", "unit", "notes". */
    result<std::string> try_text(const char *what) const { return detail::text(get(), what); }

#if SLUICE_EXCEPTIONS
    explicit session(const std::vector<std::string> &words) : session(std::move(try_open(words)).value()) {}
    static live_session live(const std::vector<std::string> &words, const std::string &data_type, const std::string &record_type);
    std::vector<sluice::stream> streams() { return std::move(try_streams()).value(); }
    sluice::stream stream() { return std::move(try_stream()).value(); }
    std::string text(const char *what) const { return std::move(try_text(what)).value(); }
#endif
};

/* A session and the input that feeds it. */
class live_session : public session {
public:
    live_session(sluice_handle number, sluice_handle live) noexcept : session(number), input(live) {}

    live_input input;
};

inline result<live_session> session::try_live(const std::vector<std::string> &words, const std::string &data_type,
                                              const std::string &record_type) {
    const std::vector<const char *> raw = detail::pointers(words);
    sluice_handle number = 0, live = 0;
    const int answer =
        sluice_session_live(raw.data(), raw.size(), data_type.c_str(), record_type.c_str(), &number, &live);
    if (answer != SLUICE_OK) return failure::of(answer);
    return live_session(number, live);
}

#if SLUICE_EXCEPTIONS
inline live_session session::live(const std::vector<std::string> &words, const std::string &data_type, const std::string &record_type) {
    return std::move(try_live(words, data_type, record_type)).value();
}
#endif

} // namespace sluice

#endif /* SLUICE_HPP */
