#include "core/text/learnt_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text/unicode.h"
#include "core/text/urgent_names.h"

namespace earshot::text {
namespace {

/// Emotions for which the data that taught them is thin or from another place than a shop: they are
/// hints (assets/models/MODEL_CARD.md has the figures).
constexpr bool is_weak(Emotion emotion) {
  return emotion == Emotion::valued || emotion == Emotion::confident ||
         emotion == Emotion::disrespected || emotion == Emotion::frustrated ||
         emotion == Emotion::confused;
}

std::optional<Emotion> emotion_named(std::string_view name) {
  for (std::size_t i = 0; i < kEmotionCount; ++i) {
    if (to_string(static_cast<Emotion>(i)) == name) return static_cast<Emotion>(i);
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 3> kThree = {"negative", "neutral", "positive"};
constexpr std::array<std::string_view, 5> kFive = {"1", "2", "3", "4", "5"};

/// Which of `names` each label begins with, up to a space; empty when one begins with none.
std::vector<std::size_t> classes_of(const Model& model, std::span<const std::string_view> names) {
  std::vector<std::size_t> classes;
  for (const std::string_view label : model.labels()) {
    const auto name = std::ranges::find(names, label.substr(0, label.find(' ')));
    if (name == names.end()) return {};
    classes.push_back(static_cast<std::size_t>(name - names.begin()));
  }
  return classes;
}

/// What one thread needs to read a comment; kept, so that reading allocates nothing.
struct Workspace {
  const WordTable* words = nullptr;
  FeatureReader reader;
  Tokens question;
  std::string asked;
  ReadContext context;
  Tokens with_gist;
  std::array<float, kLabelsMax> probabilities{};
  std::array<std::uint8_t, kLabelsMax> said{};
  std::array<std::uint32_t, kLabelsMax> loudest{};
};

Workspace& workspace_for(const WordTable* words) {
  thread_local Workspace workspace;
  if (workspace.words != words) {
    workspace.words = words;
    workspace.reader = FeatureReader(words);
    workspace.asked.clear();
    workspace.context = {};
  }
  return workspace;
}

/// The probability of each class, over all the origins of examples.
template <std::size_t N>
std::array<float, N> summed(const Model& model, std::span<const std::size_t> classes,
                            Workspace& work) {
  model.probabilities(work.reader, work.probabilities);
  std::array<float, N> sums{};
  for (std::size_t i = 0; i < classes.size(); ++i) sums[classes[i]] += work.probabilities[i];
  return sums;
}

/// The likeliest of the five on the side that three classes chose, so that both agree.
std::uint8_t five_of(const std::array<float, 5>& p, Polarity side) {
  if (side == Polarity::neutral) return 3;
  if (side == Polarity::negative) return p[0] > p[1] ? 1 : 2;
  return p[4] > p[3] ? 5 : 4;
}

}  // namespace

Sentiment sentiment_of(const std::array<float, 3>& three) {
  Sentiment sentiment;
  const auto likeliest = static_cast<std::size_t>(std::ranges::max_element(three) - three.begin());
  sentiment.label = static_cast<Polarity>(likeliest);
  sentiment.confidence = std::min(three[likeliest], 1.0F);
  sentiment.score = std::clamp(three[2] - three[0], -1.0F, 1.0F);
  sentiment.unsure = sentiment.confidence < kSentimentSure;
  sentiment.five = static_cast<std::uint8_t>(likeliest * 2 + 1);
  return sentiment;
}

LearntModels::LearntModels(LearntModelParts parts) : parts_(std::move(parts)) {
  with_gist_ = parts_.taught != nullptr && parts_.taught->words() != parts_.words->fingerprint();
  std::uint64_t weights = 0;
  for (const auto& model : {parts_.sentiment, parts_.sentiment_five, parts_.emotions, parts_.urgent,
                            parts_.urgent_kinds, parts_.topics, parts_.taught}) {
    if (model == nullptr) continue;
    if (!version_.empty()) version_ += '+';
    version_ += model->name();
    weights = hash_of(model->bytes(), weights);
  }
  // Weights that were taught anew have the names of the old ones.
  if (!version_.empty()) version_ += fmt::format("@{:08x}", weights >> 32);
  if (parts_.sentiment != nullptr) three_ = classes_of(*parts_.sentiment, kThree);
  if (parts_.sentiment_five != nullptr) five_ = classes_of(*parts_.sentiment_five, kFive);
  if (parts_.emotions != nullptr) {
    for (const std::string& label : parts_.emotions->labels())
      emotions_.push_back(emotion_named(label).value_or(Emotion::grateful));
  }
  if (parts_.urgent_kinds == nullptr) return;
  for (const std::string& label : parts_.urgent_kinds->labels())
    kinds_.push_back(urgent_kind_named(label).value_or(UrgentKind::hazard));
}

Result<std::shared_ptr<const LearntModels>> LearntModels::make(LearntModelParts parts) {
  const std::uint64_t words = parts.words->fingerprint();
  if (parts.gist != nullptr && parts.gist->words() != words)
    return fail(ErrorCode::invalid, "the gist was trained with another word table");
  for (const auto& model : {parts.sentiment, parts.sentiment_five, parts.emotions, parts.urgent,
                            parts.urgent_kinds, parts.topics, parts.taught}) {
    if (model == nullptr || model->words() == words) continue;
    const bool gist = model == parts.taught && parts.gist != nullptr &&
                      model->words() == parts.gist->fingerprint_with(words);
    if (gist) continue;
    return fail(ErrorCode::invalid, "the model \"" + std::string(model->name()) +
                                        "\" was trained with another word table or gist. Train "
                                        "it again");
  }
  if (parts.sentiment != nullptr && classes_of(*parts.sentiment, kThree).empty()) {
    return fail(ErrorCode::invalid, "the sentiment model has other labels than sentiments");
  }
  if (parts.sentiment_five != nullptr && classes_of(*parts.sentiment_five, kFive).empty()) {
    return fail(ErrorCode::invalid, "the five-class sentiment model has other labels than 1 to 5");
  }
  if (parts.emotions != nullptr) {
    for (const std::string& label : parts.emotions->labels()) {
      if (!emotion_named(label))
        return fail(ErrorCode::invalid, "the emotion model knows an unknown emotion: " + label);
    }
  }
  if ((parts.urgent == nullptr) != (parts.urgent_kinds == nullptr))
    return fail(ErrorCode::invalid, "the model of urgency and that of its kinds go together");
  if (parts.urgent != nullptr &&
      (parts.urgent->labels().size() != 1 || parts.urgent->labels().front() != "urgent"))
    return fail(ErrorCode::invalid, "the model of urgency has other labels than \"urgent\"");
  if (parts.urgent_kinds != nullptr) {
    for (const std::string& label : parts.urgent_kinds->labels()) {
      if (!urgent_kind_named(label))
        return fail(ErrorCode::invalid, "the model of urgent kinds knows an unknown one: " + label);
    }
  }
  return std::shared_ptr<const LearntModels>(new LearntModels(std::move(parts)));
}

void LearntModels::read(const Tokens& comment, const Tokens& with_asides, std::string_view context,
                        Learnt& out) const {
  Workspace& work = workspace_for(parts_.words.get());
  if (context != work.asked) {
    work.asked = context;
    tokenise(context, work.question);
    work.context = work.reader.context(work.question);
  }
  // Built-in heads were taught without questions; what a location teaches may depend on them.
  work.reader.read(comment, {});
  if (parts_.sentiment != nullptr) {
    out.three = summed<3>(*parts_.sentiment, three_, work);
    out.sentiment = sentiment_of(out.three);
    if (parts_.sentiment_five != nullptr) {
      out.sentiment->five =
          five_of(summed<5>(*parts_.sentiment_five, five_, work), out.sentiment->label);
    }
  }
  if (parts_.emotions != nullptr) {
    parts_.emotions->probabilities(work.reader, work.probabilities);
    parts_.emotions->decide(work.probabilities, work.said);
    for (std::size_t i = 0; i < emotions_.size(); ++i) {
      if (work.said[i] == 0) continue;
      out.emotions.push_back({emotions_[i], work.probabilities[i], is_weak(emotions_[i])});
    }
    std::ranges::stable_sort(out.emotions, std::greater<>{}, &EmotionReading::confidence);
  }
  if (parts_.urgent != nullptr) out.urgency = urgency(comment);
  if (parts_.topics != nullptr) topics(comment, with_asides, out.topics);
  if (parts_.taught != nullptr) labels(comment, out.labels);
}

void LearntModels::labels(const Tokens& comment, std::vector<LabelReading>& out) const {
  Workspace& work = workspace_for(parts_.words.get());
  const Tokens* read = &comment;
  if (with_gist_) {
    work.reader.read(comment, {});
    work.with_gist = comment;
    parts_.gist->append(work.reader, work.with_gist);
    read = &work.with_gist;
  }
  const Model& taught = *parts_.taught;
  taught.probabilities(work.reader, *read, work.context, work.probabilities);
  taught.decide(work.probabilities, work.said);
  for (std::size_t i = 0; i < taught.labels().size(); ++i) {
    if (work.said[i] != 0) out.push_back({taught.labels()[i], work.probabilities[i]});
  }
  std::ranges::stable_sort(out, std::greater<>{}, &LabelReading::confidence);
}

void LearntModels::topics(const Tokens& comment, const Tokens& with_asides,
                          std::vector<LearntTopic>& out) const {
  Workspace& work = workspace_for(parts_.words.get());
  const Model& model = *parts_.topics;
  const std::size_t n = model.labels().size();
  model.probabilities(work.reader, with_asides, {}, work.probabilities,
                      std::span(work.loudest).first(n));
  const bool clauses = model.reads_clauses() && comment.clauses.size() > 1;
  for (std::size_t i = 0; i < n; ++i) {
    LearntTopic& topic = out.emplace_back(LearntTopic{model.labels()[i], work.probabilities[i]});
    if (!clauses || work.loudest[i] >= comment.clauses.size()) continue;  // the asides' own
    topic.first = comment.clauses[work.loudest[i]].first;
    topic.end = comment.clauses[work.loudest[i]].end;
  }
  std::ranges::stable_sort(out, std::greater<>{}, &LearntTopic::probability);
}

LearntUrgency LearntModels::urgency(const Tokens& comment) const {
  Workspace& work = workspace_for(parts_.words.get());
  LearntUrgency heard;
  if (comment.clauses.empty()) return heard;
  std::uint32_t loudest = 0;
  parts_.urgent->probabilities(work.reader, comment, {}, work.probabilities,
                               std::span(&loudest, 1));
  heard.probability = work.probabilities.front();
  const bool clause = parts_.urgent->reads_clauses();
  heard.first = clause ? comment.clauses[loudest].first : 0;
  heard.end = clause ? comment.clauses[loudest].end : comment.clauses.back().end;
  if (heard.probability < kUrgencyHeard) return heard;  // the kind costs another pass
  std::size_t from = loudest;
  std::size_t to = loudest;
  const std::uint32_t sentence = comment.clauses[loudest].sentence;
  while (from > 0 && comment.clauses[from - 1].sentence == sentence) --from;
  while (to + 1 < comment.clauses.size() && comment.clauses[to + 1].sentence == sentence) ++to;
  work.reader.read(comment, comment.clauses[from].first, comment.clauses[to].end, {});
  parts_.urgent_kinds->probabilities(work.reader, work.probabilities);
  const auto n = static_cast<std::ptrdiff_t>(kinds_.size());
  const auto begin = work.probabilities.begin();
  heard.kind = kinds_[static_cast<std::size_t>(std::max_element(begin, begin + n) - begin)];
  return heard;
}

float LearntModels::polarity(const Tokens& comment, std::uint32_t first, std::uint32_t end) const {
  if (parts_.sentiment == nullptr) return 0;
  Workspace& work = workspace_for(parts_.words.get());
  work.reader.read(comment, first, end, {});
  const auto p = summed<3>(*parts_.sentiment, three_, work);
  return p[2] - p[0];
}

}  // namespace earshot::text
