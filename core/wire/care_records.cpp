#include "core/wire/care_records.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/relay/types.h"
#include "core/wire/bounds.h"
#include "core/wire/records.pb.h"

namespace earshot::wire {
namespace {

// The first byte of a record: field number times 8, plus 2 for bytes.
constexpr char kSealedTag = 5 * 8 + 2, kHelpTag = 6 * 8 + 2;
constexpr std::size_t kFieldsMax = 64;
constexpr std::size_t kContactCodePointsMax = 320, kPurposeCodePointsMax = 600;
constexpr std::size_t kContactBytesMax = 8 * 1024;
constexpr std::size_t kBootIdCodePointsMax = 64;

template <typename Message>
bool parse(std::string_view bytes, std::size_t bytes_max, Message& into) {
  return bytes.size() <= bytes_max && is_bounded(bytes, *Message::descriptor(), kFieldsMax) &&
         into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

bool begins_with(std::string_view bytes, char tag) { return !bytes.empty() && bytes[0] == tag; }

bool is_time(std::int64_t ms) { return ms >= 0 && ms <= kWallMsMax; }

}  // namespace

std::string encode_sealed(std::string_view plain, std::string_view box) {
  pb::Record record;
  record.mutable_sealed()->set_plain(plain.data(), plain.size());
  record.mutable_sealed()->set_box(box.data(), box.size());
  return record.SerializeAsString();
}

std::optional<std::string> box_of(std::string_view record) {
  pb::Record in;
  if (!begins_with(record, kSealedTag) || !parse(record, relay::kRecordBytesMax, in) ||
      !in.has_sealed()) {
    return std::nullopt;
  }
  return std::move(*in.mutable_sealed()->mutable_box());
}

std::string encode_record(const HelpCallRecord& call) {
  pb::Record record;
  auto& out = *record.mutable_help();
  out.set_location(call.location.str());
  out.set_response(call.response.str());
  out.set_touchpoint(call.touchpoint.str());
  out.set_language(call.language.str());
  out.set_at_ms(call.at.ms);
  out.set_boot_id(call.boot_id);
  out.set_uptime_ms(call.uptime_ms);
  return record.SerializeAsString();
}

Result<std::optional<HelpCallRecord>> decode_help_call(std::string_view record) {
  pb::Record any;
  if (!begins_with(record, kHelpTag) || !parse(record, relay::kRecordBytesMax, any) ||
      !any.has_help()) {
    return std::nullopt;
  }
  const auto& in = any.help();
  const auto broken = [](const std::string& what) {
    return fail(ErrorCode::invalid, "this is no usable call for help: its " + what);
  };
  auto location = LocationId::parse(in.location());
  if (!location) return broken("location: " + location.error().message);
  auto response = ResponseId::parse(in.response());
  if (!response) return broken("response: " + response.error().message);
  auto touchpoint = TouchpointId::parse(in.touchpoint());
  if (!touchpoint) return broken("touchpoint: " + touchpoint.error().message);
  auto language = LanguageTag::parse(in.language());
  if (!language) return broken("language: " + language.error().message);
  if (!is_time(in.at_ms()) || in.uptime_ms() < 0) return broken("time is impossible");
  return HelpCallRecord{*std::move(location),   *std::move(response),
                        *std::move(touchpoint), *std::move(language),
                        WallTime{in.at_ms()},   clean_text(in.boot_id(), kBootIdCodePointsMax),
                        in.uptime_ms()};
}

std::string encode_contact(const ContactDetails& details) {
  pb::ContactDetails out;
  out.set_name(details.name);
  out.set_phone(details.phone);
  out.set_email(details.email);
  out.set_purpose(details.purpose);
  out.set_language(details.language.str());
  out.set_at_ms(details.at.ms);
  return out.SerializeAsString();
}

Result<ContactDetails> decode_contact(std::string_view bytes) {
  pb::ContactDetails in;
  const auto language = parse(bytes, kContactBytesMax, in)
                            ? LanguageTag::parse(in.language())
                            : fail(ErrorCode::invalid, "the bytes are none");
  if (!language || !is_time(in.at_ms())) {
    return fail(ErrorCode::invalid, "these are no contact details");
  }
  return ContactDetails{one_line(in.name(), kContactCodePointsMax),
                        one_line(in.phone(), kContactCodePointsMax),
                        one_line(in.email(), kContactCodePointsMax),
                        one_line(in.purpose(), kPurposeCodePointsMax),
                        *language,
                        WallTime{in.at_ms()}};
}

}  // namespace earshot::wire
