#include "core/text/training.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "core/base/check.h"
#include "core/text/training_parts.h"
#include "core/text/unicode.h"

namespace earshot::text {

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

float Dice::normal() {
  // The sum of twelve even numbers (Irwin–Hall): near enough for where weights begin.
  float sum = -6;
  for (int i = 0; i < 12; ++i) sum += unit();
  return sum;
}

void Dice::shuffle(std::vector<std::uint32_t>& order) {
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i)]);
}

void one_after_the_other(std::size_t count, const std::function<void(std::size_t)>& job) {
  for (std::size_t i = 0; i < count; ++i) job(i);
}

namespace {

/// What makes two texts the same: their words, whatever their capitals, accents and stops.
std::uint64_t words_of(const Tokens& tokens) {
  std::uint64_t all = 0x9E3779B97F4A7C15ULL;
  for (const Token& token : tokens.tokens) {
    if (token.kind == TokenKind::punctuation) continue;
    all = hash_of(tokens.word(token), all);
  }
  return all;
}

/// Which examples belong together: the same text or the same group, however long the chain.
class Kin {
 public:
  explicit Kin(std::size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }
  std::size_t root(std::size_t i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    const std::size_t first = std::min(root(a), root(b));
    const std::size_t second = std::max(root(a), root(b));
    parents_[second] = first;
  }

 private:
  std::vector<std::size_t> parents_;
};

/// One text with one question, and how its copies were labelled.
struct Kept {
  std::size_t example = 0;
  std::size_t copies = 0;
  std::map<std::uint16_t, std::size_t> votes;
};

class Trainer {
 public:
  Trainer(const TrainingSet& set, const TrainingOptions& options, const WordTable& words,
          const Gist* gist)
      : set_(set), options_(options), words_(words), gist_(gist) {}

  Result<Trained> run(const Work& work);

 private:
  void take_duplicates_out();
  Result<void> choose_labels();
  void read_features();
  void assign_folds();
  void train_folds(const Work& work);
  std::vector<std::uint32_t> examples_where(std::size_t fold, bool inside) const;
  void hold_out();
  [[nodiscard]] bool never_none() const;
  Trained finish();

  const TrainingSet& set_;
  TrainingOptions options_;
  const WordTable& words_;
  const Gist* const gist_;  ///< may be null
  std::vector<Kept> kept_;
  std::vector<std::uint16_t> chosen_;  ///< the set's index of each of the model's labels
  Corpus corpus_;
  std::vector<std::size_t> folds_;
  HeldOut held_out_;
  std::vector<LinearPart> linears_;  ///< the last is trained with all examples
  std::vector<NetworkPart> networks_;
  TrainingReport report_;
};

void Trainer::take_duplicates_out() {
  std::unordered_map<std::uint64_t, std::size_t> known;
  Tokens tokens;
  for (std::size_t i = 0; i < set_.examples.size(); ++i) {
    const Example& example = set_.examples[i];
    tokenise(example.text, tokens);
    const std::uint64_t text = words_of(tokens);
    tokenise(example.context, tokens);
    const std::uint64_t key = hash_of("|", text) ^ words_of(tokens);
    const auto [at, fresh] = known.try_emplace(key, kept_.size());
    if (fresh) kept_.push_back({i, 0, {}});
    Kept& kept = kept_[at->second];
    ++kept.copies;
    for (const std::uint16_t label : example.labels) ++kept.votes[label];
  }
  report_.given = set_.examples.size();
  report_.duplicates = report_.given - kept_.size();
  report_.used = kept_.size();
}

Result<void> Trainer::choose_labels() {
  std::vector<std::size_t> counts(set_.labels.size(), 0);
  for (Kept& kept : kept_) {
    // Copies that were labelled differently: what at least half of them say.
    std::erase_if(kept.votes, [&](const auto& vote) { return vote.second * 2 < kept.copies; });
    for (const auto& [label, votes] : kept.votes) ++counts[label];
  }
  for (std::uint16_t label = 0; label < set_.labels.size(); ++label) {
    if (counts[label] >= options_.label_count_min) {
      chosen_.push_back(label);
      report_.labels.push_back({set_.labels[label], 0, 0, 0, 0, 0});
    } else {
      report_.left_out.push_back(set_.labels[label]);
    }
  }
  const std::size_t least = options_.task == LabelTask::many ? 1 : 2;
  if (chosen_.size() < least || kept_.size() < options_.folds * 4) {
    return fail(ErrorCode::invalid,
                "there is too little to learn from: " + std::to_string(kept_.size()) +
                    " different texts, " + std::to_string(chosen_.size()) +
                    " labels with at least " + std::to_string(options_.label_count_min) +
                    " of them; label more texts");
  }
  if (chosen_.size() > kLabelsMax) {
    return fail(ErrorCode::invalid, "there are " + std::to_string(chosen_.size()) +
                                        " labels; a model has room for " +
                                        std::to_string(kLabelsMax));
  }
  if (options_.task == LabelTask::many) return {};
  std::erase_if(kept_, [&](const Kept& kept) {
    return kept.votes.size() != 1 ||
           std::ranges::find(chosen_, kept.votes.begin()->first) == chosen_.end();
  });
  report_.used = kept_.size();
  return {};
}

void Trainer::read_features() {
  corpus_.labels = chosen_.size();
  corpus_.truth.assign(kept_.size() * chosen_.size(), 0);
  FeatureReader reader(&words_);
  Tokens tokens;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const Example& example = set_.examples[kept_[i].example];
    tokenise(example.context, tokens);
    const ReadContext context = reader.context(tokens);
    tokenise(example.text, tokens);
    if (gist_ != nullptr) {
      reader.read(tokens, {});
      gist_->append(reader, tokens);
    }
    {
      AsideWriter asides(tokens);
      for (const Aside& aside : example.asides) asides.add(aside);
    }
    reader.read(tokens, context);
    corpus_.whole.add(reader);
    corpus_.pooled.insert(corpus_.pooled.end(), reader.pooled().begin(), reader.pooled().end());
    corpus_.weights.push_back(example.weight);
    corpus_.first_clause.push_back(corpus_.clauses.size());
    const bool wanted = options_.clauses && options_.task == LabelTask::many;
    const std::size_t clauses = wanted ? std::min(tokens.clauses.size(), kClausesReadMax) : 0;
    for (std::size_t c = 0; clauses > 1 && c < clauses; ++c) {
      reader.read(tokens, tokens.clauses[c].first, tokens.clauses[c].end, context);
      corpus_.clauses.add(reader);
    }
    for (std::size_t label = 0; label < chosen_.size(); ++label) {
      if (kept_[i].votes.contains(chosen_[label])) corpus_.truth[i * chosen_.size() + label] = 1;
    }
  }
  corpus_.first_clause.push_back(corpus_.clauses.size());
}

void Trainer::assign_folds() {
  Kin kin(kept_.size());
  std::unordered_map<std::uint64_t, std::size_t> texts;
  std::unordered_map<std::string, std::size_t> groups;
  Tokens tokens;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const Example& example = set_.examples[kept_[i].example];
    tokenise(example.text, tokens);
    const auto text = texts.try_emplace(words_of(tokens), i);
    if (!text.second) kin.join(i, text.first->second);
    if (example.group.empty()) continue;
    const auto group = groups.try_emplace(example.group, i);
    if (!group.second) kin.join(i, group.first->second);
  }
  std::vector<std::uint32_t> roots;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (kin.root(i) == i) roots.push_back(static_cast<std::uint32_t>(i));
  }
  Dice dice(options_.seed);
  dice.shuffle(roots);
  folds_.resize(kept_.size());
  for (std::size_t i = 0; i < roots.size(); ++i) folds_[roots[i]] = i % options_.folds;
  for (std::size_t i = 0; i < kept_.size(); ++i) folds_[i] = folds_[kin.root(i)];
}

std::vector<std::uint32_t> Trainer::examples_where(std::size_t fold, bool inside) const {
  std::vector<std::uint32_t> examples;
  for (std::uint32_t i = 0; i < folds_.size(); ++i) {
    if ((folds_[i] == fold) == inside) examples.push_back(i);
  }
  return examples;
}

void Trainer::train_folds(const Work& work) {
  const std::size_t models = options_.folds + 1;  // the last: no fold is left out
  linears_.resize(models);
  networks_.resize(models);
  work(models * 2, [&](std::size_t job) {
    const std::size_t fold = job / 2;
    const std::vector<std::uint32_t> examples = examples_where(fold, false);
    const std::uint64_t seed = options_.seed * 1'000'003 + job;
    if (job % 2 == 0) {
      linears_[fold] = train_linear(corpus_, examples, options_, seed);
    } else {
      networks_[fold] = train_network(corpus_, examples, options_, seed);
    }
  });
}

/// Scores each example with the model that had not seen its fold.
void Trainer::hold_out() {
  const std::size_t n = chosen_.size();
  held_out_.linear.resize(kept_.size() * n);
  held_out_.network.resize(kept_.size() * n);
  std::vector<float> scores(n);
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    linear_scores(linears_[folds_[i]], corpus_.features_of(i),
                  std::span(held_out_.linear).subspan(i * n, n));
    network_scores(networks_[folds_[i]], corpus_.pooled_of(i),
                   std::span(held_out_.network).subspan(i * n, n));
  }
  held_out_.clause = held_out_.linear;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const std::size_t first = corpus_.first_clause[i];
    for (std::size_t c = first; c < corpus_.first_clause[i + 1]; ++c) {
      linear_scores(linears_[folds_[i]], corpus_.clauses.features(c), scores);
      for (std::size_t label = 0; label < n; ++label) {
        float& largest = held_out_.clause[i * n + label];
        largest = c == first ? scores[label] : std::max(largest, scores[label]);
      }
    }
  }
}

bool Trainer::never_none() const {
  std::size_t none = 0;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const auto begin = corpus_.truth.begin() + static_cast<std::ptrdiff_t>(i * chosen_.size());
    if (std::count(begin, begin + static_cast<std::ptrdiff_t>(chosen_.size()), 1) == 0) ++none;
  }
  return none * 50 < kept_.size();
}

/// The report is honest twice over: neither the weights nor the thresholds that read a text had
/// seen it.
Trained Trainer::finish() {
  hold_out();
  const std::size_t n = chosen_.size();
  const bool no_none = never_none();
  std::vector<float> probabilities(kept_.size() * n);
  std::vector<std::uint8_t> said(kept_.size() * n);
  for (std::size_t fold = 0; fold < options_.folds; ++fold) {
    const auto rules = fit_rules(corpus_, examples_where(fold, false), held_out_, options_);
    for (const std::uint32_t i : examples_where(fold, true)) {
      const auto out = std::span(probabilities).subspan(i * n, n);
      apply_rules(options_.task, rules, held_out_.from(i * n, n), out);
      decide(options_.task, rules, no_none, out, std::span(said).subspan(i * n, n));
    }
  }
  measure(corpus_, said, options_, report_);

  ModelParts parts;
  parts.name = options_.name;
  parts.task = options_.task;
  for (const LabelReport& label : report_.labels) parts.labels.push_back(label.label);
  parts.words =
      gist_ == nullptr ? words_.fingerprint() : gist_->fingerprint_with(words_.fingerprint());
  parts.linear = std::move(linears_.back());
  parts.network = std::move(networks_.back());
  parts.rules = fit_rules(corpus_, examples_where(options_.folds, false), held_out_, options_);
  parts.never_none = no_none;
  for (std::size_t i = 0; i < n; ++i) report_.labels[i].threshold = parts.rules[i].threshold;
  Trained trained{
      Model(std::move(parts)), std::move(report_), {}, std::move(probabilities), folds_};
  for (const Kept& kept : kept_) trained.kept.push_back(kept.example);
  return trained;
}

Result<Trained> Trainer::run(const Work& work) {
  take_duplicates_out();
  if (const auto chosen = choose_labels(); !chosen) return tl::unexpected(chosen.error());
  assign_folds();
  read_features();
  train_folds(work);
  return finish();
}

}  // namespace

Result<Trained> train(const TrainingSet& set, const TrainingOptions& options,
                      const WordTable& words, const Work& work, const Gist* gist) {
  EARSHOT_CHECK(options.folds >= 2 && options.folds <= 20);
  EARSHOT_CHECK(options.bits >= kRowBitsMin && options.bits <= kRowBitsMax);
  EARSHOT_CHECK(options.networks * options.hidden <= kHiddenUnitsMax);
  if (set.examples.size() > options.examples_max) {
    return fail(ErrorCode::invalid, "there are " + std::to_string(set.examples.size()) +
                                        " examples; at most " +
                                        std::to_string(options.examples_max) + " can be used");
  }
  EARSHOT_CHECK(gist == nullptr || gist->words() == words.fingerprint());
  return Trainer(set, options, words, gist).run(work);
}

}  // namespace earshot::text
