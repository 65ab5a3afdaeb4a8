// Records (responses, cells, alerts): from bytes as they come (from a kiosk, an edge agent, or a
// store that kept them), and as their makers make them; then what is done with each of them next.
#include "core/base/check.h"
#include "core/score/cell.h"
#include "core/wire/cell_view.h"
#include "core/wire/readings.h"
#include "tests/fuzz/memory_watch.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/values.h"

namespace earshot::fuzz {
namespace {

constexpr MemoryBound kBound{64, 64 * 1024};
constexpr MemoryBound kReadingsBound{256, 64 * 1024};
constexpr std::uint64_t kCountMax = 1'000'000'000'000;

using wire::AlertRecord;
using wire::CellRecord;
using wire::ErasureRecord;
using wire::ResponseRecord;

bool same(const ResponseRecord& a, const ResponseRecord& b) {
  return a.location == b.location && a.response == b.response;
}
bool same(const CellRecord& a, const CellRecord& b) {
  return a.location == b.location && a.key == b.key && a.version == b.version && a.value == b.value;
}
bool same(const AlertRecord& a, const AlertRecord& b) {
  return a.location == b.location && a.alert == b.alert;
}
bool same(const ErasureRecord& a, const ErasureRecord& b) { return a == b; }

void expect_sound(const ResponseRecord& record) {
  const auto& said = record.response;
  EARSHOT_CHECK(response::validate(said).has_value());
  EARSHOT_CHECK(!record.location.empty() && !said.id.empty() && !said.language.empty());
  EARSHOT_CHECK(said.at.ms >= 0 && said.at.ms <= kWallMsMax);
  for (const auto& answer : said.answers) {
    if (const auto scale = survey::scale_of(answer.kind)) {
      EARSHOT_CHECK(*answer.rating >= scale->lowest && *answer.rating <= scale->highest);
    }
    if (answer.kind == survey::QuestionKind::comment) {
      expect_inert(answer.text, response::kCommentCodePointsMax);
    }
  }
  // Counting it, and taking it back, leaves nothing.
  for (const auto& [key, value] : score::contribution(said, 20'000)) {
    score::CellValue sum = value;
    sum += value;
    sum -= value;
    sum -= value;
    EARSHOT_CHECK(sum.empty());
  }
  static_cast<void>(response::is_unhappy(said));
}

void expect_sound(const CellRecord& record) {
  EARSHOT_CHECK(!record.location.empty() && !record.key.touchpoint.empty());
  EARSHOT_CHECK(record.version != 0);
  EARSHOT_CHECK(record.key.hour >= 0 && record.key.hour <= kWallMsMax / kHourMs);
  // A million cells still add up without running over.
  const auto within = [](std::uint64_t count) { return count <= kCountMax; };
  const auto& value = record.value;
  EARSHOT_CHECK(within(value.responses) && within(value.comments) && within(value.heard));
  EARSHOT_CHECK(value.revisions <= kCountMax * 1000);
  EARSHOT_CHECK(value.duration_ms <= kCountMax * 3'600'000);
  EARSHOT_CHECK(std::all_of(value.ratings.begin(), value.ratings.end(), within));
  EARSHOT_CHECK(std::all_of(value.sentiment.begin(), value.sentiment.end(), within));
  EARSHOT_CHECK(std::all_of(value.emotions.begin(), value.emotions.end(), within));
  EARSHOT_CHECK(std::all_of(value.misuse.begin(), value.misuse.end(), within));
  if (survey::scale_of(record.key.kind)) {
    const auto estimate = score::headline(record.key.kind, value.ratings);
    EARSHOT_CHECK(!estimate ||
                  (estimate->low <= estimate->value && estimate->value <= estimate->high));
  }
}

void expect_sound(const AlertRecord& record) {
  const auto& alert = record.alert;
  EARSHOT_CHECK(!record.location.empty() && !alert.id.empty() && !alert.touchpoint.empty());
  expect_inert(alert.rule, kNameLengthMax);
  expect_inert(alert.sentence, 500);
  expect_inert(alert.words, response::kCommentCodePointsMax);
  expect_inert(alert.next_step, 500);
  expect_inert(alert.acknowledged_by, 80);
  for (const auto at : {alert.at, alert.raised_at, alert.acknowledged_at}) {
    EARSHOT_CHECK(at.ms >= 0 && at.ms <= kWallMsMax);
  }
}

void expect_sound(const ErasureRecord& record) {
  EARSHOT_CHECK(!record.location.empty() && !record.response.empty());
  EARSHOT_CHECK(record.at.ms >= 0 && record.at.ms <= kWallMsMax);
}

/// The quick reader of cells never says anything else than decoding does.
void expect_same_view(std::string_view bytes, const wire::AnyRecord& record) {
  const auto view = wire::view_cell(bytes);
  if (!view) return;
  const auto* cell = std::get_if<CellRecord>(&record);
  EARSHOT_CHECK(cell != nullptr);
  EARSHOT_CHECK(view->hour == cell->key.hour && view->business_day == cell->key.business_day);
  EARSHOT_CHECK(view->version == cell->version && view->value == cell->value);
  // A name that had to be cleaned first is another one; whoever compares it finds it forged.
  EARSHOT_CHECK(!is_name(view->location) || view->location == cell->location.str());
}

template <typename Record>
void expect_stable(const Record& record) {
  expect_sound(record);
  const std::string bytes = wire::encode_record(record);
  const auto again = wire::decode_record(bytes);
  EARSHOT_CHECK(again.has_value());
  const auto* twice = std::get_if<Record>(&*again);
  EARSHOT_CHECK(twice != nullptr && same(record, *twice));
  EARSHOT_CHECK(wire::encode_record(*twice) == bytes);
  expect_same_view(bytes, *again);
  constexpr bool is_cell = std::is_same_v<Record, CellRecord>;
  EARSHOT_CHECK(wire::view_cell(bytes).has_value() == is_cell);
}

}  // namespace

FUZZ_TARGET(record) {
  Chooser choose(input);
  switch (choose.below(8)) {
    case 0:
      return expect_stable(make_response_record(choose));
    case 1:
      return expect_stable(make_cell_record(choose));
    case 2:
      return expect_stable(make_alert_record(choose));
    case 3:
      return expect_stable(make_erasure_record(choose));
    default:
      break;
  }
  const auto bytes = choose.rest();
  const auto read =
      within_memory(kReadingsBound, bytes.size(), [&] { return wire::decode_readings(bytes); });
  if (read) {
    EARSHOT_CHECK(wire::decode_readings(wire::encode_readings(*read)).has_value());
  } else {
    expect_readable(read.error());
  }
  const auto record =
      within_memory(kBound, bytes.size(), [&] { return wire::decode_record(bytes); });
  if (!record) return expect_readable(record.error());
  expect_same_view(bytes, *record);
  std::visit([](const auto& one) { expect_stable(one); }, *record);
}

}  // namespace earshot::fuzz
