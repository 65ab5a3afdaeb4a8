// What the location's questions are called: read from its survey files, for the manager's page.
// Owner: main, made once at start and never changed. Threads: const methods from any thread.
// A survey file with a mistake is refused by itself; the others stay in use.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/survey/survey.h"
#include "edge-agent/scoreboard.h"

namespace earshot::edge {

class QuestionTexts {
 public:
  /// Reads what can be read; `refused` gets one message for each file that cannot.
  static QuestionTexts load(const std::vector<std::filesystem::path>& files,
                            std::vector<std::string>& refused);

  void add(const survey::Survey& survey);

  /// In the survey's own language; the question's id when no survey has it.
  [[nodiscard]] std::string_view text_of(const QuestionId& question) const;
  /// The same, but "" when no survey has it.
  [[nodiscard]] std::string_view known_text_of(const QuestionId& question) const;
  /// The rating questions, in the order of the surveys.
  [[nodiscard]] const std::vector<AskedAs>& ratings() const { return ratings_; }

 private:
  std::map<QuestionId, std::string> texts_;
  std::vector<AskedAs> ratings_;
};

}  // namespace earshot::edge
