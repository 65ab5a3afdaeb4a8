// The weights of the language model.
#include "core/base/check.h"
#include "core/text/language.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {

FUZZ_TARGET(language_weights) {
  const auto model = text::LanguageModel::parse(input);
  if (!model) return expect_readable(model.error());
  EARSHOT_CHECK(model->bytes() == input);
  const auto reading = model->read("any words at all");
  EARSHOT_CHECK(!reading.guess.empty());
}

}  // namespace earshot::fuzz
