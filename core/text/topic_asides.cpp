#include "core/text/topic_asides.h"

#include <array>

namespace earshot::text {

TopicAsides::TopicAsides(const Taxonomy& taxonomy) {
  for (const Topic& topic : taxonomy.topics()) {
    named_.push_back(aside_of(topic.id.str()));
    things_.push_back(aside_of("thing " + topic.id.str()));
  }
}

template <typename Use>
void TopicAsides::each(std::span<const TopicMention> mentions, const Use& use) const {
  std::array<bool, kTopicsMax> named{};
  std::array<bool, kTopicsMax> things{};
  for (const TopicMention& mention : mentions)
    (mention.thing ? things : named)[mention.topic] = true;
  for (std::size_t i = 0; i < named_.size(); ++i) {
    if (named[i]) use(named_[i]);
    if (things[i]) use(things_[i]);
  }
}

std::vector<Aside> TopicAsides::of(std::span<const TopicMention> mentions) const {
  std::vector<Aside> asides;
  each(mentions, [&](const Aside& aside) { asides.push_back(aside); });
  return asides;
}

void TopicAsides::append(std::span<const TopicMention> mentions, Tokens& comment) const {
  AsideWriter writer(comment);
  each(mentions, [&](const Aside& aside) { writer.add(aside); });
}

}  // namespace earshot::text
