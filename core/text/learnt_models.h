// The heads that were learnt, behind one port: sentiment in three and five classes, emotions, and
// the labels of a model that somebody taught. Owner: core/text. Threads: const calls from any
// thread; each thread keeps a workspace of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/text/gist.h"
#include "core/text/learnt.h"
#include "core/text/model.h"

namespace earshot::text {

struct LearntModelParts {
  std::shared_ptr<const WordTable> words;       ///< never null; empty where there is none
  std::shared_ptr<const Model> sentiment;       ///< labels negative, neutral, positive
  std::shared_ptr<const Model> sentiment_five;  ///< the same with 1 (very negative) … 5
  std::shared_ptr<const Model> emotions;        ///< labels are names of emotions
  std::shared_ptr<const Model> urgent;          ///< one label, "urgent"
  std::shared_ptr<const Model> urgent_kinds;    ///< labels are names of kinds; with `urgent` alone
  std::shared_ptr<const Model> topics;          ///< labels are ids of the built-in taxonomy
  std::shared_ptr<const Model> taught;          ///< whatever labels
  std::shared_ptr<const Gist> gist;  ///< null where there is none; `taught` may ask for it
};

class LearntModels : public LearntHeads {
 public:
  /// Errors: invalid, where a model was trained with another word table or lacks a label that it
  /// must have; the message says which.
  static Result<std::shared_ptr<const LearntModels>> make(LearntModelParts parts);

  void read(const Tokens& comment, const Tokens& with_asides, std::string_view context,
            Learnt& out) const override;
  [[nodiscard]] float polarity(const Tokens& comment, std::uint32_t first,
                               std::uint32_t end) const override;
  [[nodiscard]] std::string_view version() const override { return version_; }

 private:
  explicit LearntModels(LearntModelParts parts);
  [[nodiscard]] LearntUrgency urgency(const Tokens& comment) const;
  void topics(const Tokens& comment, const Tokens& with_asides,
              std::vector<LearntTopic>& out) const;
  void labels(const Tokens& comment, std::vector<LabelReading>& out) const;

  LearntModelParts parts_;
  bool with_gist_ = false;  ///< the taught model was taught with it
  std::string version_;
  std::vector<std::size_t> three_;  ///< of each label of parts_.sentiment: 0, 1 or 2
  std::vector<std::size_t> five_;   ///< of each label of parts_.sentiment_five: 0 … 4
  std::vector<Emotion> emotions_;   ///< of each label of parts_.emotions
  std::vector<UrgentKind> kinds_;   ///< of each label of parts_.urgent_kinds
};

}  // namespace earshot::text
