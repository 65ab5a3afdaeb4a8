#include "kiosk/store/sealing.h"

#include <algorithm>

#include "core/wire/care_records.h"

namespace earshot::kiosk {
namespace {

/// What a response's answer takes: core/response refuses more.
constexpr std::size_t kSealedContactBytesMax = 4096;

bool has_words(const response::Response& response) {
  return std::any_of(response.answers.begin(), response.answers.end(),
                     [](const response::Answer& answer) { return !answer.text.empty(); });
}

bool asks_for_words(const survey::Question& question) {
  return question.kind == survey::QuestionKind::comment ||
         question.kind == survey::QuestionKind::contact;
}

}  // namespace

std::string WordSealer::seal(const ContactDetails& details) {
  auto sealed = key_.seal(wire::encode_contact(
      {details.name, details.phone, details.email, details.purpose, details.language, details.at}));
  return sealed.size() <= kSealedContactBytesMax ? sealed : std::string();
}

std::string WordSealer::close(const wire::ResponseRecord& record) const {
  auto whole = wire::encode_record(record);
  if (!has_words(record.response)) return whole;
  auto plain = record;
  response::remove_words(plain.response);
  return wire::encode_sealed(wire::encode_record(plain), key_.seal(whole));
}

std::shared_ptr<const survey::Survey> without_words(std::shared_ptr<const survey::Survey> survey) {
  const auto& questions = survey->questions;
  if (std::none_of(questions.begin(), questions.end(), asks_for_words)) return survey;
  auto rest = std::make_shared<survey::Survey>(*survey);
  std::erase_if(rest->questions, asks_for_words);
  return rest;
}

}  // namespace earshot::kiosk
