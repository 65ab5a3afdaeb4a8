#include "tools/traffic/phrases.h"

namespace earshot::traffic {
namespace {

void add(std::string& text, std::string_view part, std::string_view space) {
  if (!text.empty()) text += space;
  text += part;
}

}  // namespace

const Phrases* phrases_in(std::string_view language) {
  const auto base = language.substr(0, language.find('-'));
  for (const Phrases& phrases : all_phrases()) {
    if (phrases.language == base) return &phrases;
  }
  return nullptr;
}

std::string comment_about(const Phrases& phrases, Topic topic, survey::Mood mood, Seeded& random) {
  const auto index = static_cast<std::size_t>(topic);
  std::string text;
  if (mood == survey::Mood::neutral) {
    add(text, random.pick(phrases.neutral), phrases.space);
    if (random.chance(0.6)) {
      const auto& about = random.chance(0.5) ? phrases.praise : phrases.complaint;
      add(text, random.pick(about[index]), phrases.space);
    }
    return text;
  }
  const bool happy = mood == survey::Mood::happy;
  if (random.chance(0.35)) {
    add(text, random.pick(happy ? phrases.happy_openers : phrases.unhappy_openers), phrases.space);
  }
  add(text, random.pick(happy ? phrases.praise[index] : phrases.complaint[index]), phrases.space);
  if (random.chance(0.4)) {
    add(text, random.pick(happy ? phrases.happy_closers : phrases.unhappy_closers), phrases.space);
  }
  return text;
}

}  // namespace earshot::traffic
