#include "aggregator/erasing.h"

namespace earshot::hq {

bool take_words_out(response::Response& response) {
  bool some = false;
  for (response::Answer& answer : response.answers) {
    some = some || !answer.text.empty();
    answer.text.clear();
  }
  return some;
}

bool take_words_out(alert::Alert& alert) {
  const bool some = !alert.words.empty();
  alert.words.clear();
  return some;
}

}  // namespace earshot::hq
