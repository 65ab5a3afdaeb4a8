#include "kiosk/store/survey_shelf.h"

#include <system_error>
#include <utility>

#include "core/survey/survey_file.h"
#include "platform/system/files.h"

namespace earshot::kiosk {

SurveyShelf::SurveyShelf(std::filesystem::path file, std::filesystem::path last_good)
    : file_(std::move(file)), last_good_(std::move(last_good)) {}

std::optional<SurveyShelf::Stamp> SurveyShelf::stamp_of_file() const {
  std::error_code error;
  Stamp stamp;
  stamp.modified = std::filesystem::last_write_time(file_, error);
  if (error) return std::nullopt;
  stamp.size = std::filesystem::file_size(file_, error);
  if (error) return std::nullopt;
  return stamp;
}

std::optional<SurveyShelf::News> SurveyShelf::check() {
  const auto stamp = stamp_of_file();
  if (checked_ && stamp == stamp_) return std::nullopt;
  checked_ = true;
  stamp_ = stamp;
  const auto text = system::read_file(file_, survey::kSurveyFileBytesMax);
  if (text && *text == text_in_use_) return std::nullopt;
  return take(text);
}

SurveyShelf::News SurveyShelf::take(const Result<std::string>& text) {
  News news;
  const auto parsed = text ? survey::parse_survey(*text, file_.string())
                           : Result<survey::Survey>(tl::unexpected(text.error()));
  if (parsed) {
    news.survey = std::make_shared<const survey::Survey>(*parsed);
    text_in_use_ = *text;
    if (auto kept = system::write_file_atomically(last_good_, *text); !kept) {
      news.trouble = kept.error().message;
    }
    return news;
  }
  news.trouble = parsed.error().message;
  if (!text_in_use_.empty()) return news;
  const auto copy = system::read_file(last_good_, survey::kSurveyFileBytesMax);
  if (!copy) return news;
  if (const auto last = survey::parse_survey(*copy, last_good_.string())) {
    news.survey = std::make_shared<const survey::Survey>(*last);
    news.from_copy = true;
    text_in_use_ = *copy;
  }
  return news;
}

}  // namespace earshot::kiosk
