#include "edge-agent/corrections_command.h"

#include <nlohmann/json.hpp>

#include "platform/http/quarantine_command.h"

namespace earshot::edge {
namespace {

constexpr std::string_view kNone = "none";

std::string labels_of(const nlohmann::json& correction, CorrectionLabels labels) {
  switch (labels) {
    case CorrectionLabels::sentiment:
      return correction["sentiment"].get<std::string>();
    case CorrectionLabels::urgency:
      return correction["urgent"].is_null() ? std::string(kNone)
                                            : correction["urgent"].get<std::string>();
    case CorrectionLabels::topics:
      break;
  }
  std::string list;
  for (const auto& topic : correction["topics"]) {
    list += (list.empty() ? "" : "|") + topic["id"].get<std::string>();
  }
  return list.empty() ? std::string(kNone) : list;
}

}  // namespace

std::string csv_field(std::string_view text) {
  std::string field = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) {
    field += '\'';
  }
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

Result<void> corrections_command(const Config& config, CorrectionLabels labels, std::ostream& out) {
  const http::Daemon daemon{config.http_host, config.http_port, "the edge agent"};
  out << "text,labels,context\n";
  for (std::string after = "0"; !after.empty();) {
    const auto answer =
        http::ask_for_json(daemon, "GET", "/api/v1/corrections?limit=200&after=" + after);
    if (!answer) return tl::unexpected(answer.error());
    const auto page = nlohmann::json::parse(*answer);
    for (const auto& one : page["corrections"]) {
      out << csv_field(one["text"].get<std::string>()) << ',' << csv_field(labels_of(one, labels))
          << ',' << csv_field(one["context"].get<std::string>()) << '\n';
    }
    after = page["next"].is_null() ? "" : page["next"].get<std::string>();
  }
  return {};
}

}  // namespace earshot::edge
