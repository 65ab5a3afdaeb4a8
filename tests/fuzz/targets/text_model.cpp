// The weights of readers of comments: files that people copy about. What is read must be usable and
// come out as it went in. The checksum is set right here, so that the reader behind it is reached.
#include <array>

#include "core/base/check.h"
#include "core/text/byte_cursor.h"
#include "core/text/model.h"
#include "core/text/unicode.h"
#include "tests/fuzz/target.h"

namespace earshot::fuzz {
namespace {

std::string with_checksum(std::string_view input) {
  std::string bytes(input);
  text::append_number(bytes, text::hash_of(bytes));
  return bytes;
}

void read_with(const text::Model& model) {
  const text::WordTable words({{text::hash_of("queue"), -1, 1, {}}});
  text::FeatureReader reader(&words);
  text::Tokens tokens;
  text::tokenise("The queue was long, but nobody minded.", tokens);
  reader.read(tokens, {});
  std::vector<float> probabilities(model.labels().size());
  std::vector<std::uint8_t> said(probabilities.size());
  model.probabilities(reader, probabilities);
  for (const float p : probabilities) EARSHOT_CHECK(p >= 0 && p <= 1);
  model.decide(probabilities, said);
}

}  // namespace

FUZZ_TARGET(text_model) {
  static_cast<void>(text::Model::parse(input));
  const std::string bytes = with_checksum(input);
  if (const auto model = text::Model::parse(bytes)) {
    const auto again = text::Model::parse(model->bytes());
    EARSHOT_CHECK(again.has_value() && again->bytes() == model->bytes());
    read_with(*model);
  }
  if (const auto words = text::WordTable::parse(bytes)) EARSHOT_CHECK(words->bytes() == bytes);
}

}  // namespace earshot::fuzz
