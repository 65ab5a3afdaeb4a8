// Comments: any bytes, through everything that reads them without weights.
#include "core/base/check.h"
#include "core/base/utf8.h"
#include "core/text/analyser.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

constexpr const char* kTaxonomy = R"(id = "small"
version = 1
[[topic]]
id = "waiting"
name = { en = "Waiting" }
keywords = { en = ["queue", "wait*"], ar = ["انتظار"] }
bad = { en = ["long ~ queue"] }
good = { en = ["no queue"] }
[[topic]]
id = "quality"
name = { en = "Quality" }
things = { en = ["coffee"] }
)";

}  // namespace

FUZZ_TARGET(comment) {
  if (input.size() > text::kCommentBytesMax) return;
  static const auto taxonomy =
      std::make_shared<const text::Taxonomy>(*text::parse_taxonomy(kTaxonomy, "small.toml"));
  static text::Analyser analyser({taxonomy, nullptr, nullptr});
  text::Analysis analysis;
  analyser.analyse(input, "", analysis);
  EARSHOT_CHECK(is_utf8(analysis.text) && is_utf8(analysis.redacted));
  EARSHOT_CHECK(analysis.repaired != is_utf8(input));
  const auto expect_within = [&](const text::Span& span) {
    EARSHOT_CHECK(span.begin < span.end && span.end <= analysis.text.size());
    EARSHOT_CHECK(count_code_points(std::string_view(analysis.text).substr(0, span.begin)) ==
                  span.first_code_point);
    EARSHOT_CHECK(count_code_points(std::string_view(analysis.text).substr(0, span.end)) ==
                  span.end_code_point);
  };
  for (const auto& topic : analysis.topics) expect_within(topic.span);
  if (analysis.urgent) expect_within(analysis.urgent->span);
  std::uint32_t end = 0;
  for (const auto& personal : analysis.personal) {
    expect_within(personal.span);
    EARSHOT_CHECK(personal.span.begin >= end);
    end = personal.span.end;
  }
}

}  // namespace earshot::fuzz
