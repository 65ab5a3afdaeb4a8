#include "tools/analyse/command.h"

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "core/text/analyser.h"
#include "platform/reading/reading.h"
#include "tools/analyse/line_reader.h"
#include "tools/analyse/printed.h"

namespace earshot::analyse {
namespace {

/// A line of JSON may escape each character of a comment as six ("\u00e9").
constexpr std::size_t kJsonBytesMax = text::kCommentBytesMax * 6 + 64 * 1024;
constexpr std::size_t kContextBytesMax = 4096;

struct Line {
  std::string text;
  std::string context;
};

Result<Line> from_json(const std::string& line) {
  const auto json = nlohmann::json::parse(repair_utf8(line), nullptr, false);
  if (!json.is_object() || !json.contains("text") || !json["text"].is_string()) {
    return fail(ErrorCode::invalid,
                R"(it is no object with a "text". Write {"text": "…", "context": "…"})");
  }
  Line read{json["text"].get<std::string>(), {}};
  if (json.contains("context") && !json["context"].is_null()) {
    if (!json["context"].is_string()) {
      return fail(ErrorCode::invalid, R"(its "context" is no text. Put the question in quotes)");
    }
    read.context = json["context"].get<std::string>();
  }
  if (read.text.size() > text::kCommentBytesMax) {
    return fail(ErrorCode::invalid, "its text has " + std::to_string(read.text.size()) +
                                        " bytes. A comment has at most " +
                                        std::to_string(text::kCommentBytesMax));
  }
  if (read.context.size() > kContextBytesMax) {
    return fail(ErrorCode::invalid, "its context has " + std::to_string(read.context.size()) +
                                        " bytes. A question has at most " +
                                        std::to_string(kContextBytesMax));
  }
  return read;
}

Result<text::Analyser::Parts> load(const Options& options, std::ostream& complaints) {
  auto files = reading::built_in_files();
  if (!files && (options.taxonomy.empty() || options.weights.empty())) {
    return tl::unexpected(files.error());
  }
  reading::ReadingFiles chosen = files ? *files : reading::ReadingFiles{};
  if (!options.taxonomy.empty()) chosen.taxonomy = options.taxonomy;
  if (!options.weights.empty()) chosen.models = options.weights;
  chosen.taught = options.model;
  const std::string missing = reading::missing_weights(chosen);
  if (!missing.empty()) complaints << "earshot-analyse: " << missing << " (--weights).\n";
  return reading::load_reading(chosen);
}

}  // namespace

int run(const Options& options, std::istream& in, std::ostream& out, std::ostream& complaints) {
  const auto parts = load(options, complaints);
  if (!parts) {
    complaints << "earshot-analyse: " << parts.error().message << '\n';
    return parts.error().code == ErrorCode::invalid ? kWrong : kFailed;
  }
  text::Analyser analyser(*parts);
  text::Analysis analysis;
  LineReader lines(in, options.jsonl ? kJsonBytesMax : text::kCommentBytesMax);
  std::string line;
  int exit_code = kDone;
  const auto refuse = [&](const std::string& why) {
    const std::string message = "line " + std::to_string(lines.number()) + ": " + why;
    complaints << "earshot-analyse: " << message << '\n';
    out << printed_error(message) << '\n';
    exit_code = kFailed;
  };
  while (lines.next(line)) {
    if (lines.too_long() > 0) {
      refuse("it has " + std::to_string(lines.too_long()) + " bytes. A comment has at most " +
             std::to_string(text::kCommentBytesMax));
      continue;
    }
    Line read;
    if (options.jsonl) {
      auto parsed = from_json(line);
      if (!parsed) {
        refuse(parsed.error().message);
        continue;
      }
      read = *std::move(parsed);
    } else {
      read.text.swap(line);
    }
    analyser.analyse(read.text, read.context, analysis);
    out << (options.topics_only ? printed_topics(analysis, !options.model.empty())
                                : printed(analysis))
        << '\n';
    if (!out) {
      complaints << "earshot-analyse: cannot write to standard output. Is the disk full?\n";
      return kFailed;
    }
  }
  out.flush();
  return out ? exit_code : kFailed;
}

}  // namespace earshot::analyse
