#include "core/wire/claims.h"

#include "core/base/utf8.h"
#include "core/wire/bounds.h"
#include "core/wire/claims.pb.h"

namespace earshot::wire {
namespace {

constexpr std::string_view kUp = "earshot/1/up/", kDown = "earshot/1/down/", kClaim = "/claim";
constexpr std::size_t kFieldsMax = 16;
constexpr std::size_t kCodeBytesMax = 64, kKeyBytesMax = 256;

std::string joined(std::string_view before, std::string_view kiosk) {
  return std::string(before) + std::string(kiosk) + std::string(kClaim);
}

template <typename Message>
bool parse(std::string_view bytes, Message& into) {
  return bytes.size() <= kClaimBytesMax && is_bounded(bytes, *Message::descriptor(), kFieldsMax) &&
         into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

std::string claim_question_topic(const DeviceId& kiosk) { return joined(kUp, kiosk.str()); }

std::string claim_question_filter(const DeviceId& kiosk) {
  return kiosk.empty() ? joined(kUp, "+") : claim_question_topic(kiosk);
}

std::optional<DeviceId> parse_claim_question_topic(std::string_view topic) {
  if (!topic.starts_with(kUp) || !topic.ends_with(kClaim)) return std::nullopt;
  topic.remove_prefix(kUp.size());
  if (topic.size() <= kClaim.size()) return std::nullopt;
  const auto kiosk = DeviceId::parse(topic.substr(0, topic.size() - kClaim.size()));
  return kiosk ? std::optional(*kiosk) : std::nullopt;
}

std::string claim_answer_topic(const DeviceId& kiosk) { return joined(kDown, kiosk.str()); }

std::string encode(const ClaimQuestion& question) {
  pb::ClaimQuestion out;
  out.set_code(question.code);
  out.set_answer_key(question.answer_key);
  return out.SerializeAsString();
}

Result<ClaimQuestion> decode_claim_question(std::string_view bytes) {
  pb::ClaimQuestion in;
  if (!parse(bytes, in) || in.code().empty() || in.code().size() > kCodeBytesMax ||
      in.answer_key().size() > kKeyBytesMax) {
    return fail(ErrorCode::invalid, "these bytes ask for no code");
  }
  return ClaimQuestion{in.code(), in.answer_key()};
}

std::string encode(const ClaimAnswer& answer) {
  pb::ClaimAnswer out;
  out.set_verdict(static_cast<std::uint32_t>(answer.verdict));
  out.set_at_ms(answer.at.ms);
  out.set_words(answer.words);
  out.set_by(answer.by);
  return out.SerializeAsString();
}

Result<ClaimAnswer> decode_claim_answer(std::string_view bytes) {
  using Verdict = ClaimAnswer::Verdict;
  pb::ClaimAnswer in;
  const auto broken = [] { return fail(ErrorCode::invalid, "these bytes answer no code"); };
  if (!parse(bytes, in) || in.at_ms() < 0 || in.at_ms() > kWallMsMax) return broken();
  if (in.verdict() < static_cast<std::uint32_t>(Verdict::answered) ||
      in.verdict() > static_cast<std::uint32_t>(Verdict::too_many)) {
    return broken();
  }
  ClaimAnswer answer;
  answer.verdict = static_cast<Verdict>(in.verdict());
  if (answer.verdict != Verdict::answered) return answer;
  answer.at = WallTime{in.at_ms()};
  answer.words = clean_text(in.words(), kClaimWordsMax);
  answer.by = one_line(in.by(), kClaimByMax);
  if (answer.words.find_first_not_of(" \n") == std::string::npos) return broken();
  return answer;
}

}  // namespace earshot::wire
