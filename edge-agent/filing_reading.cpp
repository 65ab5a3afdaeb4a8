// The part of Filing that changes what was read in comments: a person's correction, and a newer
// version of the reader over the history.
#include <algorithm>

#include "edge-agent/filing.h"

namespace earshot::edge {
namespace {

/// The comment that a person means; null: there is none, or its words are gone.
wire::ReadComment* meant(FiledResponse& filed, const QuestionId& question) {
  if (filed.words_gone) return nullptr;
  for (auto& comment : filed.readings.comments) {
    if (question.empty() || comment.question == question) return &comment;
  }
  return nullptr;
}

bool has_comment(const response::Response& response) {
  return std::any_of(response.answers.begin(), response.answers.end(),
                     [](const response::Answer& answer) {
                       return answer.kind == survey::QuestionKind::comment && !answer.text.empty();
                     });
}

}  // namespace

/// The cells of `old` become those of `changed`, which differs in what was read alone; those that
/// it leaves go on telling how far they were heard.
Result<void> Filing::take_reading(const FiledResponse& old, FiledResponse& changed) {
  const auto before = contribution_of(old);
  changed.left.clear();
  const auto now = contribution_of(changed);
  for (const auto& [key, value] : before) {
    const bool stays = std::any_of(now.begin(), now.end(),
                                   [&, &k = key](const auto& each) { return each.first == k; });
    if (!stays && changed.left.size() < kLeftMax) changed.left.push_back(key);
  }
  if (auto kept = books_.responses.set_readings(changed); !kept) return kept;
  for (const auto& [key, value] : before) {
    if (auto taken = books_.cells.subtract(key, value); !taken) return taken;
  }
  for (const auto& [key, value] : contribution_of(changed)) {
    if (auto added = books_.cells.add(key, value); !added) return added;
  }
  return {};
}

Result<std::optional<FiledResponse>> Filing::correct(const ResponseId& id,
                                                     const QuestionId& question,
                                                     wire::Correction correction) {
  const auto found = books_.responses.find(id);
  if (!found) return tl::unexpected(found.error());
  if (!found->has_value()) return std::nullopt;
  FiledResponse changed = **found;
  auto* comment = meant(changed, question);
  if (comment == nullptr) {
    return fail(ErrorCode::not_found, changed.words_gone
                                          ? "the words of this response are gone"
                                          : "this response has no such comment that was read");
  }
  if (comment->correction && comment->correction->says_the_same(correction)) return changed;
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  correction.at = now_;
  comment->correction = std::move(correction);
  ++changed.decisions;  // headquarters takes no history for the fuller one that lacks it
  ++counts_.corrected;
  const auto done = take_reading(**found, changed)
                        .and_then([&] { return raise_or_change_alert(changed, true, false); })
                        .and_then([&] {
                          if (!changed.historical) fresh_.add(changed);
                          return commit();
                        });
  if (!done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return changed;
}

Result<bool> Filing::reread_some() {
  if (reader_ == nullptr || all_reread_) return false;
  const auto up_to = books_.responses.reread_up_to(reader_->version());
  if (!up_to) return tl::unexpected(up_to.error());
  auto some = books_.responses.behind(*up_to, kRereadAtOnce);
  if (!some) return tl::unexpected(some.error());
  if (some->empty()) {
    all_reread_ = true;  // what comes from now on is read by this version
    return false;
  }
  if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
  if (auto done = reread(*some).and_then([&] { return commit(); }); !done) {
    rollback();
    return tl::unexpected(done.error());
  }
  return true;
}

Result<void> Filing::reread(std::vector<FiledResponse>& some) {
  for (auto& filed : some) {
    if (!has_comment(filed.response) || reader_->is_current(filed.readings)) continue;
    FiledResponse changed = filed;
    changed.readings = reader_->read(filed.response);
    keep_corrections(filed.response, filed.readings, changed.response, changed.readings);
    const auto held = books_.cells.holds(contribution_of(filed));
    if (!held) return tl::unexpected(held.error());
    if (!*held) continue;  // its cells are not as they should be: it stays as it is counted
    if (auto taken = take_reading(filed, changed); !taken) return taken;
    ++counts_.reread;  // no news: pages read it from the list
  }
  return books_.responses.note_reread(reader_->version(), some.back().number);
}

}  // namespace earshot::edge
