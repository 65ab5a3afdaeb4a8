#include "platform/system/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>
#include <string_view>
#include <utility>

#include "core/base/utf8.h"

namespace earshot::system {

namespace {

constexpr std::size_t kMessageLengthMax = 4000;  ///< code points

/// The message as one inert line: what a stranger typed may be in it.
class OneLine final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    const auto text = clean_text(std::string_view(message.payload.data(), message.payload.size()),
                                 kMessageLengthMax);
    for (const char c : text) {
      if (c == '\n') {
        out.push_back('\\');
        out.push_back('n');
      } else {
        out.push_back(c);
      }
    }
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<OneLine>();
  }
};

spdlog::level::level_enum level_of(const std::string& word) {
  if (word == "trace") return spdlog::level::trace;
  if (word == "debug") return spdlog::level::debug;
  if (word == "warn" || word == "warning") return spdlog::level::warn;
  if (word == "error") return spdlog::level::err;
  return spdlog::level::info;
}

}  // namespace

void start_logging(const std::string& program, const std::string& level) {
  auto logger =
      std::make_shared<spdlog::logger>(program, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<OneLine>('*').set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %n: %*");
  logger->set_formatter(std::move(formatter));
  logger->set_level(level_of(level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace earshot::system
