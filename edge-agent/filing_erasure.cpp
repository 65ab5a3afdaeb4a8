// The part of Filing that forgets: at a customer's wish, and when words have been kept long enough.
#include <algorithm>
#include <variant>

#include "core/wire/codec.h"
#include "edge-agent/filing.h"

namespace earshot::edge {
namespace {

using relay::Stream;

/// How many old responses lose their words in one transaction.
constexpr int kStrippedAtOnce = 200;
constexpr std::string_view kDetractor = "detractor";

bool carries_words(const response::Response& response) {
  return std::any_of(response.answers.begin(), response.answers.end(),
                     [](const response::Answer& answer) { return !answer.text.empty(); });
}

bool is_contact(const response::Answer& answer) {
  return answer.kind == survey::QuestionKind::contact && !answer.text.empty();
}

bool carries_words(const wire::AnyRecord& record) {
  if (const auto* said = std::get_if<wire::ResponseRecord>(&record)) {
    return carries_words(said->response);
  }
  const auto* alert = std::get_if<wire::AlertRecord>(&record);
  return alert != nullptr && !alert->alert.words.empty();
}

}  // namespace

Result<Filing::Erased> Filing::erase(const ResponseId& id) {
  if (erasures_ == nullptr) return fail(ErrorCode::unsupported, "there is no ledger of erasures");
  if (auto listed = erasures_->add(id, clock_.wall_now()); !listed) {
    return tl::unexpected(listed.error());
  }
  const auto found = books_.responses.find(id);
  if (!found) return tl::unexpected(found.error());
  const WallTime at = erasures_->entries().at(id);
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  if (auto done = erase_here(id, at).and_then([&] { return commit(); }); !done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return Erased{id, at, found->has_value()};
}

Result<std::uint64_t> Filing::erase_what_came_back() {
  std::uint64_t erased = 0;
  if (erasures_ == nullptr) return erased;
  for (const auto& [id, at] : erasures_->entries()) {
    const auto found = books_.responses.find(id);
    if (!found) return tl::unexpected(found.error());
    if (!found->has_value() || (*found)->erased_at.ms != 0) continue;
    if (auto again = erase(id); !again) return tl::unexpected(again.error());
    ++erased;
  }
  return erased;
}

/// Everywhere that this location keeps words: the response, its alert, what waits for the site's
/// topics, for headquarters, and in quarantine.
Result<void> Filing::erase_here(const ResponseId& id, WallTime at) {
  if (auto kept_back = withhold_words_of(id); !kept_back) return kept_back;
  if (auto gone = books_.deliveries.forget(id.str()); !gone) return gone;
  if (auto gone = inbox_.erase_quarantined(id.str()); !gone) return tl::unexpected(gone.error());
  if (auto gone = books_.care.set_reply({id, {}, "", ""}); !gone) return gone;
  auto found = books_.responses.find(id);
  if (!found) return tl::unexpected(found.error());
  if (found->has_value()) {
    (*found)->erased_at = at;
    if (auto stripped = strip(**found); !stripped) return stripped;
  }
  if (auto cleared = clear_alert(id, true); !cleared) return cleared;
  auto told = books_.outbox.append(
      Stream::urgent, wire::encode_record(wire::ErasureRecord{location_.id, id, at}), 0, now_);
  if (!told) return tl::unexpected(told.error());
  return {};
}

/// The words in an alert; everybody who heard it `hears` its newest state.
Result<void> Filing::clear_alert(const ResponseId& id, bool hears) {
  auto alert = books_.alerts.find(alert_id_for(id, kDetractor));
  if (!alert) return tl::unexpected(alert.error());
  if (!alert->has_value()) return {};
  (*alert)->words.clear();
  if (auto kept = books_.alerts.replace(**alert); !kept) return kept;
  return hears ? owe_alert(**alert) : Result<void>{};
}

/// The stored record loses its words; its cells go on counting that there were some.
Result<void> Filing::strip(FiledResponse filed) {
  const auto record = books_.responses.record_of(filed.number);
  if (!record) return tl::unexpected(record.error());
  auto any = wire::decode_record(*record);
  if (!any) return tl::unexpected(any.error());
  auto& said = std::get<wire::ResponseRecord>(*any);
  filed.words_gone = filed.words_gone || !response::comment_of(said.response).empty();
  response::remove_words(said.response);
  response::remove_words(filed.response);
  forget_places(filed.readings);
  if (auto kept = books_.responses.remove_words(filed, wire::encode_record(said)); !kept) {
    return kept;
  }
  if (!filed.readings.comments.empty()) {
    if (auto kept = books_.responses.set_readings(filed); !kept) return kept;
  }
  if (!filed.historical) fresh_.add(std::move(filed));
  return {};
}

/// Records for headquarters that carry the words are kept back; the chain of digests stays whole.
Result<void> Filing::withhold_words_of(const ResponseId& id) {
  for (const Stream stream : {Stream::urgent, Stream::verbatims}) {
    const auto holding = books_.outbox.holding(stream, id.str());
    if (!holding) return tl::unexpected(holding.error());
    for (const relay::Seq seq : *holding) {
      const auto batch = books_.outbox.read(stream, seq, relay::kRecordBytesMax, 1);
      if (!batch) return tl::unexpected(batch.error());
      const auto record = wire::decode_record(batch->records.front().payload);
      if (record && !carries_words(*record)) continue;
      if (auto held = books_.outbox.withhold(stream, seq); !held) return held;
    }
  }
  return {};
}

Result<void> Filing::strip_contacts(FiledResponse filed) {
  const auto record = books_.responses.record_of(filed.number);
  if (!record) return tl::unexpected(record.error());
  auto any = wire::decode_record(*record);
  if (!any) return tl::unexpected(any.error());
  auto& said = std::get<wire::ResponseRecord>(*any);
  for (auto* response : {&said.response, &filed.response}) {
    for (auto& answer : response->answers) {
      if (is_contact(answer)) answer.text.clear();
    }
  }
  if (auto kept = books_.responses.remove_words(filed, wire::encode_record(said)); !kept) {
    return kept;
  }
  if (!filed.historical) fresh_.add(std::move(filed));
  return {};
}

Result<bool> Filing::remove_old_contacts(const Overdue& overdue) {
  constexpr auto kWhat = ResponseBook::Aging::contacts;
  const auto old = books_.responses.to_be_stripped(kWhat, overdue, kStrippedAtOnce);
  if (!old) return tl::unexpected(old.error());
  if (old->empty()) return false;
  const auto strip_all = [&]() -> Result<void> {
    for (const auto& filed : *old) {
      const auto& answers = filed.response.answers;
      if (std::none_of(answers.begin(), answers.end(), is_contact)) continue;
      if (auto stripped = strip_contacts(filed); !stripped) return stripped;
    }
    return books_.responses.removed_up_to(kWhat, old->back().number);
  };
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  if (auto done = strip_all().and_then([&] { return commit(); }); !done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return static_cast<int>(old->size()) == kStrippedAtOnce;
}

Result<bool> Filing::remove_old_words(const Overdue& overdue) {
  const auto old =
      books_.responses.to_be_stripped(ResponseBook::Aging::words, overdue, kStrippedAtOnce);
  if (!old) return tl::unexpected(old.error());
  if (old->empty()) return false;
  const auto strip_all = [&]() -> Result<void> {
    for (const auto& filed : *old) {
      if (!carries_words(filed.response)) continue;
      if (auto stripped = strip(filed); !stripped) return stripped;
      if (auto cleared = clear_alert(filed.response.id, false); !cleared) return cleared;
    }
    return books_.responses.removed_up_to(ResponseBook::Aging::words, old->back().number);
  };
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  if (auto done = strip_all().and_then([&] { return commit(); }); !done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return static_cast<int>(old->size()) == kStrippedAtOnce;
}

}  // namespace earshot::edge
