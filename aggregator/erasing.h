// What is left of a response, or of an alert for it, once its customer asked to be forgotten: no
// words and no contact details; the ratings, which hold no personal data, stay.
// Owner: Filing and the stores. Threads: pure functions, any thread.
#pragma once

#include "core/alert/alert.h"
#include "core/response/response.h"

namespace earshot::hq {

/// True when there was something to take out.
bool take_words_out(response::Response& response);
bool take_words_out(alert::Alert& alert);

}  // namespace earshot::hq
