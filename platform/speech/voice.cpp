#include "platform/speech/voice.h"

#include <dlfcn.h>
#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/utf8.h"

namespace earshot::speech {
namespace {

constexpr const char* kLibrary = "libespeak-ng.so.1";
/// Words a minute. espeak-ng's own default is 175; in a shop's noise a little less is clearer.
constexpr int kRate = 160;

/// espeak-ng 1.51 lists "zh" under its voice "cmn", which reads characters as English; the voice of
/// this name reads them, and pinyin, as they are spoken.
constexpr std::string_view kChinese = "zh", kChineseVoice = "cmn-latn-pinyin";

std::string main_language(std::string_view tag) {
  return std::string(tag.substr(0, tag.find('-')));
}

/// The functions of the library that are used, by their own names.
struct Library {
  void* handle = nullptr;
  decltype(&::espeak_Initialize) initialize = nullptr;
  decltype(&::espeak_SetSynthCallback) set_callback = nullptr;
  decltype(&::espeak_SetVoiceByName) set_voice = nullptr;
  decltype(&::espeak_SetParameter) set_parameter = nullptr;
  decltype(&::espeak_Synth) synth = nullptr;
  decltype(&::espeak_ListVoices) list_voices = nullptr;

  template <typename Function>
  bool find(Function& function, const char* name) {
    void* found = dlsym(handle, name);
    std::memcpy(&function, &found, sizeof(function));
    return found != nullptr;
  }

  [[nodiscard]] bool load() {
    handle = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
    return handle != nullptr;
  }
  [[nodiscard]] bool find_all() {
    return find(initialize, "espeak_Initialize") && find(set_callback, "espeak_SetSynthCallback") &&
           find(set_voice, "espeak_SetVoiceByName") && find(set_parameter, "espeak_SetParameter") &&
           find(synth, "espeak_Synth") && find(list_voices, "espeak_ListVoices");
  }
};

class EspeakVoice final : public Voice {
 public:
  EspeakVoice(Library library, Loudspeaker& loudspeaker)
      : library_(library), loudspeaker_(loudspeaker) {}
  EspeakVoice(const EspeakVoice&) = delete;
  EspeakVoice& operator=(const EspeakVoice&) = delete;

  ~EspeakVoice() override {
    {
      const std::scoped_lock lock(mutex_);
      ending_ = true;
      waiting_.clear();
      ++epoch_;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    taken_ = false;
  }

  [[nodiscard]] bool start() {
    // Its state is the process's own. It does not survive being ended and begun again, so that it
    // is begun once and never ended.
    if (taken_.exchange(true)) return false;
    static const int rate =
        library_.initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate != kSampleRate) {
      taken_ = false;
      return false;
    }
    library_.set_callback(&EspeakVoice::take_samples);
    library_.set_parameter(espeakRATE, kRate, 0);
    learn_languages();
    thread_ = std::thread([this] { work(); });
    return true;
  }

  void say(Utterance utterance) override {
    {
      const std::scoped_lock lock(mutex_);
      if (utterance.interrupts) {
        waiting_.clear();
        interrupt();
      }
      if (waiting_.size() == kWaitingMax) {
        ++left_out_;
        return;
      }
      waiting_.push_back(std::move(utterance));
    }
    wake_.notify_all();
  }

  void stop() override {
    const std::scoped_lock lock(mutex_);
    waiting_.clear();
    interrupt();
  }

  void set_volume(int percent) override { volume_ = std::clamp(percent, 0, 100); }

  [[nodiscard]] bool speaks(std::string_view language) const override {
    return !name_of(language).empty();
  }

  [[nodiscard]] std::uint64_t left_out() const override {
    const std::scoped_lock lock(mutex_);
    return left_out_;
  }

  void finish() override {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return waiting_.empty() && !speaking_; });
  }

 private:
  /// With the mutex held: what is being made belongs to an old epoch, and nobody hears it.
  void interrupt() {
    ++epoch_;
    loudspeaker_.silence();
  }

  void learn_languages() {
    const auto* const* voices = library_.list_voices(nullptr);
    for (; voices != nullptr && *voices != nullptr; ++voices) {
      // Each is a priority byte and a name that ends with a zero; a zero more ends the list.
      for (const char* at = (*voices)->languages; *at != '\0'; at += std::strlen(at + 1) + 2) {
        languages_.emplace(at + 1);
      }
    }
  }

  /// What espeak-ng calls it; empty: it does not speak it.
  [[nodiscard]] std::string name_of(std::string_view language) const {
    const auto main = main_language(language);
    for (const auto& tag : {std::string(language), main}) {
      if (tag == kChinese) {
        const std::string chinese(kChineseVoice);
        return languages_.contains(chinese) ? chinese : std::string();
      }
      if (languages_.contains(tag)) return tag;
    }
    return {};
  }

  void work() {
    for (;;) {
      Utterance next;
      {
        std::unique_lock lock(mutex_);
        speaking_ = false;
        if (waiting_.empty()) done_.notify_all();
        wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (ending_) return;
        next = std::move(waiting_.front());
        waiting_.pop_front();
        speaking_ = true;
        speaking_epoch_ = epoch_;
      }
      make(next);
    }
  }

  void make(const Utterance& utterance) {
    const auto voice = name_of(utterance.language);
    if (voice.empty() || library_.set_voice(voice.c_str()) != EE_OK) return;
    const auto text = one_line(utterance.text, kUtteranceCodePointsMax);
    library_.synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr,
                   this);
  }

  /// espeak-ng calls it with each piece; 1 ends the making.
  static int take_samples(short* samples, int count, espeak_EVENT* events) {
    auto* voice = events != nullptr ? static_cast<EspeakVoice*>(events->user_data) : nullptr;
    if (voice == nullptr || samples == nullptr || count <= 0) return 0;
    return voice->hand_over({samples, static_cast<std::size_t>(count)}) ? 0 : 1;
  }

  bool hand_over(std::span<const short> samples) {
    std::vector<std::int16_t> louder(samples.begin(), samples.end());
    // Loudness is heard as the square of what is sent (about).
    const int volume = volume_, gain = volume * volume;
    for (auto& sample : louder) sample = static_cast<std::int16_t>(sample * gain / 10'000);
    const std::scoped_lock lock(mutex_);
    if (ending_ || speaking_epoch_ != epoch_) return false;
    loudspeaker_.play(louder);
    return true;
  }

  static inline std::atomic<bool> taken_ = false;

  Library library_;
  Loudspeaker& loudspeaker_;
  std::set<std::string> languages_;  ///< as espeak-ng calls them; not changed after start
  std::atomic<int> volume_ = kVolumeDefault;

  mutable std::mutex mutex_;
  std::condition_variable wake_, done_;
  std::deque<Utterance> waiting_;
  std::uint64_t epoch_ = 0;           ///< goes up with each interruption
  std::uint64_t speaking_epoch_ = 0;  ///< of what is being made
  std::uint64_t left_out_ = 0;
  bool speaking_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Voice>> Voice::open(Loudspeaker& loudspeaker) {
  Library library;
  if (!library.load()) {
    return fail(ErrorCode::unsupported,
                std::string("there is no voice: ") + kLibrary +
                    " is not installed. For screens that are read aloud install libespeak-ng1.");
  }
  if (!library.find_all()) {
    return fail(ErrorCode::io, std::string(kLibrary) +
                                   " lacks functions of espeak-ng. Install libespeak-ng1 again.");
  }
  auto voice = std::make_unique<EspeakVoice>(library, loudspeaker);
  if (!voice->start()) {
    return fail(ErrorCode::io, "espeak-ng cannot read its voices. Install espeak-ng-data again.");
  }
  return voice;
}

}  // namespace earshot::speech
