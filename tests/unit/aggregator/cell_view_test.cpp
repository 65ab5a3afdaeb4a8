// A cell read where it lies says the same as one that was decoded.
#include "core/wire/cell_view.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "tests/unit/aggregator/support.h"

namespace earshot::hq::test {
namespace {

wire::CellRecord any_cell() {
  auto record = cell("leeds", *rc::gen::inRange<std::uint64_t>(1, 1'000'000), {},
                     *rc::gen::inRange<HourUtc>(0, 70'000'000));
  record.key.business_day = *rc::gen::inRange<LocalDay>(-5, 3'000'000);
  if (*rc::gen::arbitrary<bool>()) record.key.topic = TopicId::trusted("queue");
  record.key.touchpoint = TouchpointId::trusted(*rc::gen::element<std::string>("checkout", "t2"));
  const auto count = [] { return *rc::gen::inRange<std::uint64_t>(0, 1'000'000); };
  const auto some = [&](auto& counts) {
    const auto used = *rc::gen::inRange<std::size_t>(0, counts.size() + 1);
    for (std::size_t i = 0; i < used; ++i) counts[i] = count();
  };
  record.value.responses = count();
  record.value.comments = count();
  record.value.duration_ms = count();
  some(record.value.ratings);
  some(record.value.sentiment);
  some(record.value.emotions);
  some(record.value.misuse);
  return record;
}

RC_GTEST_PROP(CellView, SaysWhatWasWritten, ()) {
  const wire::CellRecord record = any_cell();
  const std::string bytes = wire::encode_record(record);
  const auto view = wire::view_cell(bytes);
  RC_ASSERT(view.has_value());
  RC_ASSERT(view->location == record.location.str());
  RC_ASSERT(view->hour == record.key.hour);
  RC_ASSERT(view->business_day == record.key.business_day);
  RC_ASSERT(view->version == record.version);
  RC_ASSERT(view->value == record.value);
}

RC_GTEST_PROP(CellView, HasTheSameSeriesBytesForTheSameSeriesOnly, ()) {
  const auto a = any_cell(), b = any_cell();
  const std::string a_bytes = wire::encode_record(a), b_bytes = wire::encode_record(b);
  const bool same = a.key.topic == b.key.topic && a.key.touchpoint == b.key.touchpoint;
  RC_ASSERT((wire::view_cell(a_bytes)->series == wire::view_cell(b_bytes)->series) == same);
}

/// Cut short, with a byte changed: none, or exactly what decoding it says.
RC_GTEST_PROP(CellView, NeverSaysAnythingElseThanDecoding, ()) {
  std::string bytes = wire::encode_record(any_cell());
  if (*rc::gen::arbitrary<bool>()) {
    bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
  } else {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  }
  const auto view = wire::view_cell(bytes);
  const auto record = wire::decode_record(bytes);
  if (!view || !record) return;
  const auto* read = std::get_if<wire::CellRecord>(&*record);
  RC_ASSERT(read != nullptr);
  if (!is_name(view->location)) return;  // decoding cleans it; here it is as it came
  RC_ASSERT(view->location == read->location.str());
  RC_ASSERT(view->hour == read->key.hour);
  RC_ASSERT(view->business_day == read->key.business_day);
  RC_ASSERT(view->version == read->version);
  RC_ASSERT(view->value == read->value);
}

TEST(CellView, IsNoneForWhatIsNoCell) {
  EXPECT_FALSE(wire::view_cell(""));
  EXPECT_FALSE(wire::view_cell("poison"));
  EXPECT_FALSE(wire::view_cell(wire::encode_record(alert_of("leeds", 'a', WallTime{1}))));
  EXPECT_FALSE(wire::view_cell(wire::encode_record(cell("leeds", 1, {10})) + "x"));
}

TEST(CellView, OfAnUndoneTransactionsSeriesIsForgotten) {
  Bench bench;
  Sender leeds("leeds", relay::Stream::cells);
  bench.take({leeds.frame(cell("leeds", 1, {10}))});
  const auto lost = leeds.frame(cell("leeds", 1, {1, 1}, kHour, "new-one"),
                                cell("leeds", 2, {10, 9}, kHour, "new-one"));
  bench.database->raw().exec(
      "CREATE TRIGGER full BEFORE INSERT ON hq_total BEGIN SELECT RAISE(ABORT, 'no more'); END");
  static_cast<void>(bench.hq->offer(lost));
  EXPECT_FALSE(bench.hq->work());
  bench.database->raw().exec("DROP TRIGGER full");
  Sender york("york", relay::Stream::cells);  // takes the number that the other one had
  bench.take({york.frame(cell("york", 1, {7}, kHour, "another"))});
  bench.take({lost});
  EXPECT_EQ(bench.ratings("leeds"), 3U);
  EXPECT_EQ(bench.ratings("york"), 1U);
  const std::string numbers = bench.hq->numbers_text();
  bench.restart();
  EXPECT_EQ(bench.hq->numbers_text(), numbers);
}

}  // namespace
}  // namespace earshot::hq::test
